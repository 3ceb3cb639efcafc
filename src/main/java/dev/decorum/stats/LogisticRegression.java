package dev.decorum.stats;

/**
 * Logistic regression of a label on one number, {@code P(label) = logistic(intercept + slope * x)},
 * by maximum likelihood: Platt's (1999) scaling without his smoothing of the labels, Cox's (1958)
 * calibration slope, and without an intercept temperature scaling (Guo et al. 2017), whose
 * temperature is {@code 1 / slope}.
 */
public final class LogisticRegression {
  private static final int MOST_STEPS = 100;
  private static final double TOLERANCE = 1e-12;

  private static final double ROUNDING = 1e-13;

  /** Of the product of its diagonal, the least that the determinant of the information may be. */
  private static final double SINGULAR = 1e-12;

  private final double[] x;
  private final boolean[] labels;
  private final boolean withIntercept;
  private final double intercept;
  private final double slope;

  private LogisticRegression(
      double[] x, boolean[] labels, boolean withIntercept, double intercept, double slope) {
    this.x = x;
    this.labels = labels;
    this.withIntercept = withIntercept;
    this.intercept = intercept;
    this.slope = slope;
  }

  /**
   * Fits by Newton's method.
   *
   * @param x finite numbers, for example differences of logits
   * @param labels the labels of the same rows
   * @param withIntercept whether there is an intercept; else it is 0
   * @return coefficients that are NaN where the data have no maximum: one label only, labels that a
   *     threshold separates, or a constant {@code x}
   */
  public static LogisticRegression fit(double[] x, boolean[] labels, boolean withIntercept) {
    double a = 0;
    double b = 0;
    double likelihood = logLikelihood(x, labels, a, b);
    for (int step = 0; step < MOST_STEPS; step++) {
      Normal normal = Normal.at(x, labels, a, b);
      double determinant = normal.determinant();
      boolean singular =
          withIntercept
              ? !(determinant > SINGULAR * normal.ww() * normal.xx())
              : !(normal.xx() > 0);
      if (singular) {
        return undefined(x, labels, withIntercept);
      }
      double stepA =
          withIntercept
              ? (normal.xx() * normal.scoreA() - normal.wx() * normal.scoreB()) / determinant
              : 0;
      double stepB =
          withIntercept
              ? (normal.ww() * normal.scoreB() - normal.wx() * normal.scoreA()) / determinant
              : normal.scoreB() / normal.xx();
      double size = 1;
      double next = logLikelihood(x, labels, a + stepA, b + stepB);
      // Near the maximum only rounding makes it fall.
      while (!(next >= likelihood - ROUNDING * Math.abs(likelihood)) && size > 1e-10) {
        size /= 2;
        next = logLikelihood(x, labels, a + size * stepA, b + size * stepB);
      }
      a += size * stepA;
      b += size * stepB;
      likelihood = next;
      if (Math.abs(stepA) <= TOLERANCE * (1 + Math.abs(a))
          && Math.abs(stepB) <= TOLERANCE * (1 + Math.abs(b))) {
        return new LogisticRegression(x, labels, withIntercept, a, b);
      }
    }
    return undefined(x, labels, withIntercept);
  }

  private static LogisticRegression undefined(double[] x, boolean[] labels, boolean withIntercept) {
    return new LogisticRegression(x, labels, withIntercept, Double.NaN, Double.NaN);
  }

  private static double logLikelihood(double[] x, boolean[] labels, double a, double b) {
    double sum = 0;
    for (int row = 0; row < x.length; row++) {
      sum -= crossEntropy(a + b * x[row], labels[row]);
    }
    return sum;
  }

  /** {@code -ln P(label)} at a difference of logits, without overflow and without cancellation. */
  public static double crossEntropy(double logit, boolean label) {
    double against = label ? -logit : logit;
    return against > 0 ? against + Math.log1p(Math.exp(-against)) : Math.log1p(Math.exp(against));
  }

  /** The intercept; 0 where none was fitted, NaN where there is no maximum. */
  public double intercept() {
    return intercept;
  }

  /** The slope; NaN where there is no maximum. */
  public double slope() {
    return slope;
  }

  /** The slope with its cluster-robust interval. */
  public Estimate slopeEstimate(Clustering clustering) {
    return estimate(clustering, false);
  }

  /** The intercept with its cluster-robust interval. */
  public Estimate interceptEstimate(Clustering clustering) {
    return estimate(clustering, true);
  }

  private Estimate estimate(Clustering clustering, boolean ofIntercept) {
    if (Double.isNaN(slope)) {
      return Estimate.UNDEFINED;
    }
    Normal normal = Normal.at(x, labels, intercept, slope);
    double[] influenceFunction = new double[x.length];
    for (int row = 0; row < x.length; row++) {
      double residual = (labels[row] ? 1 : 0) - Transformation.logistic(intercept + slope * x[row]);
      influenceFunction[row] = residual * normal.leverage(x[row], withIntercept, ofIntercept);
    }
    return new Linearised(ofIntercept ? intercept : slope, influenceFunction)
        .estimate(clustering, Transformation.IDENTITY);
  }

  /**
   * The score and the information of the likelihood: {@code ww}, {@code wx} and {@code xx} are the
   * sums of the weights {@code p(1-p)}, of their products with x and with its square.
   */
  private record Normal(double scoreA, double scoreB, double ww, double wx, double xx) {
    static Normal at(double[] x, boolean[] labels, double a, double b) {
      double scoreA = 0;
      double scoreB = 0;
      double ww = 0;
      double wx = 0;
      double xx = 0;
      for (int row = 0; row < x.length; row++) {
        double p = Transformation.logistic(a + b * x[row]);
        double residual = (labels[row] ? 1 : 0) - p;
        double weight = p * (1 - p);
        scoreA += residual;
        scoreB += residual * x[row];
        ww += weight;
        wx += weight * x[row];
        xx += weight * x[row] * x[row];
      }
      return new Normal(scoreA, scoreB, ww, wx, xx);
    }

    double determinant() {
      return ww * xx - wx * wx;
    }

    /** A row of the inverse information times (1, x). */
    double leverage(double x, boolean withIntercept, boolean ofIntercept) {
      if (!withIntercept) {
        return ofIntercept ? 0 : x / xx;
      }
      return ofIntercept ? (xx - wx * x) / determinant() : (ww * x - wx) / determinant();
    }
  }
}
