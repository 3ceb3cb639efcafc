package dev.decorum.train;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The order in which examples are seen, a function of the seed and the epoch alone.
 *
 * @param batchSize the number of examples in a batch, at least 1
 * @param shuffle whether each epoch has an order of its own; otherwise it is that of the input
 * @param groupByLength whether examples of similar length are put together, which saves padding: as
 *     in Hugging Face's {@code LengthGroupedSampler}, runs of 50 batches are sorted by length
 * @param seed of the orders
 */
public record BatchOrder(int batchSize, boolean shuffle, boolean groupByLength, long seed) {
  private static final int BATCHES_TO_SORT = 50;

  public BatchOrder {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batches of " + batchSize);
    }
  }

  /** The number of batches in an epoch. */
  public int batches(int examples) {
    return (int) (((long) examples + batchSize - 1) / batchSize);
  }

  /**
   * The order of the examples in an epoch.
   *
   * @param epoch from 0
   */
  public int[] of(Examples examples, int epoch) {
    int[] order = new int[examples.size()];
    Arrays.setAll(order, i -> i);
    if (shuffle) {
      SplittableRandom random = new SplittableRandom(seed).split();
      for (int i = 0; i < epoch; i++) {
        random = random.split();
      }
      for (int i = order.length - 1; i > 0; i--) {
        int other = random.nextInt(i + 1);
        int kept = order[i];
        order[i] = order[other];
        order[other] = kept;
      }
    }
    return groupByLength ? grouped(order, examples) : order;
  }

  private int[] grouped(int[] order, Examples examples) {
    int run = (int) Math.min(order.length, (long) batchSize * BATCHES_TO_SORT);
    int[] grouped = new int[order.length];
    for (int from = 0; from < order.length; from += run) {
      int[] sorted =
          Arrays.stream(order, from, Math.min(order.length, from + run))
              .boxed()
              .sorted((a, b) -> Integer.compare(examples.length(b), examples.length(a)))
              .mapToInt(Integer::intValue)
              .toArray();
      System.arraycopy(sorted, 0, grouped, from, sorted.length);
    }
    return grouped;
  }
}
