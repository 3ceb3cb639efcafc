package dev.decorum.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is set in the environment, how models are named, and what is found in the cache. */
class HubSettingsTest {
  @TempDir Path temp;

  private HubSettings settings(String... variables) {
    Map<String, String> environment = new HashMap<>();
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    Map<String, String> all = new HashMap<>(environment);
    all.put("HOME", temp.toString());
    return new HubSettings(all);
  }

  @Test
  void theCacheIsWherePythonsLibraryHasIt() {
    assertEquals(temp.resolve(".cache/huggingface/hub"), settings().cache().root());
    assertEquals(Path.of("/x/huggingface/hub"), settings("XDG_CACHE_HOME", "/x").cache().root());
    assertEquals(
        Path.of("/h/hub"), settings("XDG_CACHE_HOME", "/x", "HF_HOME", "/h").cache().root());
    assertEquals(
        Path.of("/c"), settings("HF_HOME", "/h", "HUGGINGFACE_HUB_CACHE", "/c").cache().root());
    assertEquals(
        Path.of("/d"),
        settings("HUGGINGFACE_HUB_CACHE", "/c", "HF_HUB_CACHE", "/d").cache().root());
    assertEquals(temp.resolve("models"), settings("HF_HUB_CACHE", "~/models").cache().root());
    assertEquals(temp.resolve(".cache/huggingface/hub"), settings("HF_HOME", "").cache().root());
  }

  @Test
  void theTokenIsFound() throws IOException {
    assertEquals(Optional.empty(), settings().token());
    Files.createDirectories(temp.resolve(".cache/huggingface"));
    Files.writeString(temp.resolve(".cache/huggingface/token"), "hf_file\n");
    assertEquals("hf_file", settings().token().orElseThrow().secret());
    assertEquals(
        "hf_a",
        settings("HF_TOKEN", "hf_a", "HUGGING_FACE_HUB_TOKEN", "hf_b")
            .token()
            .orElseThrow()
            .secret());
    assertEquals("hf_b", settings("HUGGING_FACE_HUB_TOKEN", "hf_b").token().orElseThrow().secret());
    Path other = Files.writeString(temp.resolve("other"), " hf_other ");
    assertEquals(
        "hf_other", settings("HF_TOKEN_PATH", other.toString()).token().orElseThrow().secret());
    HubException e =
        assertThrows(HubException.class, () -> settings("HF_TOKEN", "hf_a\nX: y").token());
    assertFalse(String.valueOf(e.getMessage()).contains("hf_a"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "huggingface.co",
        "ftp://huggingface.co",
        "https://",
        "https://user:pw@huggingface.co",
        "https://huggingface.co?x=1",
        "not an address"
      })
  void anEndpointThatIsNoneIsRefused(String endpoint) {
    HubException e =
        assertThrows(HubException.class, () -> settings("HF_ENDPOINT", endpoint).endpoint());
    assertEquals(
        "HF_ENDPOINT is not the address of a hub; one looks like https://huggingface.co",
        e.getMessage());
  }

  @Test
  void anEndpointAtNoPortIsRefused() {
    HubException e =
        assertThrows(
            HubException.class, () -> settings("HF_ENDPOINT", "http://127.0.0.1:99999").endpoint());
    assertEquals("HF_ENDPOINT: there is no port 99999", e.getMessage());
    assertEquals(
        URI.create("http://127.0.0.1:65535"),
        settings("HF_ENDPOINT", "http://127.0.0.1:65535").endpoint());
  }

  @Test
  void theEndpointLosesItsSlash() {
    assertEquals(URI.create("https://huggingface.co"), settings().endpoint());
    assertEquals(
        URI.create("http://hub:8080/mirror"),
        settings("HF_ENDPOINT", "http://hub:8080/mirror//").endpoint());
  }

  @ParameterizedTest
  @CsvSource({
    "HTTPS_PROXY, http://proxy:3128, https://huggingface.co/x, proxy:3128",
    "https_proxy, proxy:3128, https://huggingface.co/x, proxy:3128",
    "HTTPS_PROXY, http://user:pass@proxy/, https://huggingface.co/x, proxy:80",
    "HTTPS_PROXY, http://[::1]:3128, https://huggingface.co/x, ::1:3128",
    "HTTP_PROXY, http://proxy:3128, https://huggingface.co/x, none",
    "HTTP_PROXY, http://proxy:3128, http://hub.example/x, proxy:3128",
    "ALL_PROXY, http://proxy:3128, https://huggingface.co/x, proxy:3128"
  })
  void proxiesAreThoseOfTheEnvironment(String name, String value, URI uri, String proxy) {
    Optional<String> found = settings(name, value).proxies().between(uri);
    assertEquals(proxy, found.orElse("none"));
  }

  @ParameterizedTest
  @CsvSource({
    "huggingface.co, true",
    ".huggingface.co, true",
    "*.huggingface.co, true",
    "CO, true",
    "*, true",
    "'localhost,huggingface.co', true",
    "'localhost huggingface.co:443', false",
    "face.co, false",
    "hub.huggingface.co, false"
  })
  void someHostsAreReachedWithoutAProxy(String exceptions, boolean isOne) {
    HubProxies proxies =
        settings("HTTPS_PROXY", "http://u:p@proxy:1", "NO_PROXY", exceptions).proxies();
    URI uri = URI.create("https://huggingface.co/x");
    assertEquals(isOne, proxies.between(uri).isEmpty());
    assertEquals(isOne, proxies.authorization(uri).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"socks5://proxy:1080", "https://proxy", "http://pro xy", "http://p:99999"})
  void aProxyThatCannotBeUsedIsRefused(String value) {
    assertThrows(HubException.class, () -> settings("HTTPS_PROXY", value).proxies());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Jellywibble/CHAI_alignment_reward_model",
        "gpt2",
        "a/b.c-d_e",
        "a/b@refs/pr/12",
        "a/b@v1.0",
        "a/b@0123456789abcdef0123456789abcdef01234567",
        "a/b@feature/x#1"
      })
  void referencesAreRead(String text) {
    assertEquals(text, ModelReference.parse(text).orElseThrow().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a/b/c",
        "./a",
        "../a",
        "/a/b",
        "a/",
        "a//b",
        "a/..",
        "a/b--c",
        "a/.b",
        "a/b.",
        "a/-b",
        "a/b.git",
        "a\\b",
        "a b/c",
        "ä/b",
        "a/b@",
        "a/b@../x",
        "a/b@x/../y",
        "a/b@/x",
        "a/b@x/",
        "a/b@x//y",
        "a/b@.x",
        "a/b@x y",
        "a/b@x.lock",
        "a/b@x%2e",
        "a/b\n"
      })
  void whatIsNoReferenceIsNone(String text) {
    assertEquals(Optional.empty(), ModelReference.parse(text));
  }

