package dev.decorum.read.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files of a directory are meant, and which are the same. */
class InputFilesTest {
  @TempDir Path folder;

  private void make(String... names) throws IOException {
    for (String name : names) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
  }

  private InputFiles.Resolved resolve(String... names) {
    return InputFiles.resolve(Arrays.stream(names).map(this::path).toList());
  }

  private String path(String name) {
    return name.isEmpty() ? folder.toString() : folder.resolve(name).toString();
  }

  private List<String> names(List<String> paths) {
    return paths.stream()
        .map(path -> folder.relativize(Path.of(path)).toString().replace('\\', '/'))
        .toList();
  }

  private List<String> files(InputFiles.Resolved resolved) {
    return names(resolved.files().stream().map(InputFile::name).toList());
  }

  @Test
  void endingsTellWhatIsRead() throws IOException {
    make(
        "a.jsonl",
        "b.NDJSON.bz2",
        "c.json.xz",
        "d.csv.gz",
        "e.tsv.zst",
        "f.parquet",
        "g.zip",
        "h.tar",
        "i.tar.gz",
        "j.tgz",
        "k.tar.xz",
        "l.txz",
        "m/n.csv",
        "notes.md",
        "m/p.png",
        "x.csv.lz4",
        "run.manifest.json",
        "run.jsonl.manifest.json.gz",
        "run.jsonl.journal",
        "Thumbs.db",
        "desktop.ini",
        ".hidden.csv",
        ".git/q.csv");
    InputFiles.Resolved resolved = resolve("");
    assertEquals(
        List.of(
            "a.jsonl",
            "b.NDJSON.bz2",
            "c.json.xz",
            "d.csv.gz",
            "e.tsv.zst",
            "f.parquet",
            "g.zip",
            "h.tar",
            "i.tar.gz",
            "j.tgz",
            "k.tar.xz",
            "l.txz",
            "m/n.csv",
            "run.jsonl.manifest.json.gz"),
        files(resolved));
    assertEquals(List.of("m/p.png", "notes.md", "x.csv.lz4"), names(resolved.passedOver()));
    assertEquals(List.of(), resolved.duplicates());
  }

  @Test
  void whatIsNamedIsReadWhateverItIsCalled() throws IOException {
    make("notes.md", "a.csv");
    InputFiles.Resolved resolved = resolve("", "notes.md");
    assertEquals(List.of("a.csv", "notes.md"), files(resolved));
    assertEquals(List.of(), resolved.passedOver());
    assertEquals(List.of("notes.md"), files(resolve("*.md")));
  }

  @Test
  void anExportThatIsUnpackedIsReadWithoutItsCompanions() throws IOException {
    make("e/conversations.json", "e/user.json", "e/more.json", "e/chat.html", "f/user.json");
    InputFiles.Resolved resolved = resolve("");
    assertEquals(List.of("e/conversations.json", "e/more.json", "f/user.json"), files(resolved));
    assertEquals(List.of("e/chat.html"), names(resolved.passedOver()));
  }

  @Test
  void aFileIsReadOnceHoweverItIsReached() throws IOException {
    make("a.csv", "b.csv", "m/c.csv");
    Files.createSymbolicLink(folder.resolve("link.csv"), folder.resolve("a.csv"));
    Files.createLink(folder.resolve("m/hard.csv"), folder.resolve("b.csv"));
    InputFiles.Resolved resolved = resolve("m", "a.csv", "", "m/../a.csv");
    assertEquals(List.of("m/c.csv", "m/hard.csv", "a.csv"), files(resolved));
    assertEquals(
        List.of(
            "a.csv = a.csv",
            "b.csv = m/hard.csv",
            "link.csv = a.csv",
            "m/c.csv = m/c.csv",
            "m/hard.csv = m/hard.csv",
            "a.csv = a.csv"),
        resolved.duplicates().stream()
            .map(
                duplicate ->
                    names(List.of(duplicate.name())).get(0)
                        + " = "
                        + names(List.of(duplicate.first())).get(0))
            .toList());
    assertEquals(2, InputFiles.files(List.of(path("a.csv"), path("a.csv"))).size());
  }

  @Test
  void anEmptyDirectoryIsNamedWithTheKnownEndings() throws IOException {
    make("m/x.txt");
    InputException e = assertThrows(InputException.class, () -> resolve("m"));
    assertEquals(
        path("m")
            + ": the directory holds no file with a known extension (.jsonl, .ndjson, .json, .csv,"
            + " .tsv, .parquet, .zip, .tar, .tgz, .tbz2, .txz, .tzst, each also with .gz, .zst,"
            + " .bz2 or .xz)",
        e.getMessage());
  }

  @Test
  void standardInputIsNoDuplicate() throws IOException {
    make("a.csv");
    InputFiles.Resolved resolved = InputFiles.resolve(List.of("-", path("a.csv")));
    assertEquals(2, resolved.files().size());
    assertTrue(resolved.files().get(0).path() == null);
  }
}
