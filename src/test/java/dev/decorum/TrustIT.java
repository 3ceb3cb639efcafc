package dev.decorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The real command where something changes under its hands, is not what its name says, or is
 * somebody else's: a model, a cache, a home, names and outputs.
 */
@DisabledOnOs(OS.WINDOWS)
class TrustIT {
  private static final Path CHECKPOINT = Path.of("src/test/resources/checkpoints/base");
  private static final int HEADER_AND_MORE = 8_192;

  /** Native libraries that tests share which do not ask for others. */
  @TempDir static Path libraries;

  @TempDir Path folder;

  private Path model;
  private Path chats;

  @BeforeAll
  static void unpackLibraries() throws Exception {
    Distribution.Result result =
        new Distribution()
            .environment("DECORUM_CACHE_DIR", libraries.toString())
            .run("score", "-q", "examples/first-scores/chats.jsonl");
    assertEquals(0, result.exitCode(), result.err());
  }

  @BeforeEach
  void makeModelAndChats() throws IOException {
    model = Files.createDirectory(folder.resolve("model"));
    try (Stream<Path> files = Files.list(CHECKPOINT)) {
      for (Path file : files.toList()) {
        Files.copy(file, model.resolve(String.valueOf(file.getFileName())));
      }
    }
    chats = folder.resolve("chats.jsonl");
    Files.writeString(chats, row(0) + row(1) + row(2));
  }

  private static String row(int number) {
    return "{\"id\":\"c"
        + number
        + "\",\"chat_history\":[{\"sender\":\"user\",\"message\":\"hello\"},{\"sender\":\"bot\","
        + "\"message\":\"word "
        + number
        + "\"}]}\n";
  }

  private static Distribution decorum() {
    return new Distribution().environment("DECORUM_CACHE_DIR", libraries.toString());
  }

  /** Runs the command in a folder. */
  private static Distribution in(Path where) {
    return decorum().under("sh", "-c", "cd '" + where + "' && exec \"$0\" \"$@\"");
  }

  private Path weights() {
    return model.resolve("model.safetensors");
  }

  /** The weights of another model of the same shape: each is what another was before. */
  private byte[] otherWeights() throws IOException {
    byte[] bytes = Files.readAllBytes(weights());
    byte[] other = bytes.clone();
    int half = (bytes.length - HEADER_AND_MORE) / 8 * 4;
    System.arraycopy(bytes, bytes.length - half, other, HEADER_AND_MORE / 4 * 4, half);
    return other;
  }

  private static void overwrite(Path file, byte[] bytes) throws IOException {
    Files.write(file, bytes, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
  }

  private static List<String> names(Path where) throws IOException {
    try (Stream<Path> files = Files.list(where)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  // A1: the model changes while it runs

  /** Something happens to the weights between the first row and the second. */
  private interface Change {
    void make() throws IOException;
  }

  private String secondRowAfter(Change change, int exitCode, String... more) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("score", "-q", "-m", model.toString(), "-", "--threads", "1"));
    command.addAll(List.of(more));
    Process process = decorum().begin(command.toArray(String[]::new));
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      OutputStream in = process.getOutputStream();
      in.write(row(0).getBytes(StandardCharsets.UTF_8));
      in.flush();
      assertTrue(String.valueOf(out.readLine()).startsWith("id,"));
      assertTrue(String.valueOf(out.readLine()).startsWith("c0,"));
      change.make();
      in.write(row(1).getBytes(StandardCharsets.UTF_8));
      in.flush();
      in.close();
      String second = out.readLine();
      assertTrue(process.waitFor(1, TimeUnit.MINUTES));
      String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(exitCode, process.exitValue(), said);
      assertEquals(exitCode != 0, said.contains("model.safetensors: was changed"), said);
      return second == null ? "" : second;
    }
  }

