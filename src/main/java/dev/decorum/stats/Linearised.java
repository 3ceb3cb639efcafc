package dev.decorum.stats;

/**
 * A statistic of one sample with its influence function at every row. Everything that is a smooth
 * function of means has this form: the mean itself, a skill, an F1 score, an average precision.
 */
final class Linearised {
  private final double value;
  private final double[] influenceFunction;

  /**
   * @param value the statistic
   * @param influenceFunction what each row adds to its error; its values sum to 0
   */
  Linearised(double value, double[] influenceFunction) {
    this.value = value;
    this.influenceFunction = influenceFunction;
  }

  /** The mean of {@code values}. */
  static Linearised mean(double[] values) {
    double mean = Moments.mean(values);
    double[] influenceFunction = new double[values.length];
    for (int row = 0; row < values.length; row++) {
      influenceFunction[row] = (values[row] - mean) / values.length;
    }
    return new Linearised(mean, influenceFunction);
  }

  /**
   * A smooth function of this and another statistic, by the delta method.
   *
   * @param result the function's value
   * @param byThis its derivative by this statistic
   * @param byOther its derivative by {@code other}
   */
  Linearised combined(double result, double byThis, Linearised other, double byOther) {
    double[] combined = new double[influenceFunction.length];
    for (int row = 0; row < combined.length; row++) {
      combined[row] = byThis * influenceFunction[row] + byOther * other.influenceFunction[row];
    }
    return new Linearised(result, combined);
  }

  double value() {
    return value;
  }

  Clustering.Spread spread(Clustering clustering) {
    return clustering.spread(influenceFunction);
  }

  /** The covariance of this statistic and another of the same rows. */
  double covariance(Linearised other, Clustering clustering) {
    return clustering.covariance(influenceFunction, other.influenceFunction);
  }

  /** The statistic with its cluster-robust interval, Student's t after {@code transformation}. */
  Estimate estimate(Clustering clustering, Transformation transformation) {
    if (Double.isNaN(value)) {
      return Estimate.UNDEFINED;
    }
    if (transformation.isAtEnd(value)) {
      Estimate atEnd =
          Wilson.atEnd(
              transformation == Transformation.FISHER ? (value + 1) / 2 : value, clustering);
      return transformation == Transformation.FISHER ? atEnd.scaled(2, -1) : atEnd;
    }
    Clustering.Spread spread = spread(clustering);
    return transformation.interval(value, spread.standardError(), spread.critical95());
  }
}
