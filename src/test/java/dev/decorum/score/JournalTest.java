package dev.decorum.score;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.disk.OutputException;
import dev.decorum.infer.Logits;
import dev.decorum.tokenize.TokenWindow;
import dev.decorum.tokenize.TokenWindows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  @TempDir Path folder;

  private static final TokenWindow FIRST = TokenWindows.of(0, 1, 2, 3);
  private static final TokenWindow THIRD = TokenWindows.of(2, 4, 5);

  private Path file() {
    return Journal.beside(folder.resolve("scores.csv"));
  }

  private Journal open(String model, boolean resume) throws IOException {
    return Journal.open(file(), () -> model, false, resume);
  }

  private void write() throws IOException {
    try (Journal journal = open("m", true)) {
      assertFalse(journal.isResumed());
      assertNull(journal.find(FIRST));
      journal.add(List.of(THIRD, FIRST), new Logits(new float[] {1, -2, 0.5f, 7e-9f}));
      assertNull(journal.find(FIRST), "what this run computed is not asked for");
    }
  }

  private static void assertPair(float first, float second, @Nullable Logits logits) {
    assertEquals(first, Objects.requireNonNull(logits).get(0, 0));
    assertEquals(second, Objects.requireNonNull(logits).get(0, 1));
  }

  @Test
  void rowsAreFoundWhereverTheyWereWritten() throws IOException {
    write();
    try (Journal journal = open("m", true)) {
      assertTrue(journal.isResumed());
      assertPair(1, -2, journal.find(THIRD));
      assertPair(0.5f, 7e-9f, journal.find(FIRST));
      assertNull(journal.find(TokenWindows.of(1, 9)), "never written");
      assertNull(journal.find(TokenWindows.of(3, 9)), "behind the end");
      assertEquals(3, journal.reach());
      journal.add(List.of(TokenWindows.of(1, 9)), new Logits(new float[] {8, 9}));
    }
    try (Journal journal = open("m", true)) {
      assertPair(8, 9, journal.find(TokenWindows.of(1, 9)));
      assertPair(1, -2, journal.find(THIRD));
    }
  }

  /** A journal may be one of a version that kept the numbers as the model gave them. */
  @Test
  void theNumbersLieInTheOrderOfTheLabels() throws IOException {
    try (Journal journal = Journal.open(file(), () -> "m", true, false)) {
      journal.add(List.of(FIRST), Logits.of(3, 4));
    }
    // Behind the header of 128 bytes and half of a SHA-256.
    ByteBuffer numbers = ByteBuffer.wrap(Files.readAllBytes(file()), 128 + 16, 2 * Float.BYTES);
    assertEquals(4, numbers.getFloat());
    assertEquals(3, numbers.getFloat());
    try (Journal journal = Journal.open(file(), () -> "m", true, true)) {
      assertPair(3, 4, journal.find(FIRST));
    }
  }

  @Test
  void aRowOfAnotherWindowIsMissing() throws IOException {
    write();
    try (Journal journal = open("m", true)) {
      assertNull(journal.find(TokenWindows.of(0, 1, 2, 4)));
    }
  }

  @Test
  void aTornRowIsMissing() throws IOException {
    write();
    byte[] whole = Files.readAllBytes(file());
    for (int cut = whole.length - 1; cut > 128; cut--) {
      byte[] torn = java.util.Arrays.copyOf(whole, cut);
      Files.write(file(), torn);
      try (Journal journal = open("m", true)) {
        assertNull(journal.find(THIRD), "cut at " + cut);
      }
    }
    for (int at = 128 + 2 * 32; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 4;
      Files.write(file(), damaged);
      try (Journal journal = open("m", true)) {
        assertNull(journal.find(THIRD), "damaged at " + at);
        assertPair(0.5f, 7e-9f, journal.find(FIRST));
      }
    }
  }

  @Test
  void anotherModelOrNoResumeStartsAfresh() throws IOException {
    write();
    try (Journal journal = open("n", true)) {
      assertFalse(journal.isResumed());
      assertNull(journal.find(FIRST));
    }
    write();
    try (Journal journal = open("m", false)) {
      assertFalse(journal.isResumed());
    }
    assertFalse(Files.exists(file()), "an empty journal goes away");
  }

  @Test
  void aJournalWithoutARowGoesAway() throws IOException {
    try (Journal journal = open("m", true)) {
      journal.add(List.of(), new Logits(new float[0]));
      assertTrue(Files.exists(file()));
      assertFalse(journal.holdsRows());
    }
    assertFalse(Files.exists(file()));
  }

  @Test
  void aFileThatIsNoJournalIsRefusedAndStays() throws IOException {
    for (String content : new String[] {"x", "something else ".repeat(100)}) {
      Files.writeString(file(), content);
      assertThrows(OutputException.class, () -> open("m", true));
      assertThrows(OutputException.class, () -> open("m", false));
      assertEquals(content, Files.readString(file()));
    }
  }

  /** What a failure has left of a beginning is ours. */
  @Test
  void aTornOrBlankBeginningIsAJournal() throws IOException {
    for (byte[] content : new byte[][] {{}, "decorum jou".getBytes(UTF_8), new byte[4096]}) {
      Files.write(file(), content);
      try (Journal journal = open("m", true)) {
        assertFalse(journal.isResumed());
      }
    }
  }

  @Test
  void twoRunsDoNotWriteOneJournal() throws IOException {
    try (Journal journal = open("m", true)) {
      assertFalse(journal.isResumed());
      // Within one process Java says so itself; between processes the lock is refused.
      assertThrows(OverlappingFileLockException.class, () -> open("m", true));
    }
  }

  @Test
  void deletedWhenTheRunIsDone() throws IOException {
    write();
    try (Journal journal = open("m", true)) {
      journal.delete();
    }
    assertFalse(Files.exists(file()));
  }
}
