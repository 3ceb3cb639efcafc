package dev.decorum.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExamplesTest {

  private static String sha256(Example... all) throws IOException {
    try (Examples examples = Examples.open(2)) {
      for (Example example : all) {
        examples.add(example);
      }
      return examples.sha256();
    }
  }

  private static long[] ids(Example example) {
    long[] ids = new long[example.length()];
    example.copyTo(ids, 0);
    return ids;
  }

  /** More than fit the first arrays, read back in another order. */
  @Test
  void whatIsAddedIsReadBack() throws IOException {
    try (Examples examples = Examples.open(2)) {
      for (int i = 0; i < 3000; i++) {
        int[] ids = new int[1 + i % 5];
        ids[0] = i;
        ids[ids.length - 1] += 50_000;
        examples.add(new Example(ids, i % ids.length, i % 3 == 0 ? 1 : 0));
      }
      assertEquals(3000, examples.size());
      assertEquals(2000, examples.count(0));
      assertEquals(1000, examples.count(1));
      for (int i = 2999; i >= 0; i -= 7) {
        Example example = examples.get(i);
        assertEquals(1 + i % 5, example.length());
        assertEquals(1 + i % 5, examples.length(i));
        assertEquals(i % example.length(), example.position());
        assertEquals(i % 3 == 0 ? 1 : 0, example.label());
        long[] expected = new long[1 + i % 5];
        expected[0] = i;
        expected[expected.length - 1] += 50_000;
        assertArrayEquals(expected, ids(example));
      }
    }
  }

  @Test
  void anythingElseHasAnotherChecksum() throws IOException {
    Example first = new Example(new int[] {1, 2}, 1, 0);
    Example second = new Example(new int[] {3}, 0, 1);
    String both = sha256(first, second);
    assertEquals(both, sha256(first, second));
    assertNotEquals(both, sha256(second, first));
    assertNotEquals(both, sha256(first));
    assertNotEquals(both, sha256(new Example(new int[] {1, 2}, 0, 0), second));
    assertNotEquals(both, sha256(new Example(new int[] {1, 2}, 1, 1), second));
    assertNotEquals(both, sha256(new Example(new int[] {1, 4}, 1, 0), second));
  }

  @Test
  void anExampleIsReadAtOneOfItsTokens() {
    assertThrows(IllegalArgumentException.class, () -> new Example(new int[0], 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Example(new int[1], 1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Example(new int[1], 0, -1));
  }

  @Test
  void aBatchIsAsLongAsItsLongestExample() {
    Example two = new Example(new int[2], 0, 0);
    Example five = new Example(new int[5], 0, 0);
    assertEquals(5, new Batch(List.of(two, five, two)).length());
    assertThrows(IllegalArgumentException.class, () -> new Batch(List.of()));
  }
}
