package dev.decorum.stats;

import java.util.List;

/** Means and shares of one sample, with cluster-robust intervals. */
public final class Means {
  private Means() {}

  /** The mean with Student's t interval and the cluster-robust standard error. */
  public static Estimate student(double[] values, Clustering clustering) {
    return values.length == 0
        ? Estimate.UNDEFINED
        : Linearised.mean(values).estimate(clustering, Transformation.IDENTITY);
  }

  /**
   * The mean with the studentised cluster bootstrap's interval, where the clusters are worth it;
   * else Student's.
   */
  public static Estimate bootstrap(double[] values, Clustering clustering, Resampling resampling) {
    Estimate student = student(values, clustering);
    if (clustering.isTwoWay() || !Resampling.isWorthwhile(clustering.clusters())) {
      return student;
    }
    return StudentisedBootstrap.oneSample(values, student.value(), clustering)
        .interval(student, resampling.generator("mean"), resampling.replicates());
  }

  /**
   * The share of rows whose value is 1, with Wilson's interval; values between (a tie as one half)
   * count in part.
   */
  public static Estimate share(double[] values, Clustering clustering) {
    if (values.length == 0) {
      return Estimate.UNDEFINED;
    }
    Linearised mean = Linearised.mean(values);
    return Wilson.interval(
        mean.value(), values.length, mean.spread(clustering).variance(), clustering);
  }

  /**
   * How many times larger the variance of the mean is than that of as many independent rows; 1 for
   * independent rows.
   */
  public static double designEffect(double[] values, Clustering clustering) {
    double variance = Linearised.mean(values).spread(clustering).variance();
    return variance / (Moments.variance(values) / values.length);
  }

  /** The standard deviation of values about the means of their groups; 0 where none can vary. */
  public static double pooledDeviation(List<double[]> groups) {
    double squares = 0;
    int freedom = 0;
    for (double[] values : groups) {
      if (values.length > 1) {
        squares += Moments.variance(values) * (values.length - 1);
        freedom += values.length - 1;
      }
    }
    return freedom == 0 ? 0 : Math.sqrt(squares / freedom);
  }

  /**
   * How much better a mean loss is than that of a constant guess at the base rate: {@code 1 - loss
   * / loss of the guess}; 0 for the guess itself, 1 for perfection.
   *
   * @param losses cross-entropies
   */
  public static Estimate logLossSkill(double[] losses, boolean[] labels, Clustering clustering) {
    Linearised rate = rate(labels);
    double b = rate.value();
    return skill(
        losses,
        rate,
        -(b * Math.log(b) + (1 - b) * Math.log1p(-b)),
        Math.log((1 - b) / b),
        clustering);
  }

  /**
   * The same for squared errors: the Brier skill score.
   *
   * @param losses squared differences of probability and label
   */
  public static Estimate brierSkill(double[] losses, boolean[] labels, Clustering clustering) {
    Linearised rate = rate(labels);
    double b = rate.value();
    return skill(losses, rate, b * (1 - b), 1 - 2 * b, clustering);
  }

  private static Linearised rate(boolean[] labels) {
    double[] values = new double[labels.length];
    for (int row = 0; row < values.length; row++) {
      values[row] = labels[row] ? 1 : 0;
    }
    return Linearised.mean(values);
  }

  private static Estimate skill(
      double[] losses, Linearised rate, double guess, double guessByRate, Clustering clustering) {
    if (!(guess > 0)) {
      return Estimate.UNDEFINED;
    }
    Linearised loss = Linearised.mean(losses);
    return loss.combined(
            1 - loss.value() / guess,
            -1 / guess,
            rate,
            loss.value() / (guess * guess) * guessByRate)
        .estimate(clustering, Transformation.IDENTITY);
  }
}
