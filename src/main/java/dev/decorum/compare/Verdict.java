package dev.decorum.compare;

import dev.decorum.stats.Estimate;

/**
 * What the data say of a candidate against a reference, with regard to a margin below which a
 * difference does not matter.
 */
public enum Verdict {
  /** More appropriate: the interval of the difference is above 0, and so says the test. */
  BETTER,
  /** Less appropriate: the interval is below 0, and so says the test. */
  WORSE,
  /**
   * The interval is within the margin on both sides, or there is no difference at all: none that
   * matters.
   */
  EQUIVALENT,
  /** Not worse by more than the margin; it may be as good or better. */
  NOT_WORSE,
  /** Not better by more than the margin; it may be as good or worse. */
  NOT_BETTER,
  /** The data allow for both, a difference that matters either way. */
  INCONCLUSIVE;

  /** The level of the test. */
  static final double SIGNIFICANCE = 0.05;

  /**
   * The verdict on a difference.
   *
   * @param difference candidate less reference
   * @param adjustedP p-value of no difference, corrected for the number of pairs looked at
   * @param margin from 0
   */
  static Verdict of(Estimate difference, double adjustedP, double margin) {
    if (!difference.hasInterval()) {
      return INCONCLUSIVE;
    }
    boolean isNone = difference.low() == 0 && difference.high() == 0;
    if (isNone || (difference.low() > -margin && difference.high() < margin)) {
      return EQUIVALENT;
    }
    if (adjustedP < SIGNIFICANCE && difference.excludes(0)) {
      return difference.value() > 0 ? BETTER : WORSE;
    }
    if (difference.low() > -margin) {
      return NOT_WORSE;
    }
    return difference.high() < margin ? NOT_BETTER : INCONCLUSIVE;
  }
}