  @Test
  void modelsInTheCacheAreListed() throws IOException {
    HubCache cache = new HubCache(temp);
    assertEquals(List.of(), cache.models());
    String old = "0".repeat(40);
    String now = "1".repeat(40);
    Path repository = temp.resolve("models--a--b");
    for (String commit : List.of(old, now)) {
      Files.createDirectories(repository.resolve("snapshots").resolve(commit));
    }
    Files.createDirectories(repository.resolve("snapshots/not-a-commit"));
    Files.createDirectories(repository.resolve("refs/refs/pr"));
    Files.writeString(repository.resolve("refs/main"), now);
    Files.writeString(repository.resolve("refs/refs/pr/1"), now + "\n");
    Files.writeString(repository.resolve("refs/broken"), "nonsense");
    Path snapshot = repository.resolve("snapshots").resolve(now);
    for (String name : List.of("config.json", "vocab.json", "merges.txt", "pytorch_model.bin")) {
      Files.writeString(snapshot.resolve(name), "12345");
    }
    Files.createSymbolicLink(snapshot.resolve("dangling"), Path.of("../../blobs/gone"));
    Files.createDirectories(temp.resolve("datasets--a--b/snapshots").resolve(now));
    Files.createDirectories(temp.resolve("models--gpt2/snapshots").resolve(now));
    Files.createDirectories(temp.resolve("models--..--..--x/snapshots").resolve(now));

    List<CachedModel> models = cache.models();
    assertEquals(3, models.size(), models.toString());
    CachedModel first = models.get(0);
    assertEquals("a/b", first.repository().name());
    assertEquals(List.of(), first.revisions());
    assertEquals(Optional.of("no config.json"), first.missing());
    CachedModel second = models.get(1);
    assertEquals(List.of("main", "refs/pr/1"), second.revisions());
    assertEquals(20, second.bytes());
    assertEquals("PyTorch", second.weights());
    assertEquals(Optional.empty(), second.missing());
    assertEquals("gpt2", models.get(2).repository().name());
    assertEquals(Optional.of(snapshot), cache.snapshot(ModelReference.parse("a/b").orElseThrow()));
    assertEquals(
        Optional.empty(), cache.snapshot(ModelReference.parse("a/b@broken").orElseThrow()));

    Files.delete(snapshot.resolve("merges.txt"));
    assertEquals(Optional.of("no tokenizer"), HubCache.missing(snapshot));
    Files.delete(snapshot.resolve("pytorch_model.bin"));
    assertEquals(Optional.of("no weights"), HubCache.missing(snapshot));
    Files.writeString(snapshot.resolve("model.safetensors.index.json"), "{}");
    assertEquals(
        Optional.of("model.safetensors.index.json cannot be understood"),
        HubCache.missing(snapshot));
  }

