package dev.decorum.rank;

/**
 * Which pairs are made of the replies to one context.
 *
 * @param pairing how many pairs a group gives
 * @param minMargin chosen and rejected have to differ by so much in their score, from 0
 * @param minChosen the least score of a chosen reply; negative infinity for any
 * @param mostPairs at most so many pairs a group, largest margins first
 * @param duplicateThreshold replies are near-duplicates from this Jaccard index on; above 1, none
 *     are
 * @param lengthGuard whether the length of replies is balanced
 */
public record PairOptions(
    Pairing pairing,
    double minMargin,
    double minChosen,
    int mostPairs,
    double duplicateThreshold,
    boolean lengthGuard) {

  /** How many pairs a group gives. */
  public enum Pairing {
    /** One: the best reply against the worst. */
    BEST_WORST,
    /** Every two replies whose margin is large enough. */
    ALL
  }

  public PairOptions {
    if (!(minMargin >= 0 && Double.isFinite(minMargin))) {
      throw new IllegalArgumentException("a margin is 0 or more: " + minMargin);
    }
    if (Double.isNaN(minChosen) || minChosen == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException("the least score of a chosen reply is a number");
    }
    if (mostPairs < 1) {
      throw new IllegalArgumentException("at least one pair: " + mostPairs);
    }
    if (!(duplicateThreshold > 0)) {
      throw new IllegalArgumentException("no threshold: " + duplicateThreshold);
    }
  }

  /** Options without a least score of chosen replies. */
  public PairOptions(
      Pairing pairing,
      double minMargin,
      int mostPairs,
      double duplicateThreshold,
      boolean lengthGuard) {
    this(pairing, minMargin, Double.NEGATIVE_INFINITY, mostPairs, duplicateThreshold, lengthGuard);
  }

  /** Whether chosen replies need a least score. */
  public boolean hasMinChosen() {
    return minChosen != Double.NEGATIVE_INFINITY;
  }

  int limit() {
    return pairing == Pairing.BEST_WORST ? 1 : mostPairs;
  }
}
