package dev.decorum.stats;

/**
 * A statistic of one sample with the influence of every row on it. Everything that is a smooth
 * function of means has this form: the mean itself, a skill, an F1 score, an average precision.
 */
final class Linearised {
  private final double value;
  private final double[] influences;

  /**
   * @param value the statistic
   * @param influences what each row adds to its error; they sum to 0
   */
  Linearised(double value, double[] influences) {
    this.value = value;
    this.influences = influences;
  }

  /** The mean of {@code values}. */
  static Linearised mean(double[] values) {
    double mean = Moments.mean(values);
    double[] influences = new double[values.length];
    for (int row = 0; row < values.length; row++) {
      influences[row] = (values[row] - mean) / values.length;
    }
    return new Linearised(mean, influences);
  }

  /**
   * A smooth function of this and another statistic, by the delta method.
   *
   * @param result the function's value
   * @param byThis its derivative by this statistic
   * @param byOther its derivative by {@code other}
   */
  Linearised combined(double result, double byThis, Linearised other, double byOther) {
    double[] combined = new double[influences.length];
    for (int row = 0; row < combined.length; row++) {
      combined[row] = byThis * influences[row] + byOther * other.influences[row];
    }
    return new Linearised(result, combined);
  }

  double value() {
    return value;
  }

  Clustering.Spread spread(Clustering clustering) {
    return clustering.spread(influences);
  }

  /** The covariance of this statistic and another of the same rows. */
  double covariance(Linearised other, Clustering clustering) {
    return clustering.covariance(influences, other.influences);
  }

  /** The statistic with its cluster-robust interval, Student's t on {@code scale}. */
  Estimate estimate(Clustering clustering, Scale scale) {
    if (Double.isNaN(value)) {
      return Estimate.UNDEFINED;
    }
    if (scale.isAtEnd(value)) {
      Estimate atEnd = Wilson.atEnd(scale == Scale.FISHER ? (value + 1) / 2 : value, clustering);
      return scale == Scale.FISHER ? atEnd.scaled(2, -1) : atEnd;
    }
    Clustering.Spread spread = spread(clustering);
    return scale.interval(value, spread.standardError(), spread.critical95());
  }
}
