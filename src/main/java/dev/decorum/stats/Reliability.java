package dev.decorum.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Whether probabilities come true: rows in bins of about equal size by their probability, the mean
 * probability of each beside the share that came true. Equal probabilities are never in two bins.
 */
public final class Reliability {
  private static final int MOST_SIMULATIONS = 999;
  private static final long MOST_DRAWS = 20_000_000L;

  /**
   * One bin.
   *
   * @param lowest its lowest probability
   * @param highest its highest probability
   * @param count how many rows it holds
   * @param meanProbability the mean of their probabilities
   * @param observedRate the share of them with the label
   */
  public record Bin(
      double lowest, double highest, int count, double meanProbability, Estimate observedRate) {}

  /**
   * What chance alone gives.
   *
   * @param mean on average
   * @param highest in 95% of cases no more than this
   */
  public record ChanceLevel(double mean, double highest) {}

  private final double[] probabilities;
  private final boolean[] labels;
  private final Clustering clustering;
  private final EqualMassBins binned;

  /**
   * @param targetBins how many bins there are where no ties stand in the way
   */
  public Reliability(
      double[] probabilities, boolean[] labels, Clustering clustering, int targetBins) {
    this.probabilities = probabilities;
    this.labels = labels;
    this.clustering = clustering;
    this.binned = EqualMassBins.of(probabilities, targetBins);
  }

  /** The bins, lowest probabilities first. */
  public List<Bin> bins() {
    List<Bin> bins = new ArrayList<>();
    for (int[] members : binned.members()) {
      bins.add(bin(members));
    }
    return bins;
  }

  private Bin bin(int[] members) {
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    double[] predicted = new double[members.length];
    double[] observed = new double[members.length];
    for (int i = 0; i < members.length; i++) {
      predicted[i] = probabilities[members[i]];
      observed[i] = labels[members[i]] ? 1 : 0;
      lowest = Math.min(lowest, predicted[i]);
      highest = Math.max(highest, predicted[i]);
    }
    return new Bin(
        lowest,
        highest,
        members.length,
        Moments.mean(predicted),
        Means.share(observed, clustering.subset(members)));
  }

  /**
   * The expected calibration error: the mean distance, by rows, between a bin's mean probability
   * and its observed rate (Naeini, Cooper and Hauskrecht 2015). Never 0 for a finite number of rows
   * even if the probabilities are perfect: see {@link #errorOfPerfectCalibration}. The interval is
   * the basic cluster bootstrap's with the bins held fixed.
   */
  public Estimate expectedCalibrationError(Resampling resampling) {
    return ClusterBootstrap.basic(
            weights -> error(labels, weights), clustering, resampling, "calibration error")
        .within(0, 1);
  }

  /**
   * What {@link #expectedCalibrationError} would be by chance alone, were every probability exactly
   * right and every row independent: mean and 95% quantile over labels drawn from the probabilities
   * (Bröcker and Smith 2007, consistency resampling).
   */
  public ChanceLevel errorOfPerfectCalibration(Resampling resampling) {
    Resampling.Generator generator = resampling.generator("perfect calibration");
    int rows = probabilities.length;
    int simulations =
        (int) Math.max(99, Math.min(MOST_SIMULATIONS, MOST_DRAWS / Math.max(1, rows)));
    double[] weights = new double[rows];
    Arrays.fill(weights, 1);
    boolean[] drawn = new boolean[rows];
    double[] errors = new double[simulations];
    for (int i = 0; i < simulations; i++) {
      for (int row = 0; row < rows; row++) {
        drawn[row] = generator.happens(probabilities[row]);
      }
      errors[i] = error(drawn, weights);
    }
    Arrays.sort(errors);
    return new ChanceLevel(Moments.mean(errors), ClusterBootstrap.quantile(errors, 0.95));
  }

  private double error(boolean[] outcomes, double[] weights) {
    double[] gaps = new double[binned.count()];
    double sum = 0;
    for (int row = 0; row < weights.length; row++) {
      gaps[binned.bin(row)] += weights[row] * ((outcomes[row] ? 1 : 0) - probabilities[row]);
      sum += weights[row];
    }
    double error = 0;
    for (double gap : gaps) {
      error += Math.abs(gap);
    }
    return error / sum;
  }
}
