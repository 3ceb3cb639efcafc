package dev.decorum.stats;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * How random procedures draw: everything they give follows from the seed, the data and the
 * statistic, so that a further statistic never changes the others, and names change nothing. The
 * same data have the same digits wherever they are looked at, alone or among other versions.
 *
 * @param seed makes a run repeatable
 * @param replicates how many resamples or permutations are drawn, at least 99
 */
public record Resampling(long seed, int replicates) {

  /** 9,999 replicates: a p-value of 0.05 is then known to ±0.004. */
  public static final int DEFAULT_REPLICATES = 9_999;

  /**
   * From this number of clusters on resampling would only repeat what Student's t says: the error
   * of either falls with the number of clusters.
   */
  public static final int MOST_CLUSTERS = 5_000;

  /** Below this number of clusters too few different resamples exist. */
  public static final int FEWEST_CLUSTERS = 10;

  public Resampling {
    if (replicates < 99) {
      throw new IllegalArgumentException("fewer than 99 replicates: " + replicates);
    }
  }

  /** Whether as many clusters are worth a bootstrap. */
  public static boolean isWorthwhile(int clusters) {
    return clusters >= FEWEST_CLUSTERS && clusters <= MOST_CLUSTERS;
  }

  /**
   * The random numbers for one statistic.
   *
   * @param statistic what it is, never whose it is
   */
  Generator generator(String statistic) {
    long mixed = seed;
    for (int i = 0; i < statistic.length(); i++) {
      mixed = mixed * 0x9E3779B97F4A7C15L + statistic.charAt(i);
    }
    return new Generator(RandomSource.XO_RO_SHI_RO_128_PP.create(mixed));
  }

  /** A stream of random numbers. Not thread-safe. */
  static final class Generator {
    private final UniformRandomProvider random;
    private long bits;
    private int bitsLeft;

    Generator(UniformRandomProvider random) {
      this.random = random;
    }

    /** A number from 0 to {@code bound - 1}. */
    int below(int bound) {
      return random.nextInt(bound);
    }

    /** Either with probability one half. */
    boolean coin() {
      if (bitsLeft == 0) {
        bits = random.nextLong();
        bitsLeft = Long.SIZE;
      }
      boolean heads = (bits & 1) == 1;
      bits >>>= 1;
      bitsLeft--;
      return heads;
    }

    /** True with the given probability. */
    boolean happens(double probability) {
      return random.nextDouble() < probability;
    }

    /** How often each of {@code count} things comes in as many draws with replacement. */
    int[] draws(int count) {
      int[] draws = new int[count];
      for (int i = 0; i < count; i++) {
        draws[random.nextInt(count)]++;
      }
      return draws;
    }

    /** Brings a random choice of {@code chosen} elements, in any order, to the front. */
    void chooseFront(int[] elements, int chosen) {
      for (int i = 0; i < chosen; i++) {
        int other = i + random.nextInt(elements.length - i);
        int element = elements[i];
        elements[i] = elements[other];
        elements[other] = element;
      }
    }
  }
}