  private Path wholeModel(String commit) throws IOException {
    Path snapshot = Files.createDirectories(temp.resolve("models--a--b/snapshots").resolve(commit));
    for (String name : List.of("config.json", "tokenizer.json", "model.safetensors")) {
      Files.writeString(snapshot.resolve(name), "12345");
    }
    return snapshot;
  }

  private static ModelReference reference(String text) {
    return ModelReference.parse(text).orElseThrow();
  }

  @Test
  void aCommitMayBeShortened() throws IOException {
    HubCache cache = new HubCache(temp);
    assertEquals(Optional.empty(), cache.snapshot(reference("a/b@0123456")));
    Path one = wholeModel("01234567".repeat(5));
    assertEquals(List.of("0123456"), cache.wholeCommits(reference("a/b").repository()));
    assertEquals(Optional.of(one), cache.snapshot(reference("a/b@0123456")));
    assertEquals(Optional.empty(), cache.snapshot(reference("a/b@012345")));
    assertEquals(Optional.empty(), cache.snapshot(reference("a/b@0123457")));
    assertEquals(Optional.empty(), cache.snapshot(reference("a/b")));

    Path other = wholeModel("01234568" + "0".repeat(32));
    HubException e =
        assertThrows(HubException.class, () -> cache.snapshot(reference("a/b@0123456")));
    String message = String.valueOf(e.getMessage());
    assertTrue(
        message.startsWith("a/b@0123456: several commits in the cache begin with these digits"),
        message);
    assertEquals(Optional.of(one), cache.snapshot(reference("a/b@01234567")));
    assertEquals(
        List.of("01234567", "01234568"), cache.wholeCommits(reference("a/b").repository()));

    // A tag of that name wins, as it does for git.
    Files.createDirectories(temp.resolve("models--a--b/refs"));
    Files.writeString(
        temp.resolve("models--a--b/refs/0123456"), String.valueOf(other.getFileName()));
    assertEquals(Optional.of(other), cache.snapshot(reference("a/b@0123456")));
  }

  /** A copy without symbolic links has small files with their targets in their place. */
  @Test
  void linksInWritingCountAsWhatTheyLeadTo() throws IOException {
    Path snapshot = wholeModel("1".repeat(40));
    Path blobs = Files.createDirectories(temp.resolve("models--a--b/blobs"));
    Files.write(blobs.resolve("abc"), new byte[5000]);
    Files.writeString(snapshot.resolve("model.safetensors"), "../../blobs/abc");
    assertEquals(5010, new HubCache(temp).models().get(0).bytes());
    Files.delete(blobs.resolve("abc"));
    assertEquals(10, new HubCache(temp).models().get(0).bytes());
  }

  @Test
  void aLinkThatLeadsNowhereIsMissing() throws IOException {
    Files.createSymbolicLink(temp.resolve("config.json"), Path.of("gone"));
    assertEquals(Optional.of("no config.json"), HubCache.missing(temp));
    assertTrue(Files.isSymbolicLink(temp.resolve("config.json")));
  }
}
