package dev.decorum.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchOrderTest {

  private static Examples examples(int count) throws IOException {
    Examples examples = Examples.open(2);
    for (int i = 0; i < count; i++) {
      examples.add(new Example(new int[1 + i * 7 % 23], 0, i % 2));
    }
    return examples;
  }

  private static int[] all(int count) {
    return IntStream.range(0, count).toArray();
  }

  private static int[] sorted(int[] order) {
    int[] sorted = order.clone();
    Arrays.sort(sorted);
    return sorted;
  }

  @Test
  void withoutShufflingTheOrderIsThatOfTheInput() throws IOException {
    try (Examples examples = examples(10)) {
      BatchOrder order = new BatchOrder(3, false, false, 1);
      assertArrayEquals(all(10), order.of(examples, 0));
      assertArrayEquals(all(10), order.of(examples, 5));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyExampleIsSeenOnceInEveryEpoch(boolean grouped) throws IOException {
    try (Examples examples = examples(333)) {
      for (int epoch = 0; epoch < 3; epoch++) {
        int[] order = new BatchOrder(2, true, grouped, 42).of(examples, epoch);
        assertArrayEquals(all(333), sorted(order));
      }
    }
  }

  /** Sums of such sizes are beyond an int. */
  @ParameterizedTest
  @ValueSource(ints = {1 << 27, Integer.MAX_VALUE})
  void aBatchMayBeLargerThanAllData(int size) throws IOException {
    try (Examples examples = examples(10)) {
      BatchOrder order = new BatchOrder(size, false, true, 42);
      assertEquals(1, order.batches(10));
      assertArrayEquals(all(10), sorted(order.of(examples, 0)));
    }
  }

  @Test
  void anOrderFollowsFromSeedAndEpochAlone() throws IOException {
    try (Examples examples = examples(50)) {
      BatchOrder order = new BatchOrder(4, true, false, 42);
      int[] second = order.of(examples, 2);
      assertArrayEquals(second, new BatchOrder(8, true, false, 42).of(examples, 2));
      assertFalse(Arrays.equals(second, order.of(examples, 0)));
      assertFalse(Arrays.equals(second, order.of(examples, 1)));
      assertFalse(Arrays.equals(second, new BatchOrder(4, true, false, 43).of(examples, 2)));
      assertFalse(Arrays.equals(second, all(50)));
    }
  }

  /** Fifty batches of 2 are sorted together, so padding is rare and batches still differ. */
  @Test
  void runsOfFiftyBatchesAreSortedByLength() throws IOException {
    try (Examples examples = examples(230)) {
      int[] plain = new BatchOrder(2, true, false, 42).of(examples, 0);
      int[] grouped = new BatchOrder(2, true, true, 42).of(examples, 0);
      for (int from = 0; from < 230; from += 100) {
        int to = Math.min(230, from + 100);
        assertArrayEquals(
            sorted(Arrays.copyOfRange(plain, from, to)),
            sorted(Arrays.copyOfRange(grouped, from, to)),
            "a run has the same examples");
        for (int i = from + 1; i < to; i++) {
          assertTrue(examples.length(grouped[i - 1]) >= examples.length(grouped[i]));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"4, 0, 0", "4, 1, 1", "4, 4, 1", "4, 5, 2", "1, 7, 7"})
  void batchesAreCounted(int size, int examples, int batches) {
    assertEquals(batches, new BatchOrder(size, true, false, 0).batches(examples));
  }

  @Test
  void aBatchHasAnExample() {
    assertThrows(IllegalArgumentException.class, () -> new BatchOrder(0, true, false, 0));
  }

  /** The middle of a fair shuffle is anywhere: 10,000 orders of 5, each place some 2,000 times. */
  @Test
  void everyPlaceIsEquallyLikely() throws IOException {
    int[][] counts = new int[5][5];
    try (Examples examples = examples(5)) {
      for (int seed = 0; seed < 10_000; seed++) {
        int[] order = new BatchOrder(1, true, false, seed).of(examples, 1);
        for (int i = 0; i < 5; i++) {
          counts[i][order[i]]++;
        }
      }
    }
    for (int[] places : counts) {
      for (int count : places) {
        assertEquals(2000, count, 200, "five standard deviations of 40");
      }
    }
  }
}
