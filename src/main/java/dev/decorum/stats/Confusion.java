package dev.decorum.stats;

/**
 * Decisions at a threshold against labels: the four counts, and what is made of them. A row is
 * decided to be of the class if its score is at least the threshold. A metric that divides by zero
 * is undefined, where some libraries say 0.
 */
public final class Confusion {
  private final boolean[] decided;
  private final boolean[] labels;
  private final double truePositive;
  private final double falsePositive;
  private final double trueNegative;
  private final double falseNegative;

  private Confusion(
      boolean[] decided, boolean[] labels, double tp, double fp, double tn, double fn) {
    this.decided = decided;
    this.labels = labels;
    this.truePositive = tp;
    this.falsePositive = fp;
    this.trueNegative = tn;
    this.falseNegative = fn;
  }

  /** The decisions for {@code scores} at {@code threshold}. */
  public static Confusion at(double threshold, double[] scores, boolean[] labels) {
    boolean[] decided = new boolean[scores.length];
    long[] counts = new long[4];
    for (int row = 0; row < scores.length; row++) {
      decided[row] = scores[row] >= threshold;
      counts[(decided[row] ? 0 : 2) + (labels[row] == decided[row] ? 0 : 1)]++;
    }
    return new Confusion(decided, labels, counts[0], counts[1], counts[2], counts[3]);
  }

  /** The same for the other class. */
  public Confusion ofOtherClass() {
    return new Confusion(
        negated(decided),
        negated(labels),
        trueNegative,
        falseNegative,
        truePositive,
        falsePositive);
  }

  private static boolean[] negated(boolean[] values) {
    boolean[] negated = new boolean[values.length];
    for (int row = 0; row < values.length; row++) {
      negated[row] = !values[row];
    }
    return negated;
  }

  /** Rows of the class that were decided to be. */
  public long truePositives() {
    return (long) truePositive;
  }

  /** Rows of the other class that were decided to be of this one. */
  public long falsePositives() {
    return (long) falsePositive;
  }

  /** Rows of the other class that were decided to be. */
  public long trueNegatives() {
    return (long) trueNegative;
  }

  /** Rows of the class that were decided to be of the other. */
  public long falseNegatives() {
    return (long) falseNegative;
  }

  /** Of the rows decided to be of the class, the share that is. */
  public Estimate precision(Clustering clustering) {
    return shareAmong(decided, labels, clustering);
  }

  /** Of the rows of the class, the share that was found. */
  public Estimate recall(Clustering clustering) {
    return shareAmong(labels, decided, clustering);
  }

  private static Estimate shareAmong(boolean[] among, boolean[] counted, Clustering clustering) {
    int[] rows = Rows.where(among, true);
    double[] hits = new double[rows.length];
    for (int i = 0; i < hits.length; i++) {
      hits[i] = counted[rows[i]] ? 1 : 0;
    }
    return Means.share(hits, clustering.subset(rows));
  }

  /** The harmonic mean of precision and recall. */
  public Estimate f1(Clustering clustering) {
    double all = 2 * truePositive + falsePositive + falseNegative;
    double byWrong = -2 * truePositive / (all * all);
    return linearised(
            2 * truePositive / all, 2 * (all - 2 * truePositive) / (all * all), byWrong, 0, byWrong)
        .estimate(clustering, Transformation.LOGIT);
  }

  /** Matthews' correlation coefficient. */
  public Estimate matthewsCorrelation(Clustering clustering) {
    double decidedIn = truePositive + falsePositive;
    double reallyIn = truePositive + falseNegative;
    double reallyOut = trueNegative + falsePositive;
    double decidedOut = trueNegative + falseNegative;
    double root = Math.sqrt(decidedIn * reallyIn * reallyOut * decidedOut);
    double value = (truePositive * trueNegative - falsePositive * falseNegative) / root;
    return linearised(
            value,
            trueNegative / root - value / 2 * (1 / decidedIn + 1 / reallyIn),
            -falseNegative / root - value / 2 * (1 / decidedIn + 1 / reallyOut),
            truePositive / root - value / 2 * (1 / reallyOut + 1 / decidedOut),
            -falsePositive / root - value / 2 * (1 / reallyIn + 1 / decidedOut))
        .estimate(clustering, Transformation.FISHER);
  }

  /** The mean of the two classes' recalls. */
  public Estimate balancedAccuracy(Clustering clustering) {
    double in = truePositive + falseNegative;
    double out = trueNegative + falsePositive;
    return linearised(
            (truePositive / in + trueNegative / out) / 2,
            falseNegative / (in * in) / 2,
            -trueNegative / (out * out) / 2,
            falsePositive / (out * out) / 2,
            -truePositive / (in * in) / 2)
        .estimate(clustering, Transformation.LOGIT);
  }

  /** A function of the four counts that does not change when all of them are doubled. */
  private Linearised linearised(
      double value,
      double byTruePositive,
      double byFalsePositive,
      double byTrueNegative,
      double byFalseNegative) {
    double[] influenceFunction = new double[decided.length];
    for (int row = 0; row < influenceFunction.length; row++) {
      influenceFunction[row] =
          decided[row]
              ? (labels[row] ? byTruePositive : byFalsePositive)
              : (labels[row] ? byFalseNegative : byTrueNegative);
    }
    return new Linearised(value, influenceFunction);
  }

  /**
   * The score that as a threshold gives the greatest balanced accuracy (Youden's index); of several
   * the lowest. NaN where a class is missing.
   */
  public static double bestThreshold(double[] scores, boolean[] labels) {
    int[] order = Order.ascending(scores);
    double in = 0;
    for (boolean label : labels) {
      in += label ? 1 : 0;
    }
    double out = labels.length - in;
    if (in == 0 || out == 0) {
      return Double.NaN;
    }
    double best = Double.NEGATIVE_INFINITY;
    double threshold = Double.NaN;
    double inBelow = 0;
    double outBelow = 0;
    for (int i = 0; i < order.length; i++) {
      if (i == 0 || scores[order[i]] > scores[order[i - 1]]) {
        // In whole numbers: rounding must not tell thresholds apart that are equally good.
        double index = (in - inBelow) * out + outBelow * in;
        if (index > best) {
          best = index;
          threshold = scores[order[i]];
        }
      }
      if (labels[order[i]]) {
        inBelow++;
      } else {
        outBelow++;
      }
    }
    return threshold;
  }
}
