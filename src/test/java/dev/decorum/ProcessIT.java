package dev.decorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process: what it leaves behind, how it ends, how much memory it needs. */
class ProcessIT {
  private static final String CHATS = "examples/first-scores/chats.jsonl";

  @TempDir Path folder;

  @Test
  void nothingIsLeftInTheTemporaryFolder() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Path cache = folder.resolve("cache");
    for (int run = 0; run < 2; run++) {
      Distribution.Result result =
          new Distribution()
              .environment("DECORUM_OPTS", "-Djava.io.tmpdir=" + temporary)
              .environment("DECORUM_CACHE_DIR", cache.toString())
              .run("score", CHATS);
      assertEquals(0, result.exitCode(), result.err());
      assertEquals(List.of(), names(temporary));
    }
    assertEquals(2, names(cache).size(), "two libraries are unpacked once: " + names(cache));
  }

  @Test
  void aReadOnlyHomeIsNoObstacle() throws Exception {
    Distribution.Result result =
        new Distribution()
            .environment("DECORUM_OPTS", "-Djava.io.tmpdir=" + folder)
            .environment("DECORUM_CACHE_DIR", "/proc/none")
            .run("score", CHATS);
    assertEquals(0, result.exitCode(), result.err());
    assertEquals(List.of(), names(folder), "what stood in for the cache goes with the process");
  }

  @Test
  void everyUseOfTheDemoModelSaysSoInOneLine() throws Exception {
    Distribution.Result result = new Distribution().run("score", "--quiet", CHATS);
    assertEquals(1, result.err().lines().count(), result.err());
    assertTrue(result.err().contains("NOT the CHAI reward model"), result.err());
  }

  @Test
  void fastStartsArePreparedOnceAndForEveryNewBuild() throws Exception {
    Path jar = linkedDistribution();
    Distribution.Result first = withArchive();
    assertTrue(first.err().contains("preparing fast starts"), first.err());
    List<String> archive = archives();
    assertEquals(1, archive.size(), archive.toString());
    assertTrue(Files.size(folder.resolve("lib/" + archive.get(0))) > 0, "classes can be shared");
    Distribution.Result second = withArchive();
    assertEquals("", second.err());
    assertEquals(first.out(), second.out());

    // A build gives a jar the time that it had before, and may give it the same size.
    FileTime time = Files.getLastModifiedTime(jar);
    byte[] bytes = Files.readAllBytes(jar);
    bytes[lastEntry(bytes) + 12] ^= 2;
    Files.write(jar, bytes);
    Files.setLastModifiedTime(jar, time);
    Distribution.Result afterBuild = withArchive();
    assertTrue(afterBuild.err().contains("preparing fast starts"), afterBuild.err());
    assertEquals(1, archives().size(), archives().toString());
    assertNotEquals(archive, archives());
  }

  /** Where the central directory tells of the last entry: signature, versions, flags, time, ... */
  private static int lastEntry(byte[] zip) {
    for (int at = zip.length - 46; ; at--) {
      if (zip[at] == 'P' && zip[at + 1] == 'K' && zip[at + 2] == 1 && zip[at + 3] == 2) {
        return at;
      }
    }
  }

  /** A distribution in the folder, with jars of its own only where they are Decorum's. */
  private Path linkedDistribution() throws IOException {
    Files.createSymbolicLink(folder.resolve("examples"), Distribution.HOME.resolve("examples"));
    Path launcher = Files.createDirectory(folder.resolve("bin")).resolve("decorum");
    Files.copy(Distribution.launcher(), launcher, StandardCopyOption.COPY_ATTRIBUTES);
    Path lib = Files.createDirectory(folder.resolve("lib"));
    Path own = lib.resolve("none");
    try (DirectoryStream<Path> jars =
        Files.newDirectoryStream(Distribution.HOME.resolve("lib"), "*.jar")) {
      for (Path jar : jars) {
        Path here = lib.resolve(jar.getFileName());
        if (jar.getFileName().toString().startsWith("decorum-")) {
          own = Files.copy(jar, here, StandardCopyOption.COPY_ATTRIBUTES);
        } else {
          Files.createSymbolicLink(here, jar);
        }
      }
    }
    return own;
  }

  private Distribution.Result withArchive() throws Exception {
    return new Distribution()
        .environment("DECORUM_NO_ARCHIVE", "")
        .shell(folder.resolve("bin/decorum") + " --version");
  }

  private List<String> archives() throws IOException {
    return names(folder.resolve("lib")).stream().filter(name -> name.endsWith(".jsa")).toList();
  }

  @Test
  void theLauncherWorksThroughALink() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("judge"), Distribution.launcher());
    Distribution.Result result = new Distribution().shell(link + " --version");
    assertEquals(0, result.exitCode(), result.err());
  }

  @Test
  void withoutJavaTheLauncherSaysWhatIsMissing() throws Exception {
    Distribution.Result result =
        new Distribution()
            .environment("JAVA_HOME", folder.toString())
            .shell("decorum score " + CHATS);
    assertEquals(3, result.exitCode());
    assertTrue(result.err().contains("install a JDK 17"), result.err());
  }

  @Test
  void sigtermKeepsTheJournalAndRemovesWhatIsHalfWritten() throws Exception {
    Path input = manyChats(200_000);
    Path output = folder.resolve("out");
    Files.createDirectory(output);
    Path journal = output.resolve("scores.csv.journal");
    Process process =
        new Distribution().begin("score", input.toString(), "-o", output + "/scores.csv");
    Waiting.until("the run has begun to write", () -> hasRecords(journal));
    process.destroy();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals(143, process.exitValue());
    assertEquals(List.of("scores.csv.journal"), names(output));
  }

  @Test
  void fiftyThousandConversationsFitIntoASmallHeap() throws Exception {
    Path input = manyChats(50_000);
    Path scores = folder.resolve("scores.csv");
    Distribution.Result result =
        new Distribution()
            .environment("DECORUM_OPTS", "-Xmx48m")
            .run("score", "-q", input.toString(), "-o", scores.toString());
    assertEquals(0, result.exitCode(), result.err());
    try (Stream<String> lines = Files.lines(scores)) {
      assertEquals(50_001, lines.count());
    }
  }

  @Test
  void headEndsARunQuietly() throws Exception {
    Path input = manyChats(50_000);
    Distribution.Result result =
        new Distribution().shell("decorum score -q " + input + " | head -n 2 | wc -l");
    assertEquals("2", result.out().strip());
    assertFalse(result.err().contains("pipe"), result.err());
  }

  private Path manyChats(int count) throws IOException {
    Path input = folder.resolve("many.jsonl");
    try (BufferedWriter out = Files.newBufferedWriter(input)) {
      for (int i = 0; i < count; i++) {
        out.write(
            "{\"id\":\"c"
                + i
                + "\",\"chat_history\":[{\"sender\":\"user\",\"message\":\"hi "
                + i
                + "\"},{\"sender\":\"Bot\",\"message\":\"hello\"}]}\n");
      }
    }
    return input;
  }

  private static boolean hasRecords(Path journal) throws IOException {
    int header = 128;
    return Files.exists(journal) && Files.size(journal) > header;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
