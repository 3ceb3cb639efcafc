package dev.decorum.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class TemporaryFolderTest {
  private static final String PURPOSE = "test" + ProcessHandle.current().pid();

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void isTheUsersAloneAndGoesWithAllThatIsInIt() throws IOException {
    Path path;
    try (TemporaryFolder folder = TemporaryFolder.make(PURPOSE)) {
      path = folder.path();
      assertTrue(path.getFileName().toString().startsWith("decorum-" + PURPOSE + "-"));
      assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
      Files.writeString(Files.createDirectories(path.resolve("a/b")).resolve("c"), "text");
    }
    assertFalse(Files.exists(path), path + " is left behind");
  }

  /** A process that was killed leaves its folder without a lock. */
  @Test
  void whatAKilledProcessLeftIsRemovedAndWhatIsInUseIsNot() throws IOException {
    Path left = Files.createTempDirectory("decorum-" + PURPOSE + "-");
    Files.createFile(left.resolve("lock"));
    Files.writeString(left.resolve("file"), "text");
    Path justMade = Files.createTempDirectory("decorum-" + PURPOSE + "-");
    Path other = Files.createTempDirectory("decorum-other" + PURPOSE + "-");
    Files.createFile(other.resolve("lock"));
    try (TemporaryFolder used = TemporaryFolder.make(PURPOSE);
        TemporaryFolder next = TemporaryFolder.make(PURPOSE)) {
      assertFalse(Files.exists(left), "left behind");
      assertTrue(Files.exists(justMade), "has no lock yet");
      assertTrue(Files.exists(other), "is for another purpose");
      assertTrue(Files.exists(used.path()), "is in use");
      assertTrue(Files.exists(next.path()), "is in use");
    } finally {
      Files.delete(justMade);
      Files.delete(other.resolve("lock"));
      Files.delete(other);
    }
  }

  /** Each thread looks for abandoned folders while others make theirs. */
  @Test
  void threadsDoNotRemoveEachOthersFolders() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Integer>> lost = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        lost.add(threads.submit(TemporaryFolderTest::makeMany));
      }
      for (Future<Integer> each : lost) {
        assertEquals(0, each.get());
      }
    } finally {
      threads.shutdown();
    }
  }

  /** How many of the folders were gone before they were closed. */
  private static int makeMany() throws IOException {
    int lost = 0;
    for (int i = 0; i < 200; i++) {
      try (TemporaryFolder folder = TemporaryFolder.make(PURPOSE)) {
        lost += Files.exists(folder.path().resolve("lock")) ? 0 : 1;
      }
    }
    return lost;
  }
}
