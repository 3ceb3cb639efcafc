package dev.decorum.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Magic numbers are those of <a href="https://sqlite.org/fileformat2.html">SQLite's format</a>. */
class DatabaseSideFilesTest {
  @TempDir Path folder;

  private void check(String ending, byte[] content) throws IOException {
    Path file = folder.resolve("s.db" + ending);
    Files.write(file, content);
    try {
      DatabaseSideFiles.check(folder.resolve("s.db"));
    } finally {
      Files.delete(file);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-wal, 377f068200000000",
    "-wal, 377f068300000000",
    "-journal, d9d505f920a163d7",
    "-shm, 18e22d0000000000"
  })
  void whatIsOfSqliteIsLetBeToItsFirstByte(String ending, String hexadecimal) throws IOException {
    byte[] whole = HexFormat.of().parseHex(hexadecimal);
    for (int length = 0; length <= whole.length; length++) {
      byte[] beginning = Arrays.copyOf(whole, length);
      check(ending, beginning);
      check(ending, Arrays.copyOf(beginning, 4096)); // torn: the rest of what is there are zeros
    }
    check(ending, new byte[4096]);
  }

  @ParameterizedTest
  @CsvSource({"-wal", "-journal", "-shm"})
  void whatIsNotIsKept(String ending) {
    for (String text : new String[] {"x", "chat", "{\"id\":1}\n", "a longer text than its magic"}) {
      StoreException thrown =
          assertThrows(
              StoreException.class, () -> check(ending, text.getBytes(StandardCharsets.UTF_8)));
      assertTrue(String.valueOf(thrown.getMessage()).contains("s.db" + ending), thrown.toString());
    }
  }

  @Test
  void addressesNameFilesWhateverTheirNames() {
    assertEquals(
        "jdbc:sqlite:file:/a/%3Amemory%3A".replace("%3A", ":"),
        Database.address(Path.of("/a/:memory:")));
    assertEquals("jdbc:sqlite:file:/a/b%3Fc=1", Database.address(Path.of("/a/b?c=1")));
  }

  /** SQLite makes and removes its journal while other processes open the same store. */
  @Test
  void aJournalMayGoWhileItIsLookedAt() throws Exception {
    Path whole = folder.resolve("whole");
    Path journal = folder.resolve("s.db-journal");
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Future<?> writer =
          other.submit(
              () -> {
                while (!done.get()) {
                  Files.write(whole, HexFormat.of().parseHex("d9d505f920a163d7"));
                  Files.move(whole, journal, StandardCopyOption.ATOMIC_MOVE);
                  Files.delete(journal);
                }
                return null;
              });
      for (int i = 0; i < 20_000; i++) {
        DatabaseSideFiles.check(folder.resolve("s.db"));
      }
      done.set(true);
      writer.get();
    } finally {
      done.set(true);
      other.shutdown();
    }
  }
}