  @Test
  void weightsThatAreWrittenOverEndTheRun() throws Exception {
    byte[] other = otherWeights();
    FileTime before = Files.getLastModifiedTime(weights());
    Path store = folder.resolve("scores.db");
    assertEquals(
        "",
        secondRowAfter(
            () -> {
              overwrite(weights(), other);
              Files.setLastModifiedTime(weights(), before); // as cp -p does
            },
            3,
            "--cache",
            store.toString()));
    assertTrue(count(store) <= 1, "what the second row gave is in the store");
  }

  @Test
  void weightsThatAreCutOffEndTheRunInWords() throws Exception {
    assertEquals("", secondRowAfter(() -> overwrite(weights(), new byte[1_000]), 3));
  }

  @Test
  void weightsThatAreReplacedOrGoneEndTheRun() throws Exception {
    byte[] other = otherWeights();
    Path beside = Files.write(folder.resolve("new.safetensors"), other);
    assertEquals(
        "",
        secondRowAfter(
            () -> Files.move(beside, weights(), StandardCopyOption.REPLACE_EXISTING), 3));
  }

  @Test
  void weightsThatAreWrittenOverWithThemselvesAreTheSame() throws Exception {
    byte[] same = Files.readAllBytes(weights());
    Path summary = folder.resolve("run.json");
    // The hashes are known in a run that writes a manifest.
    assertTrue(
        secondRowAfter(() -> overwrite(weights(), same), 0, "--summary", summary.toString())
            .startsWith("c1,"));
  }

  private static int count(Path store) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM score")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  // A2: the cache

  private String integers(Path cache) throws Exception {
    Distribution.Result result =
        new Distribution()
            .environment("DECORUM_CACHE_DIR", cache.toString())
            .run("score", "-q", "-m", model.toString(), "--precision", "int8", chats.toString());
    assertEquals(0, result.exitCode(), result.err());
    return result.out();
  }

  @Test
  void integersOfOtherWeightsAreNotTaken() throws Exception {
    Path cache = Files.createDirectory(folder.resolve("cache"));
    // Hashes are remembered of files that nobody has touched for two seconds.
    long settled = ((FileTime) Files.getAttribute(weights(), "unix:ctime")).toMillis() + 2_500;
    Waiting.until("the weights have settled", () -> System.currentTimeMillis() > settled);
    String first = integers(cache);
    FileTime time = Files.getLastModifiedTime(weights());
    overwrite(weights(), otherWeights());
    Files.setLastModifiedTime(weights(), time);
    String other = integers(cache);
    assertNotEquals(first, other);
    assertEquals(integers(Files.createDirectory(folder.resolve("fresh"))), other);
  }

