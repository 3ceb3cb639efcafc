package dev.decorum.stats;

import java.util.List;
import java.util.Optional;

/**
 * The latest observation against the ones before it, as a prediction: is it further from their mean
 * than the errors of all of them and the movement from one to the next explain?
 *
 * <p>The movement is Paule and Mandel's variance between observations. The difference has the
 * variance {@code own error^2 + variance between + variance of the mean}, and its ratio to that is
 * held against Student's t with one degree of freedom less than there are earlier observations
 * (Higgins, Thompson and Spiegelhalter 2009, with the degrees of freedom of Partlett and Riley
 * 2017; exact for observations of equal precision whose movement is not estimated as 0, cautious
 * else). Assumes that earlier observations are independent of each other and had one level.
 *
 * @param earlier how many observations it is compared with
 * @param expected their mean, by precision
 * @param difference the latest less {@code expected}, with the 95% interval
 * @param between the standard deviation from one observation to the next beyond their own errors,
 *     on the scale of the observations (of {@link ShareScale} where they are on it)
 * @param degreesOfFreedom of Student's t
 * @param pValue two-sided, of the latest having the earlier ones' level
 */
public record TrailingComparison(
    int earlier,
    double expected,
    Estimate difference,
    double between,
    double degreesOfFreedom,
    double pValue) {

  /** Fewer earlier observations are not compared with. */
  public static final int FEWEST = 3;

  /**
   * Compares means and other numbers.
   *
   * @param earlier the observations before, in any order
   * @return nothing where there are fewer than {@link #FEWEST} of them
   */
  public static Optional<TrailingComparison> of(Observation latest, List<Observation> earlier) {
    if (earlier.size() < FEWEST) {
      return Optional.empty();
    }
    RandomEffects effects = RandomEffects.of(earlier);
    Prediction prediction = effects.predict(latest.standardError());
    double difference = prediction.difference(latest.value());
    double reach = prediction.reach();
    return Optional.of(
        new TrailingComparison(
            earlier.size(),
            prediction.mean(),
            new Estimate(
                difference, prediction.standardError(), difference - reach, difference + reach),
            Math.sqrt(effects.between()),
            prediction.degreesOfFreedom(),
            CriticalValues.twoSidedP(
                prediction.ratio(latest.value()), prediction.degreesOfFreedom())));
  }

  /**
   * Compares shares: observations on {@link ShareScale}, the result in shares. The interval
   * excludes 0 exactly where the p-value is below 0.05.
   *
   * @param latest from {@link ShareScale#observation}
   * @param earlier likewise
   */
  public static Optional<TrailingComparison> ofShares(
      Observation latest, List<Observation> earlier) {
    return of(latest, earlier).map(TrailingComparison::inShares);
  }

  private TrailingComparison inShares() {
    double share = ShareScale.share(expected);
    return new TrailingComparison(
        earlier,
        share,
        new Estimate(
            ShareScale.share(expected + difference.value()) - share,
            difference.standardError() * ShareScale.slope(expected + difference.value()),
            ShareScale.share(expected + difference.low()) - share,
            ShareScale.share(expected + difference.high()) - share),
        between,
        degreesOfFreedom,
        pValue);
  }
}
