package dev.decorum.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.Waiting;
import dev.decorum.model.files.Sha256;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pull leaves in the cache, whatever happens on the way. */
class PullerTest {
  private static final String NAME = "owner/reward-model";

  @TempDir Path temp;

  private FakeHub hub;
  private Pulls pulls;
  private Path repository;

  @BeforeEach
  void start() throws IOException {
    hub = new FakeHub(NAME);
    hub.small(".gitattributes", "*.bin filter=lfs\n")
        .small("config.json", "{\"model_type\":\"gpt2\"}")
        .small("tokenizer.json", "{}")
        .small("README.md", "# A model\n")
        .small("training_args.json", "{}");
    pulls = new Pulls(hub, temp);
    repository = temp.resolve("models--owner--reward-model");
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  static byte[] random(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private Path snapshot() {
    return repository.resolve("snapshots").resolve(FakeHub.COMMIT);
  }

  private Path partial(byte[] content) throws IOException {
    Files.createDirectories(repository.resolve("blobs"));
    return repository.resolve("blobs/" + Sha256.of(content) + ".decorum-incomplete");
  }

  private static List<String> below(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> !Files.isDirectory(file))
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private void assertWeights(byte[] content) throws IOException {
    assertEquals(Sha256.of(content), Sha256.of(snapshot().resolve("model.safetensors")));
    assertEquals(
        List.of(), below(repository).stream().filter(name -> name.contains("incomplete")).toList());
  }

  @Test
  void theCacheIsLaidOutAsPythonsLibraryDoes() throws Exception {
    byte[] weights = random(300_000, 1);
    hub.large("model.safetensors", weights)
        .large("pytorch_model.bin", random(1000, 2))
        .large("model.onnx", random(1000, 3));
    PulledModel pulled = pulls.pull(NAME);
    assertEquals(snapshot(), pulled.folder());
    assertEquals(FakeHub.COMMIT, pulled.commit());
    assertEquals(4, pulled.files());
    assertTrue(pulled.isConfirmed());
    assertEquals(
        List.of("README.md", "config.json", "model.safetensors", "tokenizer.json"),
        below(snapshot()));
    assertWeights(weights);
    for (String name : below(snapshot())) {
      String blob = hub.file(name).hash();
      assertEquals(
          Path.of("../../blobs", blob), Files.readSymbolicLink(snapshot().resolve(name)), name);
      assertArrayEquals(
          hub.file(name).content(), Files.readAllBytes(repository.resolve("blobs/" + blob)));
    }
    assertEquals(FakeHub.COMMIT, Files.readString(repository.resolve("refs/main")));
    assertEquals(4, below(repository.resolve("blobs")).size());
    assertEquals(List.of("main"), below(repository.resolve("refs")));
    assertEquals(Optional.of(snapshot()), pulls.cache().snapshot(reference(NAME)));
  }

  private static ModelReference reference(String text) {
    return ModelReference.parse(text).orElseThrow();
  }

  @Test
  void whatIsHereIsNotFetchedAgain() throws Exception {
    hub.large("model.safetensors", random(1000, 1));
    pulls.pull(NAME);
    hub.requests.clear();
    PulledModel again = pulls.pull(NAME);
    assertEquals(0, again.files());
    assertEquals(snapshot(), again.folder());
    assertEquals(2, hub.requests.size(), hub.requests.toString());
    assertEquals(0, hub.requests("HEAD", "").size());
  }

  /** A new commit has most files of the old one: only what is new is fetched. */
  @Test
  void contentsThatAnotherCommitHasAreLinked() throws Exception {
    byte[] weights = random(1000, 1);
    hub.large("model.safetensors", weights);
    String old = "f".repeat(40);
    Files.createDirectories(repository.resolve("blobs"));
    Files.createDirectories(repository.resolve("snapshots").resolve(old));
    Files.createDirectories(repository.resolve("refs"));
    Files.writeString(repository.resolve("refs/main"), old);
    Files.write(repository.resolve("blobs/" + Sha256.of(weights)), weights);
    PulledModel pulled = pulls.pull(NAME);
    assertEquals(3, pulled.files());
    assertEquals(0, hub.count("GET", "store"));
    assertEquals(FakeHub.COMMIT, Files.readString(repository.resolve("refs/main")));
    assertTrue(Files.isDirectory(repository.resolve("snapshots").resolve(old)));
    assertWeights(weights);
  }

  @Test
  void aRevisionKeepsItsNameAndACommitNeedsNone() throws Exception {
    hub.large("model.safetensors", random(1000, 1));
    hub.revisions.put("refs/pr/1", FakeHub.COMMIT);
    hub.revisions.put(FakeHub.COMMIT, FakeHub.COMMIT);
    pulls.pull(NAME + "@refs/pr/1");
    assertEquals(FakeHub.COMMIT, Files.readString(repository.resolve("refs/refs/pr/1")));
    assertEquals(1, hub.requests("GET", "/revision/refs%2Fpr%2F1").size());
    pulls.pull(NAME + "@" + FakeHub.COMMIT);
    assertEquals(List.of("refs/pr/1"), below(repository.resolve("refs")));
    assertTrue(pulls.cache().snapshot(reference(NAME + "@" + FakeHub.COMMIT)).isPresent());
    assertEquals(Optional.empty(), pulls.cache().snapshot(reference(NAME)));
  }

  @Test
  void connectionsThatAreCutAreTakenUpWhereTheyEnded() throws Exception {
    byte[] weights = random(2_000_000, 1);
    hub.large("model.safetensors", weights);
    Random random = new Random(7);
    for (int i = 0; i < 50; i++) {
      hub.cuts.add(random.nextInt(40_000));
    }
    PulledModel pulled = pulls.pull(NAME);
    assertWeights(weights);
    assertEquals(51, hub.count("GET", "store"));
    assertEquals(pulled.bytes(), received(weights));
  }

  /** All of it came once; a cut loses at most what was on the way. */
  private long received(byte[] weights) {
    long small =
        hub.files.entrySet().stream()
            .filter(file -> ModelFiles.SMALL.contains(file.getKey()))
            .mapToLong(file -> file.getValue().content().length)
            .sum();
    return small + weights.length;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_535, 65_536, 200_000, 299_999, 300_000})
  void aKilledPullIsTakenUpByTheNext(int there) throws Exception {
    byte[] weights = random(300_000, 1);
    hub.large("model.safetensors", weights);
    Files.write(partial(weights), Arrays.copyOf(weights, there));
    pulls.pull(NAME);
    assertWeights(weights);
    assertEquals(300_000 - there, hub.served.get());
    assertTrue(
        pulls.told.contains("begun model.safetensors " + there + "/300000"), pulls.told.toString());
    List<FakeHub.Request> gets = hub.requests("GET", "/blobs/");
    assertEquals(there == 300_000 ? 0 : 1, gets.size());
    for (FakeHub.Request get : gets) {
      assertEquals(there == 0 ? null : "bytes=" + there + "-", get.headers().getFirst("Range"));
    }
  }

  @Test
  void aServerWithoutRangesBeginsAnew() throws Exception {
    byte[] weights = random(300_000, 1);
    hub.large("model.safetensors", weights).ranges = false;
    hub.cuts.add(100_000);
    Files.write(partial(weights), Arrays.copyOf(weights, 50_000));
    pulls.pull(NAME);
    assertWeights(weights);
  }

  /** If it always stops at the same place, tries come to an end. */
  @Test
  void aServerThatNeverGetsFurtherIsGivenUp() throws IOException {
    hub.large("model.safetensors", random(300_000, 1)).ranges = false;
    for (int i = 0; i < 20; i++) {
      hub.cuts.add(100_000);
    }
    String message = pulls.failure(NAME);
    assertTrue(message.contains("was cut, even after 5 tries"), message);
    assertTrue(message.contains("the same command later goes on where"), message);
    assertFalse(Files.exists(repository.resolve("refs/main")));
  }

  /** Else this would take a million tries. */
  @Test
  void aServerThatSendsOneByteAtATimeIsGivenUp() throws IOException {
    hub.large("model.safetensors", random(1_000_000, 1));
    for (int i = 0; i < 200; i++) {
      hub.cuts.add(1);
    }
    String message = pulls.failure(NAME);
    assertTrue(message.contains("was cut, even after 5 tries"), message);
    assertEquals(5, hub.served.get());
  }

  @Test
  void aPartThatDoesNotFitBeginsAnew() throws Exception {
    byte[] weights = random(300_000, 1);
    hub.large("model.safetensors", weights);
    // Longer than the file.
    Files.write(partial(weights), random(300_001, 2));
    pulls.pull(NAME);
    assertWeights(weights);

    Files.delete(snapshot().resolve("model.safetensors"));
    Files.delete(repository.resolve("blobs/" + Sha256.of(weights)));
    // Refused with 416 once.
    Files.write(partial(weights), Arrays.copyOf(weights, 1000));
    boolean[] refused = new boolean[1];
    hub.faults.add(
        exchange -> {
          if (exchange.getRequestHeaders().getFirst("Range") == null || refused[0]) {
            return false;
          }
          refused[0] = true;
          FakeHub.error(exchange, 416, "");
          return true;
        });
    pulls.pull(NAME);
    assertTrue(refused[0]);
    assertWeights(weights);
  }

  @Test
  void contentsThatDoNotMatchTheirHashAreDeleted() throws Exception {
    byte[] weights = random(300_000, 1);
    hub.large("model.safetensors", weights);
    Files.write(partial(weights), random(1000, 2));
    String message = pulls.failure(NAME);
    assertTrue(
        message.contains("owner/reward-model: model.safetensors does not match its hash"), message);
    assertFalse(Files.exists(partial(weights)));
    assertFalse(Files.exists(repository.resolve("refs/main")));
    pulls.pull(NAME);
    assertWeights(weights);
  }

  @Test
  void smallFilesAreHeldAgainstGitsHash() {
    hub.large("model.safetensors", random(1000, 1));
    hub.faults.add(
        exchange -> {
          if (!exchange.getRequestMethod().equals("GET")
              || !exchange.getRequestURI().getPath().endsWith("/config.json")) {
            return false;
          }
          FakeHub.text(exchange, 200, "text/plain", "{\"model_type\":\"gpt3\"}");
          return true;
        });
    String message = pulls.failure(NAME);
    assertTrue(message.contains("config.json does not match its hash"), message);
  }

  @Test
  void moreBytesThanThereShouldBeAreRefused() {
    hub.large("model.safetensors", random(1000, 1));
    hub.faults.add(
        exchange -> {
          if (!exchange.getRequestURI().getPath().startsWith("/blobs/")) {
            return false;
          }
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(new byte[2000]);
          return true;
        });
    String message = pulls.failure(NAME);
    assertTrue(message.contains("longer than the 1000 bytes that it should have"), message);
  }

  /** Without a length, only the size in the list tells that something is missing. */
  @Test
  void tooFewBytesAreFetchedOn() throws Exception {
    byte[] weights = random(1000, 1);
    hub.large("model.safetensors", weights);
    boolean[] done = new boolean[1];
    hub.faults.add(
        exchange -> {
          if (!exchange.getRequestURI().getPath().startsWith("/blobs/") || done[0]) {
            return false;
          }
          done[0] = true;
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(weights, 0, 400);
          return true;
        });
    pulls.pull(NAME);
    assertWeights(weights);
    assertEquals(600, hub.served.get());
  }

  @Test
  void shardsAreThoseThatTheIndexLists() throws Exception {
    hub.small(
            "model.safetensors.index.json",
            "{\"weight_map\":{\"a\":\"model-00001-of-00002.safetensors\","
                + "\"b\":\"model-00002-of-00002.safetensors\","
                + "\"c\":\"model-00001-of-00002.safetensors\"}}")
        .large("model-00001-of-00002.safetensors", random(1000, 1))
        .large("model-00002-of-00002.safetensors", random(2000, 2))
        .large("model-00003-of-00003.safetensors", random(3000, 3))
        .large("pytorch_model.bin", random(1000, 4));
    pulls.pull(NAME);
    assertEquals(
        List.of(
            "README.md",
            "config.json",
            "model-00001-of-00002.safetensors",
            "model-00002-of-00002.safetensors",
            "model.safetensors.index.json",
            "tokenizer.json"),
        below(snapshot()));
    assertEquals(0, pulls.pull(NAME).files());
    Files.delete(snapshot().resolve("model-00002-of-00002.safetensors"));
    assertEquals(Optional.of("no model-00002-of-00002.safetensors"), HubCache.missing(snapshot()));
    pulls.pull(NAME);
    assertEquals(Optional.empty(), HubCache.missing(snapshot()));
  }

  @Test
  void otherFormsOfWeightsAreTakenWhereThereAreNoSafetensors() throws Exception {
    hub.large("onnx/model.onnx", random(1000, 1)).large("onnx/model.onnx_data", random(1000, 2));
    pulls.pull(NAME);
    assertTrue(below(snapshot()).contains("onnx/model.onnx_data"));
    assertEquals(
        Path.of("../../../blobs", hub.file("onnx/model.onnx").hash()),
        Files.readSymbolicLink(snapshot().resolve("onnx/model.onnx")));
    hub.large("pytorch_model.bin", random(1000, 3));
    pulls.pull(NAME);
    assertTrue(below(snapshot()).contains("pytorch_model.bin"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../../evil.safetensors",
        "/tmp/evil.safetensors",
        "sub/evil.safetensors",
        "..safetensors",
        ".hidden.safetensors",
        "a..b.safetensors",
        "evil.sh",
        "a\\\\b.safetensors",
        "a\\u0000.safetensors"
      })
  void anIndexCannotNameOtherFiles(String name) throws Exception {
    hub.small("model.safetensors.index.json", "{\"weight_map\":{\"a\":\"" + name + "\"}}")
        .large("../../../evil.safetensors", random(10, 1))
        .large("/tmp/evil.safetensors", random(10, 1));
    String message = pulls.failure(NAME);
    assertTrue(message.contains("index.json is not an index of files with weights"), message);
    assertEquals(0, hub.count("GET", "store"));
  }

  @Test
  void anIndexMayListWhatIsNotThere() {
    hub.small("model.safetensors.index.json", "{\"weight_map\":{\"a\":\"b.safetensors\"}}");
    String message = pulls.failure(NAME);
    assertTrue(
        message.contains("lists b.safetensors, which the repository does not have"), message);
  }

  @Test
  void pathsOfTheListAreNeverUsedUnlessTheyAreKnown() throws Exception {
    hub.large("model.safetensors", random(1000, 1))
        .small("../../../../outside", "x")
        .small("snapshots/../../x", "x")
        .small("CONFIG.JSON", "x");
    pulls.pull(NAME);
    assertEquals(4, below(snapshot()).size());
    assertEquals(0, hub.requests("", "outside").size());
  }

  /** Gives files whose path ends so this tag. */
  private static FakeHub.Fault tagging(String ending, String etag) {
    return exchange -> {
      if (!exchange.getRequestMethod().equals("HEAD")
          || !exchange.getRequestURI().getPath().endsWith(ending)) {
        return false;
      }
      exchange.getResponseHeaders().set("ETag", etag);
      exchange.sendResponseHeaders(200, -1);
      return true;
    };
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void oneETagForAllFilesMixesNothingUp(boolean listsHashes) throws Exception {
    hub.large("model.safetensors", random(1000, 1)).listsHashes = listsHashes;
    hub.faults.add(tagging("", "same"));
    assertEquals(4, pulls.pull(NAME).files());
    for (String name : below(snapshot())) {
      assertArrayEquals(
          hub.file(name).content(), Files.readAllBytes(snapshot().resolve(name)), name);
      String blob = String.valueOf(Files.readSymbolicLink(snapshot().resolve(name)).getFileName());
      assertEquals(listsHashes, blob.equals(hub.file(name).hash()), blob);
    }
    assertEquals(4, below(repository.resolve("blobs")).size());
    assertEquals(0, pulls.pull(NAME).files());
  }

  @Test
  void anETagThatContradictsTheListIsRefused() throws Exception {
    hub.large("model.safetensors", random(1000, 1));
    hub.faults.add(tagging("", "\"" + "ab".repeat(32) + "\""));
    String message = pulls.failure(NAME);
    assertTrue(message.contains("config.json is listed with the hash "), message);
    assertTrue(message.contains("but comes with another one, abab"), message);
    assertEquals(List.of(), below(repository.resolve("blobs")));
  }

  /** Where the tag is no hash, the list's is what the content is held against. */
  @Test
  void contentsAreHeldAgainstTheListWhateverTheirTag() throws Exception {
    hub.large("model.safetensors", random(1000, 1));
    hub.faults.add(tagging("", "same"));
    hub.faults.add(
        exchange -> {
          if (!exchange.getRequestURI().getPath().startsWith("/blobs/")) {
            return false;
          }
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write(random(1000, 2));
          return true;
        });
    String message = pulls.failure(NAME);
    assertTrue(message.contains("model.safetensors does not match its hash"), message);
    assertFalse(Files.exists(snapshot().resolve("model.safetensors")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../../../evil", "W/\"abc/def\"", "ABCDEF", "a\"b", ".", ".."})
  void anETagThatIsNoHashBecomesASafeName(String etag) throws Exception {
    hub.large("model.safetensors", random(1000, 1)).listsHashes = false;
    hub.faults.add(tagging("/README.md", etag));
    pulls.pull(NAME);
    assertEquals("# A model\n", Files.readString(snapshot().resolve("README.md")));
    Path blob = Files.readSymbolicLink(snapshot().resolve("README.md")).getFileName();
    assertTrue(blob.toString().matches("etag-[0-9a-f]{64}"), blob.toString());
    assertEquals(0, pulls.pull(NAME).files());
  }

  @Test
  void twoPullsAtOnceFetchEverythingOnce() throws Exception {
    byte[] weights = random(3_000_000, 1);
    hub.large("model.safetensors", weights);
    for (int i = 0; i < 10; i++) {
      hub.cuts.add(100_000);
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<PulledModel> pull = () -> pulls.pull(NAME);
      for (Future<PulledModel> pulled : threads.invokeAll(List.of(pull, pull, pull, pull))) {
        assertEquals(snapshot(), pulled.get(20, TimeUnit.SECONDS).folder());
      }
    } finally {
      threads.shutdownNow();
    }
    assertWeights(weights);
    assertEquals(weights.length, hub.served.get());
    assertTrue(pulls.told.contains("waiting"), pulls.told.toString());
  }

  @Test
  void anInterruptEndsAPullAndKeepsWhatHasCome() throws Exception {
    byte[] weights = random(300_000, 1);
    hub.large("model.safetensors", weights);
    CountDownLatch interrupted = new CountDownLatch(1);
    hub.faults.add(
        exchange -> {
          if (!exchange.getRequestURI().getPath().startsWith("/blobs/")) {
            return false;
          }
          exchange.sendResponseHeaders(200, weights.length);
          exchange.getResponseBody().write(weights, 0, 100_000);
          exchange.getResponseBody().flush();
          await(interrupted);
          return true;
        });
    ExecutorService thread = Executors.newSingleThreadExecutor();
    Future<Class<?>> ending =
        thread.submit(
            () -> assertThrows(InterruptedException.class, () -> pulls.pull(NAME)).getClass());
    Waiting.until(
        "a part has come",
        () -> Files.exists(partial(weights)) && Files.size(partial(weights)) == 100_000);
    thread.shutdownNow();
    assertEquals(InterruptedException.class, ending.get(5, TimeUnit.SECONDS));
    interrupted.countDown();
    assertEquals(100_000, Files.size(partial(weights)));
    hub.faults.clear();
    pulls.pull(NAME);
    assertWeights(weights);
    assertEquals(200_000, hub.served.get());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(20, TimeUnit.SECONDS), "waited in vain");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whereLinksCannotBeMadeFilesAreLinkedHardOrCopied() throws Exception {
    hub.large("model.safetensors", random(1000, 1));
    Snapshot.Linking refusing =
        (name, blob) -> {
          throw new FileSystemException(name.toString(), null, "a privilege is not held");
        };
    Snapshot.Linking unknown =
        (name, blob) -> {
          throw new UnsupportedOperationException();
        };
    for (List<Snapshot.Linking> ways :
        List.of(
            List.of(refusing, Snapshot.WAYS.get(1)),
            List.of(refusing, unknown, Snapshot.WAYS.get(2)))) {
      pulls.ways = ways;
      if (Files.exists(snapshot())) {
        for (String name : below(snapshot())) {
          Files.delete(snapshot().resolve(name));
        }
      }
      pulls.pull(NAME);
      assertEquals(4, below(snapshot()).size());
      assertFalse(Files.isSymbolicLink(snapshot().resolve("model.safetensors")));
      assertWeights(hub.file("model.safetensors").content());
      assertEquals(0, pulls.pull(NAME).files());
    }
    pulls.ways = List.of(refusing);
    Files.delete(snapshot().resolve("README.md"));
    assertTrue(pulls.failure(NAME).contains("cannot be written: a privilege is not held"));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDiskIsSaid() throws IOException {
    byte[] weights = random(300_000, 1);
    hub.large("model.safetensors", weights);
    Files.createSymbolicLink(partial(weights), Path.of("/dev/full"));
    String message = pulls.failure(NAME);
    assertTrue(message.contains("the disk is full; the file takes 0.3 MB"), message);
    assertTrue(message.contains("goes on where this one stopped once there is room"), message);
  }

  @Test
  void tooLittleRoomIsSaidBeforeAnythingIsFetched() {
    hub.faults.add(
        exchange -> {
          if (!exchange.getRequestURI().getPath().contains("/tree/")) {
            return false;
          }
          FakeHub.json(
              exchange,
              "[{\"type\":\"file\",\"path\":\"config.json\",\"size\":9223372036854775807},"
                  + "{\"type\":\"file\",\"path\":\"README.md\",\"size\":9223372036854775807},"
                  + "{\"type\":\"file\",\"path\":\"model.safetensors\",\"size\":1}]");
          return true;
        });
    String message = pulls.failure(NAME);
    assertTrue(
        message.matches(".*there is too little space: [0-9,.]+ MB are needed, and .*"), message);
    assertEquals(0, hub.requests("HEAD", "").size());
  }

  @Test
  void aCacheThatCannotBeWrittenIsSaid() throws IOException {
    hub.large("model.safetensors", random(1000, 1));
    Path file = Files.writeString(temp.resolve("file"), "");
    pulls.environment.put("HF_HUB_CACHE", file.resolve("cache").toString());
    String message = pulls.failure(NAME);
    assertTrue(message.contains("cannot be written: "), message);
    assertTrue(message.contains("set HF_HUB_CACHE to use another folder"), message);
  }

  @Test
  void offlineTakesWhatIsHereAndAsksNobody() throws Exception {
    hub.large("model.safetensors", random(1000, 1));
    pulls.environment.put("HF_HUB_OFFLINE", "yes");
    String message = pulls.failure(NAME);
    assertEquals(
        NAME
            + " is not in the cache, and HF_HUB_OFFLINE is set, which forbids asking the hub for it",
        message);
    assertEquals(List.of(), hub.requests);
    pulls.environment.remove("HF_HUB_OFFLINE");
    pulls.pull(NAME);
    hub.requests.clear();
    pulls.environment.put("TRANSFORMERS_OFFLINE", "1");
    PulledModel pulled = pulls.pull(NAME);
    assertEquals(snapshot(), pulled.folder());
    assertFalse(pulled.isConfirmed());
    assertEquals(List.of(), hub.requests);
  }
}
