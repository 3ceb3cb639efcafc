package dev.decorum.stats;

/**
 * The scale on which shares are followed over time: {@code arcsin(sqrt(share))}, 0 to pi/2. On it
 * the error of a share hardly depends on the share (about {@code 1/(2 sqrt(n))}; Fisher 1922,
 * Bartlett 1947), so a share of 0 has an error too, and small shares do not look more precise than
 * large ones.
 *
 * <p>Where rows are clustered, n is the effective number of rows of the shares' intervals: rows
 * over the design effect (at least 1); for a share of 0 or 1, which tells of no design effect, the
 * number of clusters.
 */
public final class ShareScale {
  private ShareScale() {}

  /**
   * A share as an observation on this scale.
   *
   * @param share 0 to 1
   * @param standardError its cluster-robust standard error, in shares; not looked at for 0 and 1
   * @param rows how many rows it is a share of, at least 1
   * @param clusters how many clusters they are of, 1 to {@code rows}
   */
  public static Observation observation(
      double share, double standardError, int rows, int clusters) {
    double effective = effectiveRows(share, standardError, rows, clusters);
    return new Observation(Math.asin(Math.sqrt(share)), 0.5 / Math.sqrt(effective));
  }

  /** The effective number of rows of a share, 1 to {@code rows}. */
  static double effectiveRows(double share, double standardError, int rows, int clusters) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share " + share + " is not from 0 to 1");
    }
    if (clusters < 1 || rows < clusters) {
      throw new IllegalArgumentException(rows + " rows in " + clusters + " clusters");
    }
    if (share == 0 || share == 1 || rows == 1) {
      return clusters;
    }
    double ofIndependentRows = share * (1 - share) / (rows - 1);
    double effective = rows / Math.max(1, standardError * standardError / ofIndependentRows);
    if (!(standardError >= 0)) {
      throw new IllegalArgumentException("standard error " + standardError + " is not at least 0");
    }
    return Math.max(1, effective);
  }

  /** The share at a point of the scale; points beyond its ends are taken for the ends. */
  public static double share(double point) {
    double sine = Math.sin(Math.max(0, Math.min(Math.PI / 2, point)));
    return sine * sine;
  }

  /** How much the share grows with the scale. */
  static double slope(double point) {
    return Math.sin(2 * Math.max(0, Math.min(Math.PI / 2, point)));
  }
}
