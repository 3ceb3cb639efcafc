package dev.decorum.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  private final Path folder;

  AtomicFileTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static void write(AtomicFile file, String text) throws IOException {
    file.stream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aFileAppearsOnlyWhenItIsWhole() throws IOException {
    Path target = folder.resolve("scores.csv");
    try (AtomicFile file = new AtomicFile(target)) {
      write(file, "half");
      file.stream().flush();
      assertFalse(Files.exists(target));
      assertEquals(List.of("scores.csv." + ProcessHandle.current().pid() + ".partial"), names());
      write(file, " and half");
      file.commit();
      assertEquals("half and half", Files.readString(target));
    }
    assertEquals(List.of("scores.csv"), names());
    assertEquals("half and half", Files.readString(target));
  }

  @Test
  void closingWithoutACommitLeavesNothing() throws IOException {
    try (AtomicFile file = new AtomicFile(folder.resolve("scores.csv"))) {
      write(file, "half");
    }
    assertEquals(List.of(), names());
  }

  @Test
  void whatWasThereStaysUntilTheCommit() throws IOException {
    Path target = Files.writeString(folder.resolve("scores.csv"), "old");
    try (AtomicFile file = new AtomicFile(target)) {
      write(file, "given up");
    }
    assertEquals("old", Files.readString(target));
    try (AtomicFile file = new AtomicFile(target)) {
      write(file, "new");
      assertEquals("old", Files.readString(target));
      file.commit();
    }
    assertEquals("new", Files.readString(target));
    assertEquals(List.of("scores.csv"), names());
  }

  @Test
  void aFileWithoutContentIsAFile() throws IOException {
    Path target = folder.resolve("empty.csv");
    try (AtomicFile file = new AtomicFile(target)) {
      file.commit();
    }
    assertEquals(0, Files.size(target));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aSymbolicLinkStaysAndItsTargetIsReplaced() throws IOException {
    Path real = Files.createDirectory(folder.resolve("real")).resolve("today.csv");
    Files.writeString(real, "old");
    Path link = Files.createSymbolicLink(folder.resolve("latest.csv"), real);
    try (AtomicFile file = new AtomicFile(link)) {
      write(file, "new");
      file.commit();
    }
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("new", Files.readString(real));
    assertEquals(List.of("latest.csv", "real"), names());
  }

  @Test
  void aFolderIsRefused() throws IOException {
    Path target = Files.createDirectory(folder.resolve("out"));
    IOException thrown = assertThrows(IOException.class, () -> new AtomicFile(target));
    assertEquals(target + ": cannot be written: is a folder", thrown.getMessage());
    assertEquals(List.of("out"), names());
  }

  @Test
  void whatCannotBeWrittenIsKnownBeforeAndLeavesNoTrace() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    AtomicFile.requireWritable(file);
    AtomicFile.requireWritable(folder.resolve("new.csv"));
    assertRefused(folder.resolve("none/x.csv"), "the folder does not exist");
    assertRefused(file.resolve("x.csv"), file + " is not a folder");
    assertRefused(folder, "is a folder");
    assertRefused(folder.resolve("x".repeat(250)), "File name too long");
    assertEquals("x", Files.readString(file));
    assertEquals(List.of("file"), names());
  }

  private static void assertRefused(Path path, String reason) {
    IOException thrown = assertThrows(IOException.class, () -> AtomicFile.requireWritable(path));
    assertEquals(path + ": cannot be written: " + reason, thrown.getMessage());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aDeviceIsWrittenToAndNeverReplaced() throws IOException {
    Path device = Path.of("/dev/null");
    Path link = Files.createSymbolicLink(folder.resolve("link"), device);
    for (Path path : List.of(device, link)) {
      try (AtomicFile file = new AtomicFile(path)) {
        assertFalse(file.isRegular());
        file.stream().write('x');
        file.commit();
      }
    }
    assertFalse(Files.isRegularFile(device));
    assertEquals(List.of("link"), names());
  }

  @Test
  void aMissingFolderIsNotMade() throws IOException {
    Path target = folder.resolve("no").resolve("scores.csv");
    assertThrows(IOException.class, () -> new AtomicFile(target));
    assertEquals(List.of(), names());
  }
}