  @Test
  void whatIsDamagedInTheCacheIsMadeAnew() throws Exception {
    Path cache = Files.createDirectory(folder.resolve("cache"));
    String first = integers(cache);
    int damaged = 0;
    try (Stream<Path> files = Files.walk(cache)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, bytes.length / 2, bytes.length, (byte) 0);
        overwrite(file, bytes);
        damaged++;
      }
    }
    // Two libraries of the runtime, one of the tokenizer, the integers and how they agree.
    assertTrue(damaged >= 5, "only " + damaged);
    assertEquals(first, integers(cache));
    assertEquals(first, integers(cache));
  }

  // A3: homes and folders of others

  @Test
  void aUserWithoutAHomeLeavesAndReadsNothingWhereTheRunIs() throws Exception {
    Path here = Files.createDirectory(folder.resolve("here"));
    Path planted = Files.createDirectories(here.resolve("?"));
    Files.writeString(planted.resolve(".decorum.properties"), "no-such-option=1\n");
    List<String> before = names(planted);
    Distribution.Result result =
        new Distribution()
            .environment("HOME", "")
            .environment("XDG_CACHE_HOME", "relative")
            .environment("DECORUM_OPTS", "-Duser.home=?")
            .under("sh", "-c", "cd '" + here + "' && exec \"$0\" \"$@\"")
            .run("score", "-q", chats.toString());
    assertEquals(0, result.exitCode(), result.err());
    assertEquals(before, names(planted));
    assertEquals(List.of("?"), names(here));
  }

  @Test
  void noLibraryIsTakenFromAFolderThatOthersCanWrite() throws Exception {
    Path cache = Files.createDirectory(folder.resolve("cache"));
    Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
    Distribution.Result result =
        new Distribution()
            .environment("DECORUM_CACHE_DIR", cache.toString())
            .run("score", "-q", chats.toString());
    assertEquals(0, result.exitCode(), result.err());
    assertEquals(List.of(), names(cache));
  }

  // A4: names that begin with @

  @Test
  void anArgumentThatBeginsWithAnAtSignIsAName() throws Exception {
    Path here = Files.createDirectory(folder.resolve("here"));
    Path victim = Files.writeString(folder.resolve("victim.csv"), "precious");
    Files.writeString(here.resolve("a.jsonl"), "-o\n" + victim + "\n");
    Files.writeString(here.resolve("@a.jsonl"), row(7));
    Distribution.Result result = in(here).run("score", "-q", "@a.jsonl");
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.out().contains("c7,"), result.out());
    assertEquals("precious", Files.readString(victim));
    Files.writeString(here.resolve("b.jsonl"), row(1).replace("c1", "@a.jsonl"));
    Distribution.Result shown = in(here).run("show", "b.jsonl", "--id", "@a.jsonl");
    assertEquals(0, shown.exitCode(), shown.err());
    assertEquals("precious", Files.readString(victim));
  }

  // A5: identities

  @Test
  void halvesOfCharactersDoNotStopAnAuditOrAMerge() throws Exception {
    Files.writeString(
        chats,
        row(0).replace("\"c0\"", "\"c\\ud83d\",\"channel\":\"a\\ud83d\"")
            + row(1).replace("\"c1\"", "\"c\\ud83e\",\"channel\":\"a\\ud83e\"")
            + row(2).replace("\"c2\"", "\"c\\udd00\",\"channel\":\"a\\udd00\""));
    Path store = folder.resolve("audits.db");
    for (int night = 1; night <= 2; night++) {
      Distribution.Result audit =
          decorum()
              .run(
                  "audit",
                  chats.toString(),
                  "--store",
                  store.toString(),
                  "--by",
                  "channel",
                  "--cluster",
                  "channel",
                  "--night",
                  "2026-11-0" + night);
      assertEquals(0, audit.exitCode(), audit.err());
      assertTrue(audit.out().contains("a\\ud83d"), audit.out());
    }
    List<String> parts = new ArrayList<>();
    for (int shard = 1; shard <= 2; shard++) {
      String part = folder.resolve("part-" + shard + ".csv").toString();
      parts.add(part);
      Distribution.Result scored =
          decorum().run("score", "-q", chats.toString(), "--shard", shard + "/2", "-o", part);
      assertEquals(0, scored.exitCode(), scored.err());
    }
    Distribution.Result merged =
        decorum().run("merge", parts.get(0), parts.get(1), "-o", folder + "/all.csv");
    assertEquals(0, merged.exitCode(), merged.err());
  }

  // A6: empty and special names

  @ParameterizedTest
  @ValueSource(strings = {"audit CHATS --store=", "score CHATS --cache="})
  void anEmptyNameIsNoFile(String line) throws Exception {
    Path here = Files.createDirectory(folder.resolve("here"));
    Distribution.Result result = in(here).run(line.replace("CHATS", chats.toString()).split(" "));
    assertEquals(2, result.exitCode(), result.err());
    assertTrue(result.err().contains("the name is empty"), result.err());
    assertEquals(List.of(), names(here));
  }

  @Test
  void anEmptyInputIsNotTheFolderHere() throws Exception {
    Distribution.Result result = in(folder).run("score", "-q", "");
    assertEquals(3, result.exitCode(), result.err());
    assertTrue(result.err().contains("the name of an input is empty"), result.err());
    assertEquals("", result.out());
    Distribution.Result noModel = in(model).run("score", "-q", "-m", "", chats.toString());
    assertEquals(2, noModel.exitCode(), noModel.err());
    assertTrue(noModel.err().contains("--model: the name is empty"), noModel.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {":memory:", "what?mode=memory", "file:x.db"})
  void aStoreOfAnyNameIsAFile(String name) throws Exception {
    Path here = Files.createDirectory(folder.resolve("here"));
    for (int night = 1; night <= 2; night++) {
      Distribution.Result result =
          in(here)
              .run(
                  "audit", "-q", chats.toString(), "--store", name, "--night", "2026-11-0" + night);
      assertEquals(0, result.exitCode(), result.err());
    }
    assertTrue(Files.size(here.resolve(name)) > 0);
    Distribution.Result history = in(here).run("audit", "history", "--store", name);
    assertTrue(history.out().contains("2026-11-01"), history.out() + history.err());
    assertTrue(history.out().contains("2026-11-02"), history.out());
  }

  // A7: outputs, inputs and strangers

  @ParameterizedTest
  @ValueSource(
      strings = {
        "score s.csv.manifest.json -o s.csv --input-format jsonl",
        "score chats.jsonl -o link.csv",
        "audit chats.jsonl --store s.db --html s.db-wal",
        "rank chats.jsonl -o s.csv --html s.csv.manifest.json"
      })
  void nothingThatIsReadIsWrittenOver(String line) throws Exception {
    Path here = Files.createDirectories(folder.resolve("here"));
    Files.createDirectory(here.resolve("sub"));
    Files.copy(chats, here.resolve("chats.jsonl"));
    Files.copy(chats, here.resolve("s.csv.manifest.json"));
    Files.copy(chats, here.resolve("t.db-wal"));
    Files.createSymbolicLink(here.resolve("link.csv"), Path.of("chats.jsonl"));
    Files.createLink(here.resolve("hard.csv"), here.resolve("chats.jsonl"));
    Files.createSymbolicLink(here.resolve("model"), model);
    List<String> before = contents(here);
    Distribution.Result result = in(here).run(line.split(" "));
    assertTrue(result.exitCode() == 2 || result.exitCode() == 3, result.err() + result.out());
    assertFalse(result.err().contains("internal error"), result.err());
    assertEquals(before, contents(here));
  }

  /** Every file with what is in it, links by where they lead. */
  private static List<String> contents(Path where) throws IOException {
    List<String> contents = new ArrayList<>();
    for (String name : names(where)) {
      Path file = where.resolve(name);
      contents.add(
          name
              + " "
              + (Files.isSymbolicLink(file)
                  ? Files.readSymbolicLink(file)
                  : Files.isRegularFile(file) ? Files.readString(file) : "folder"));
    }
    return contents;
  }

  @ParameterizedTest
  @ValueSource(strings = {"s.csv.journal", "s.csv.manifest.json", "t.db-wal", "t.db-journal"})
  void whatIsNotOursStaysAsItIs(String name) throws Exception {
    Path here = Files.createDirectory(folder.resolve("here"));
    Path precious = Files.writeString(folder.resolve("precious.txt"), "precious\n");
    for (boolean link : new boolean[] {false, true}) {
      Path file = here.resolve(name);
      Files.deleteIfExists(file);
      if (link) {
        Files.createSymbolicLink(file, precious);
      } else {
        Files.copy(precious, file);
      }
      Distribution.Result result =
          in(here).run("score", "-q", chats.toString(), "-o", "s.csv", "--cache", "t.db");
      assertEquals(3, result.exitCode(), result.err());
      assertTrue(result.err().contains(name), result.err());
      assertEquals("precious\n", Files.readString(precious));
      assertEquals("precious\n", Files.readString(file));
      assertEquals(link, Files.isSymbolicLink(file));
      assertFalse(Files.exists(here.resolve("s.csv"), LinkOption.NOFOLLOW_LINKS));
    }
  }

  @Test
  void anOutputKeepsItsPermissions() throws Exception {
    Path scores = folder.resolve("s.csv");
    Files.createFile(
        scores, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Distribution.Result result =
        decorum().run("score", "-q", chats.toString(), "-o", scores.toString());
    assertEquals(0, result.exitCode(), result.err());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(scores)));
    assertTrue(Files.size(scores) > 0);
  }

  // A8: manifests and scores

  @ParameterizedTest
  @ValueSource(strings = {"report S", "merge S -o MERGED", "compare S S2"})
  void scoresAreNotTakenUnderAManifestThatIsOfOthers(String line) throws Exception {
    Path scores = folder.resolve("s.csv");
    Path others = folder.resolve("s2.csv");
    for (Path file : List.of(scores, others)) {
      Distribution.Result scored =
          decorum().run("score", "-q", chats.toString(), "-o", file.toString());
      assertEquals(0, scored.exitCode(), scored.err());
      Files.writeString(chats, row(3) + row(4) + row(5));
    }
    // What a kill between the two names leaves.
    Files.copy(
        Path.of(others + ".manifest.json"),
        Path.of(scores + ".manifest.json"),
        StandardCopyOption.REPLACE_EXISTING);
    Distribution.Result result =
        decorum()
            .run(
                line.replace("MERGED", folder.resolve("m.csv").toString())
                    .replace("S2", others.toString())
                    .replaceFirst("S( |$)", scores + "$1")
                    .split(" "));
    assertEquals(3, result.exitCode(), result.err() + result.out());
    assertTrue(result.err().contains("these are not the scores that"), result.err());
  }

  @Test
  void aManifestThatWasChangedIsNotTaken() throws Exception {
    Path scores = folder.resolve("s.csv");
    Distribution.Result scored =
        decorum().run("score", "-q", chats.toString(), "-o", scores.toString());
    assertEquals(0, scored.exitCode(), scored.err());
    Path manifest = Path.of(scores + ".manifest.json");
    String written = Files.readString(manifest);
    Files.writeString(manifest, written.replace("0.672", "0.673"));
    Distribution.Result result = decorum().run("report", "-q", scores.toString());
    assertEquals(3, result.exitCode(), result.err() + result.out());
    assertTrue(result.err().contains("was changed since it was written"), result.err());
  }

  @Test
  void aManifestThatALinkLeadsToIsNotWrittenOver() throws Exception {
    Path scores = score("a.csv");
    Path link = Path.of(folder.resolve("out.csv") + ".manifest.json");
    Files.createSymbolicLink(link, Path.of("a.csv.manifest.json"));
    assertRefused(
        decorum().run("score", "-q", chats.toString(), "-o", folder.resolve("out.csv").toString()),
        "is the manifest of");
    assertEquals(0, decorum().run("report", "-q", scores.toString()).exitCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"score CHATS -o", "merge y.csv.gz --allow-missing-manifest -o"})
  void theManifestOfCompressedScoresIsNotWrittenOver(String line) throws Exception {
    Path scores = score("x.csv");
    Path packed = folder.resolve("x.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      Files.copy(scores, out);
    }
    Files.delete(scores);
    Files.copy(packed, folder.resolve("y.csv.gz"));
    assertRefused(
        in(folder).run((line + " x.csv").replace("CHATS", chats.toString()).split(" ")),
        "is the manifest of");
    assertEquals(0, decorum().run("report", "-q", packed.toString()).exitCode());
  }

  @Test
  void scoresOfWhichNothingIsLeftAreNotTakenForConversations() throws Exception {
    Path scores = score("s.csv");
    Files.writeString(scores, "");
    assertRefused(
        decorum().run("report", "-q", scores.toString()), "these are not the scores that");
  }

  // What logs say of themselves

  @ParameterizedTest
  @ValueSource(strings = {"chats.jsonl", "texts.csv"})
  void aLogThatBringsScoresOfItsOwnIsScored(String name) throws Exception {
    Path cheat = folder.resolve("sub-" + name);
    Files.writeString(
        cheat,
        name.endsWith(".csv")
            ? "id,text,appropriate_probability\nc0,\"user: hi\nbot: no\",0.99\nc1,bot: go,0.99\n"
            : row(0).replace("{\"id\"", "{\"appropriate_probability\":0.99,\"id\"")
                + row(1).replace("{\"id\"", "{\"appropriate_probability\":0.99,\"id\""));
    Distribution.Result result =
        decorum().run("report", "-q", "--format", "json", cheat.toString());
    assertEquals(0, result.exitCode(), result.err());
    assertFalse(result.out().contains("0.99,"), result.out());
    assertTrue(result.out().contains("demo"), "no model was asked");
  }

  // Code from the folder where a command is run

  @Test
  void nothingIsLoadedFromTheFolderWhereTheCommandIsRun() throws Exception {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve("org.slf4j.spi.SLF4JServiceProvider"), "evil.Provider\n");
    Files.writeString(services.resolve("java.sql.Driver"), "evil.Driver\n");
    Distribution.Result result =
        in(folder)
            .run("audit", "-q", chats.toString(), "--store", folder.resolve("s.db").toString());
    assertEquals(0, result.exitCode(), result.err());
    assertFalse(result.err().contains("evil"), result.err());
  }

  // Stores that links lead to

  @Test
  void whatLiesBesideAStoreIsSafeWhereALinkLeadsThere() throws Exception {
    Path real = Files.createDirectory(folder.resolve("real")).resolve("s.db");
    String[] audit = {"audit", "-q", chats.toString(), "--store", real.toString()};
    assertEquals(0, decorum().run(audit).exitCode());
    Path link = Files.createSymbolicLink(folder.resolve("link.db"), real);
    Path beside = Files.writeString(real.resolveSibling("s.db-journal"), "precious");
    audit[4] = link.toString();
    assertRefused(decorum().run(audit), "was not written by SQLite");
    assertEquals("precious", Files.readString(beside));
  }

  // Integers

  @Test
  void scoresOfOneIntegerFormAreNotThoseOfAnother() throws Exception {
    Path cache = Files.createDirectory(folder.resolve("cache"));
    Path store = folder.resolve("k.db");
    Path sample = folder.resolve("sample.jsonl");
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      rows.append("{\"id\":\"").append(i).append("\",\"text\":\"");
      rows.append("zz Q 9 ".repeat(i % 7 + 1)).append("!! h\u00e9\u00e9\"}\n");
    }
    Files.writeString(sample, rows);
    Distribution decorum = new Distribution().environment("DECORUM_CACHE_DIR", cache.toString());
    String[] score = {
      "score",
      "-q",
      "-m",
      model.toString(),
      "--precision",
      "int8",
      chats.toString(),
      "--cache",
      store.toString()
    };
    String first = decorum.run(score).out();
    Distribution.Result made =
        decorum.run(
            "model",
            "quantize",
            "-q",
            model.toString(),
            "--calibrate",
            sample.toString(),
            "--precision",
            "int8");
    assertEquals(0, made.exitCode(), made.err());
    String known = decorum.run(score).out();
    assertEquals(integers(cache), known);
    assertNotEquals(first, known);
  }

  private Path score(String name) throws Exception {
    Path scores = folder.resolve(name);
    Distribution.Result scored =
        decorum().run("score", "-q", chats.toString(), "-o", scores.toString());
    assertEquals(0, scored.exitCode(), scored.err());
    return scores;
  }

  private static void assertRefused(Distribution.Result result, String reason) {
    assertEquals(3, result.exitCode(), result.err() + result.out());
    assertTrue(result.err().contains(reason), result.err());
  }
}
