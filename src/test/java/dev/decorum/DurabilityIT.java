package dev.decorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a machine that loses its power may still have to do: the order in which runs ask the system
 * to keep their files, seen by strace (Linux). No test can pull the plug.
 */
@EnabledIf("dev.decorum.PrivacyIT#hasStrace")
class DurabilityIT {
  private static final String CHATS = "examples/first-scores/chats.jsonl";

  /** Some processors have {@code renameat} and {@code unlinkat} only. */
  private static final String AT = "(?:AT_FDCWD<.*?>, )?";

  private static final Pattern SYNC = Pattern.compile("f(?:data)?sync\\(\\d+<(.+?)>.*");
  private static final Pattern RENAME =
      Pattern.compile("rename\\w*\\(" + AT + "\"(.+?)\", " + AT + "\"(.+?)\".*");
  private static final Pattern UNLINK = Pattern.compile("unlink\\w*\\(" + AT + "\"(.+?)\".*");

  @TempDir Path folder;

  @Test
  void aFileIsSafeBeforeItHasItsNameAndTheJournalGoesLast() throws Exception {
    Path scores = folder.resolve("scores.csv");
    assertEquals(
        List.of(
            "sync scores.csv.partial",
            "sync scores.csv.manifest.json.partial",
            "scores.csv.manifest.json.partial becomes scores.csv.manifest.json",
            "sync the folder",
            "scores.csv.partial becomes scores.csv",
            "sync the folder",
            "scores.csv.journal goes"),
        calls("score", "-q", CHATS, "-o", scores.toString()));
  }

  @Test
  void aNightIsSafeBeforeItsJournalGoes() throws Exception {
    Path store = folder.resolve("store.db");
    List<String> calls = calls("audit", "-q", CHATS, "--store", store.toString());
    int gone = calls.indexOf("store.db.nightly.journal goes");
    assertTrue(gone > 0, calls.toString());
    // SQLite syncs its log when a transaction is committed, and moves it into the file at the end.
    assertEquals("sync store.db-wal", calls.get(gone - 1), calls.toString());
    int merged = calls.indexOf("store.db-wal goes");
    assertTrue(gone < merged, calls.toString());
    assertTrue(calls.subList(gone, merged).contains("sync store.db"), calls.toString());
  }

  /** What a run asked of the files in the folder, in order, without the numbers of processes. */
  private List<String> calls(String... command) throws Exception {
    Path trace = Files.createTempDirectory(folder, "trace").resolve("calls");
    Distribution.Result result =
        new Distribution()
            .under(
                "strace",
                "-f",
                "-y",
                "-qq",
                "-e",
                "trace=fsync,fdatasync,/^rename,/^unlink",
                "-o",
                trace.toString())
            .run(command);
    assertEquals(0, result.exitCode(), result.err());
    List<String> calls = new ArrayList<>();
    for (String line : Files.readAllLines(trace)) {
      String call = line.replaceFirst("^\\d+ +", "");
      if (call.contains(folder.toString()) && !call.contains(" ENOENT ")) {
        calls.add(said(call));
      }
    }
    return calls;
  }

  private String said(String call) throws IOException {
    Matcher sync = SYNC.matcher(call);
    if (sync.matches()) {
      return "sync " + name(sync.group(1));
    }
    Matcher rename = RENAME.matcher(call);
    if (rename.matches()) {
      return name(rename.group(1)) + " becomes " + name(rename.group(2));
    }
    Matcher unlink = UNLINK.matcher(call);
    return unlink.matches() ? name(unlink.group(1)) + " goes" : call;
  }

  private String name(String path) throws IOException {
    Path file = Path.of(path);
    return file.equals(folder.toRealPath())
        ? "the folder"
        : String.valueOf(file.getFileName()).replaceFirst("\\.\\d+\\.partial$", ".partial");
  }
}
