package dev.decorum.stats;

import java.util.Arrays;
import java.util.List;

/**
 * What several observations of one level have in common: the level, and how much it moves from one
 * to the next beyond their own errors. The model is {@code value_i = mean + b_i + e_i}, where
 * {@code e_i} has the observation's standard error and {@code b_i} a common variance.
 *
 * <p>No error counts as less than half the median error: a few rows that happen to agree would else
 * outweigh all other observations.
 *
 * <p>The variance between is Paule and Mandel's (1982): the one for which the weighted squares sum
 * to what they are expected to, {@code k - 1}; found by Newton's method from below (DerSimonian and
 * Kacker 2007), 0 where the errors alone explain the spread.
 *
 * @param mean the weighted mean; weights are 1 / (variance of the observation + between)
 * @param meanVariance the variance of that mean
 * @param between the variance from one observation to the next, beyond their own
 * @param leastError as how much smaller errors count
 * @param observations how many there are
 */
record RandomEffects(
    double mean, double meanVariance, double between, double leastError, int observations) {
  private static final double LEAST_OF_MEDIAN = 0.5;
  private static final int MOST_STEPS = 200;

  /** Differences of this part of the numbers that are compared come from rounding. */
  static final double ROUNDING = 1e-12;

  /**
   * @param observations at least one
   */
  static RandomEffects of(List<Observation> observations) {
    double[] values = new double[observations.size()];
    double[] errors = new double[values.length];
    double size = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = observations.get(i).value();
      errors[i] = observations.get(i).standardError();
      size = Math.max(size, Math.abs(values[i]));
    }
    double leastError = leastError(errors);
    double[] variances = new double[values.length];
    double largest = 0;
    double smallest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < values.length; i++) {
      double error = Math.max(errors[i], leastError);
      variances[i] = error * error;
      largest = Math.max(largest, variances[i]);
      smallest = Math.min(smallest, variances[i]);
    }
    double spread = values.length < 2 ? 0 : Moments.variance(values);
    if (Math.sqrt(spread) <= ROUNDING * size) {
      spread = 0;
    }
    double negligible = ROUNDING * (spread + largest);
    if (negligible == 0) {
      return new RandomEffects(Moments.mean(values), 0, 0, 0, values.length);
    }
    // Where most are without error, those have infinite weight if nothing is between them.
    double floor = smallest > negligible ? 0 : negligible;
    double between = spread > 0 ? between(values, variances, floor) : floor;
    Weighted weighted = new Weighted(values, variances, between);
    return new RandomEffects(
        weighted.mean, 1 / weighted.sum, between > floor ? between : 0, leastError, values.length);
  }

  private static double leastError(double[] errors) {
    double[] sorted = errors.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return LEAST_OF_MEDIAN * median;
  }

  private static double between(double[] values, double[] variances, double from) {
    double between = from;
    for (int step = 0; step < MOST_STEPS; step++) {
      Weighted weighted = new Weighted(values, variances, between);
      double excess = weighted.squares - (values.length - 1);
      double move = excess / weighted.slope;
      if (!(excess > 0) || between + move == between) {
        break;
      }
      between += move;
    }
    return between;
  }

  /** What a further observation with this standard error is expected to be. */
  Prediction predict(double standardError) {
    double error = Math.max(standardError, leastError);
    return new Prediction(
        mean, Math.sqrt(error * error + between + meanVariance), observations - 1.0);
  }

  /** What one of the observations, which has this standard error, is by their level alone. */
  Prediction ofLevel(double standardError) {
    double error = Math.max(standardError, leastError);
    return new Prediction(mean, Math.sqrt(error * error + between), observations - 1.0);
  }

  /** Sums over the observations for one variance between them. */
  private static final class Weighted {
    private final double sum;
    private final double mean;
    private final double squares;
    private final double slope;

    Weighted(double[] values, double[] variances, double between) {
      double weights = 0;
      double total = 0;
      for (int i = 0; i < values.length; i++) {
        double weight = 1 / (variances[i] + between);
        weights += weight;
        total += weight * (values[i] - values[0]);
      }
      sum = weights;
      mean = values[0] + total / weights;
      double allSquares = 0;
      double allSlopes = 0;
      for (int i = 0; i < values.length; i++) {
        double weight = 1 / (variances[i] + between);
        double square = weight * (values[i] - mean) * (values[i] - mean);
        allSquares += square;
        allSlopes += weight * square;
      }
      squares = allSquares;
      slope = allSlopes;
    }
  }
}
