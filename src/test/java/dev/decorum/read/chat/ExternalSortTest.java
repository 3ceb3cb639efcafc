package dev.decorum.read.chat;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalSortTest {

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> drained(ExternalSort sort) throws IOException {
    sort.sort();
    List<String> texts = new ArrayList<>();
    for (ExternalSort.Entry entry = sort.next(); entry != null; entry = sort.next()) {
      texts.add(
          entry.major()
              + "/"
              + entry.minor()
              + "/"
              + new String(entry.payload(), StandardCharsets.UTF_8));
    }
    assertNull(sort.next());
    return texts;
  }

  /** In memory, by some files, and by so many that they are merged on the way. */
  @ParameterizedTest
  @ValueSource(longs = {1 << 20, 10_000, 500, 0})
  void entriesComeInTheOrderOfTheirNumbers(long memory) throws IOException {
    Random random = new Random(5);
    record Key(long major, long minor) {}
    List<Key> keys = new ArrayList<>();
    try (ExternalSort sort = new ExternalSort(memory)) {
      for (int i = 0; i < 1_000; i++) {
        Key key = new Key(random.nextLong(), random.nextInt());
        keys.add(key);
        sort.add(key.major(), key.minor(), bytes("é" + key.minor()));
      }
      keys.sort(Comparator.comparingLong(Key::major).thenComparingLong(Key::minor));
      assertEquals(
          keys.stream().map(key -> key.major() + "/" + key.minor() + "/é" + key.minor()).toList(),
          drained(sort));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1 << 20, 100})
  void extremesAreNumbersToo(long memory) throws IOException {
    try (ExternalSort sort = new ExternalSort(memory)) {
      sort.add(Long.MAX_VALUE, Long.MAX_VALUE, bytes("last"));
      sort.add(0, 2, bytes("c"));
      sort.add(0, -1, bytes("b"));
      sort.add(Long.MIN_VALUE, Long.MAX_VALUE, bytes(""));
      assertEquals(
          List.of(
              Long.MIN_VALUE + "/" + Long.MAX_VALUE + "/",
              "0/-1/b",
              "0/2/c",
              Long.MAX_VALUE + "/" + Long.MAX_VALUE + "/last"),
          drained(sort));
    }
  }

  /** In memory, in two files, and in more than the 64 that are read at once. */
  @ParameterizedTest
  @ValueSource(longs = {1 << 20, 8_000, 0})
  void entriesOfTheSameNumbersStayInTheirOrder(long memory) throws IOException {
    List<String> expected = new ArrayList<>();
    try (ExternalSort sort = new ExternalSort(memory)) {
      for (int i = 0; i < 200; i++) {
        sort.add(i % 2, 7, bytes("entry " + i));
      }
      for (int i = 0; i < 200; i += 2) {
        expected.add("0/7/entry " + i);
      }
      for (int i = 1; i < 200; i += 2) {
        expected.add("1/7/entry " + i);
      }
      assertEquals(expected, drained(sort));
    }
  }

  /** An entry takes 64 bytes and its payload: two of one byte fit into 130 exactly. */
  @ParameterizedTest
  @ValueSource(longs = {129, 130, 131})
  void whatFitsExactlyIsSortedToo(long memory) throws IOException {
    for (int count = 1; count <= 3; count++) {
      try (ExternalSort sort = new ExternalSort(memory)) {
        List<String> expected = new ArrayList<>();
        for (int i = count; i > 0; i--) {
          sort.add(i, 0, bytes("x"));
          expected.add(0, i + "/0/x");
        }
        assertEquals(expected, drained(sort));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1 << 20, 0})
  void oneEntryIsSortedToo(long memory) throws IOException {
    try (ExternalSort sort = new ExternalSort(memory)) {
      sort.add(3, 4, bytes("only"));
      assertEquals(List.of("3/4/only"), drained(sort));
    }
  }

  @Test
  void nothingIsSortedToo() throws IOException {
    try (ExternalSort sort = new ExternalSort(0)) {
      assertEquals(List.of(), drained(sort));
    }
  }

  @Test
  void aLargeEntryIsWrittenAndRead() throws IOException {
    byte[] large = new byte[3 << 20];
    new Random(1).nextBytes(large);
    try (ExternalSort sort = new ExternalSort(1 << 20)) {
      sort.add(2, 0, large);
      sort.add(1, 0, bytes("a"));
      sort.sort();
      ExternalSort.Entry first = sort.next();
      assertEquals(1, first == null ? 0 : first.payload().length);
      ExternalSort.Entry second = sort.next();
      assertArrayEquals(large, second == null ? new byte[0] : second.payload());
    }
  }

  @Test
  void itMayBeClosedAtAnyTime() throws IOException {
    ExternalSort sort = new ExternalSort(100);
    for (int i = 0; i < 100; i++) {
      sort.add(i, 0, bytes("a"));
    }
    sort.close();
    ExternalSort half = new ExternalSort(100);
    for (int i = 0; i < 100; i++) {
      half.add(i, 0, bytes("a"));
    }
    half.sort();
    ExternalSort.Entry first = half.next();
    assertEquals(0, first == null ? -1 : first.major());
    half.close();
    half.close();
  }
}
