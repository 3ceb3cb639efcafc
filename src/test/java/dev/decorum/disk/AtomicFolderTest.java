package dev.decorum.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AtomicFolderTest {
  @TempDir Path parent;

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(parent)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aFolderAppearsWhenItIsWhole() throws IOException {
    Path target = parent.resolve("a");
    try (AtomicFolder folder = new AtomicFolder(target)) {
      AtomicFile.write(folder.path().resolve("file"), "text");
      assertEquals(List.of(".a.partial"), names());
      folder.commit();
      assertEquals("text", Files.readString(target.resolve("file")));
    }
    assertEquals(List.of("a"), names());
  }

  @Test
  void withoutCommitNothingIsLeft() throws IOException {
    try (AtomicFolder folder = new AtomicFolder(parent.resolve("a"))) {
      Files.writeString(Files.createDirectories(folder.path().resolve("b")).resolve("c"), "text");
    }
    assertEquals(List.of(), names());
  }

  @Test
  void whatAKilledProcessLeftIsReplaced() throws IOException {
    Path left = Files.createDirectories(parent.resolve(".a.partial"));
    Files.writeString(left.resolve("old"), "text");
    try (AtomicFolder folder = new AtomicFolder(parent.resolve("a"))) {
      folder.commit();
    }
    assertFalse(Files.exists(parent.resolve("a/old")));
  }

  @Test
  void aFolderThatIsThereIsNotReplaced() throws IOException {
    Path there = Files.createDirectories(parent.resolve("a"));
    Files.writeString(there.resolve("file"), "text");
    try (AtomicFolder folder = new AtomicFolder(there)) {
      assertThrows(IOException.class, folder::commit);
    }
    assertEquals(List.of("a"), names());
    assertEquals("text", Files.readString(there.resolve("file")));
  }

  @Test
  void onlyFoldersThatWereBegunAreRemoved() throws IOException {
    Files.writeString(
        Files.createDirectories(parent.resolve(".a.partial")).resolve("file"), "text");
    Files.createDirectories(parent.resolve("b.partial"));
    Files.createDirectories(parent.resolve(".c"));
    Files.writeString(parent.resolve(".d.partial"), "a file");
    AtomicFolder.removeAbandoned(parent);
    assertEquals(List.of(".c", ".d.partial", "b.partial"), names());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void linksAreNotFollowed() throws IOException {
    Path elsewhere = Files.createDirectories(parent.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("file"), "text");
    Files.createSymbolicLink(parent.resolve(".a.partial"), elsewhere);
    AtomicFolder.removeAbandoned(parent);
    AtomicFolder.delete(parent.resolve(".a.partial"));
    Path folder = Files.createDirectories(parent.resolve("b"));
    Files.createSymbolicLink(folder.resolve("link"), elsewhere);
    AtomicFolder.delete(folder);
    assertFalse(Files.exists(folder));
    assertTrue(Files.exists(elsewhere.resolve("file")));
  }

  @Test
  void whatIsMissingNeedNoRemoval() throws IOException {
    AtomicFolder.remove(parent.resolve("missing"));
    AtomicFolder.delete(parent.resolve("missing"));
    assertEquals(List.of(), names());
  }

  @Test
  void aFolderIsRemovedWithWhatAnEarlierRemovalLeft() throws IOException {
    for (String name : List.of("a", ".a.partial")) {
      Files.writeString(Files.createDirectories(parent.resolve(name)).resolve("file"), "text");
    }
    AtomicFolder.remove(parent.resolve("a"));
    assertEquals(List.of(), names());
  }
}
