package dev.decorum.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Intervals of several differences of means that hold all at once: in 95% of studies every one of
 * them contains its true value. Each is {@code difference ± c * standard error} with one factor c
 * for all, as in Tukey's method, but without its assumptions of equal variances and independent
 * samples.
 *
 * <p>c is the 95% quantile of the largest |t|, which is simulated: every unit (cluster, pair or
 * row) of the data gets a random sign, the same in all differences, so that the correlation between
 * differences is that of the data (score bootstrap with Rademacher weights: Kline, Santos 2012; max
 * t: Westfall, Young 1993). Every replicate is divided by its own cluster-robust standard error.
 *
 * <p>Where a difference rests on fewer than ten clusters, or rows belong together in two ways, c is
 * Student's with Bonferroni's correction, which is a little wider than needed.
 */
public final class SimultaneousDifferences {
  /** Multiplications: a second or so. */
  private static final long MOST_WORK = 400_000_000L;

  private static final int FEWEST_REPLICATES = 1_999;

  /** One difference of means, and what each unit adds to its error. Immutable. */
  public static final class Contrast {
    private final MeanDifference difference;
    private final int[] units;
    private final double[] first;
    private final double[] second;
    private final int firstUnits;
    private final int secondUnits;
    private final int allUnits;
    private final int sharedUnits;

    /**
     * @param first what each row adds to the error of the first mean; NaN for rows of the second
     * @param second the same for the second mean
     */
    private Contrast(MeanDifference difference, int[] units, double[] first, double[] second) {
      this.difference = difference;
      this.units = units;
      this.first = first;
      this.second = second;
      this.firstUnits = distinct(units, first);
      this.secondUnits = distinct(units, second);
      this.allUnits = distinct(units, new double[0]);
      this.sharedUnits = firstUnits + secondUnits - allUnits;
    }

    /** How many units have a row with a value; all of them if no values are given. */
    private static int distinct(int[] units, double[] values) {
      return (int)
          IntStream.range(0, units.length)
              .filter(row -> values.length == 0 || !Double.isNaN(values[row]))
              .map(row -> units[row])
              .distinct()
              .count();
    }

    /**
     * A difference of paired rows.
     *
     * @param difference the difference and its standard error
     * @param differences second less first, one for each pair
     * @param units the unit of each pair, from 0; the same numbers in all contrasts
     */
    public static Contrast paired(MeanDifference difference, double[] differences, int[] units) {
      double[] influence = new double[differences.length];
      double[] none = new double[differences.length];
      for (int row = 0; row < influence.length; row++) {
        influence[row] = (differences[row] - difference.difference().value()) / influence.length;
        none[row] = Double.NaN;
      }
      return new Contrast(difference, units.clone(), none, influence);
    }

    /**
     * A difference of samples that are not paired.
     *
     * @param difference the difference and its standard error
     * @param values of both samples
     * @param inSecond which of them are of the second
     * @param units the unit of each row, from 0; the same numbers in all contrasts
     */
    public static Contrast unpaired(
        MeanDifference difference, double[] values, boolean[] inSecond, int[] units) {
      double[][] influence = new double[2][values.length];
      for (int sample = 0; sample < 2; sample++) {
        int[] rows = Rows.where(inSecond, sample == 1);
        double mean = Arrays.stream(Rows.pick(values, rows)).average().orElse(Double.NaN);
        Arrays.fill(influence[sample], Double.NaN);
        for (int row : rows) {
          influence[sample][row] = (sample == 1 ? 1 : -1) * (values[row] - mean) / rows.length;
        }
      }
      return new Contrast(difference, units.clone(), influence[0], influence[1]);
    }

    private boolean varies() {
      return difference.difference().standardError() > 0;
    }

    private int fewestUnits() {
      return firstUnits == 0 ? secondUnits : Math.min(firstUnits, secondUnits);
    }
  }

  private final List<MeanDifference> differences;
  private final double factor;
  private final boolean simulated;

  private SimultaneousDifferences(
      List<MeanDifference> differences, double factor, boolean simulated) {
    this.differences = List.copyOf(differences);
    this.factor = factor;
    this.simulated = simulated;
  }

  /**
   * The intervals with a simulated factor, where every contrast rests on ten units or more;
   * otherwise those of {@link #bonferroni}.
   *
   * @param contrasts at least one
   */
  public static SimultaneousDifferences of(List<Contrast> contrasts, Resampling resampling) {
    List<MeanDifference> differences = contrasts.stream().map(each -> each.difference).toList();
    List<Contrast> varying = contrasts.stream().filter(Contrast::varies).toList();
    if (varying.isEmpty()
        || varying.stream().anyMatch(each -> each.fewestUnits() < Resampling.FEWEST_CLUSTERS)) {
      return bonferroni(differences);
    }
    double simulated = new Simulation(varying, resampling).factor();
    if (!Double.isFinite(simulated)) {
      return bonferroni(differences);
    }
    // The largest of several |t| is no smaller than one of them.
    double single =
        varying.stream()
            .mapToDouble(each -> CriticalValues.student95(each.difference.degreesOfFreedom()))
            .max()
            .orElse(0);
    return new SimultaneousDifferences(differences, Math.max(single, simulated), true);
  }

  /** The intervals with Bonferroni's correction of Student's t, each with its own factor. */
  public static SimultaneousDifferences bonferroni(List<MeanDifference> differences) {
    return new SimultaneousDifferences(differences, Double.NaN, false);
  }

  /** Whether the factor was simulated; otherwise it is Bonferroni's. */
  public boolean isSimulated() {
    return simulated;
  }

  /** The differences with their simultaneous intervals, in the order of the contrasts. */
  public List<Estimate> estimates() {
    List<Estimate> estimates = new ArrayList<>();
    double tail = (1 - Estimate.LEVEL) / 2 / differences.size();
    for (MeanDifference each : differences) {
      double own = simulated ? factor : CriticalValues.student(each.degreesOfFreedom(), 1 - tail);
      Estimate difference = each.difference();
      estimates.add(
          Transformation.IDENTITY.interval(difference.value(), difference.standardError(), own));
    }
    return estimates;
  }

  /** Draws signs of units, and finds the largest |t| of each draw. */
  private static final class Simulation {
    private final List<Contrast> contrasts;
    private final Resampling.Generator generator;
    private final int replicates;
    private final int blocks;

    /** For each block, the influences of first and second sample by contrast. */
    private final double[] influences;

    private final double[] firstSquares;
    private final double[] secondSquares;
    private final double[] products;

    Simulation(List<Contrast> contrasts, Resampling resampling) {
      this.contrasts = contrasts;
      this.generator = resampling.generator("simultaneous");
      int width = 2 * contrasts.size();
      double[][] byUnit = withoutIdle(byUnit(contrasts));
      int[] order = Order.byContent(List.of(byUnit), List.of());
      this.blocks = Math.min(order.length, Resampling.MOST_CLUSTERS);
      if (blocks < order.length) {
        // Signs of random blocks of units are as good as signs of units, where there are thousands.
        generator.chooseFront(order, order.length);
      }
      this.influences = new double[blocks * width];
      for (int i = 0; i < order.length; i++) {
        for (int column = 0; column < width; column++) {
          influences[i % blocks * width + column] += byUnit[column][order[i]];
        }
      }
      this.firstSquares = new double[contrasts.size()];
      this.secondSquares = new double[contrasts.size()];
      this.products = new double[contrasts.size()];
      for (int block = 0; block < blocks; block++) {
        for (int c = 0; c < contrasts.size(); c++) {
          double a = influences[block * width + 2 * c];
          double b = influences[block * width + 2 * c + 1];
          firstSquares[c] += a * a;
          secondSquares[c] += b * b;
          products[c] += a * b;
        }
      }
      long affordable = MOST_WORK / ((long) blocks * width);
      this.replicates =
          (int) Math.min(resampling.replicates(), Math.max(FEWEST_REPLICATES, affordable));
    }

    /** Sums by unit: two columns for each contrast. */
    private static double[][] byUnit(List<Contrast> contrasts) {
      int count = 0;
      for (Contrast each : contrasts) {
        count = Math.max(count, Arrays.stream(each.units).max().orElse(-1) + 1);
      }
      double[][] sums = new double[2 * contrasts.size()][count];
      for (int c = 0; c < contrasts.size(); c++) {
        Contrast each = contrasts.get(c);
        for (int row = 0; row < each.units.length; row++) {
          if (!Double.isNaN(each.first[row])) {
            sums[2 * c][each.units[row]] += each.first[row];
          }
          if (!Double.isNaN(each.second[row])) {
            sums[2 * c + 1][each.units[row]] += each.second[row];
          }
        }
      }
      return sums;
    }

    /** The columns without units that add nothing to any contrast. */
    private static double[][] withoutIdle(double[][] byUnit) {
      int[] kept =
          IntStream.range(0, byUnit[0].length)
              .filter(unit -> Arrays.stream(byUnit).anyMatch(column -> column[unit] != 0))
              .toArray();
      return Arrays.stream(byUnit).map(column -> Rows.pick(column, kept)).toArray(double[][]::new);
    }

    double factor() {
      double[] largest = new double[replicates];
      double[] sums = new double[2 * contrasts.size()];
      for (int i = 0; i < replicates; i++) {
        largest[i] = replicate(sums);
      }
      Arrays.sort(largest);
      return ClusterBootstrap.quantile(largest, Estimate.LEVEL);
    }

    private double replicate(double[] sums) {
      Arrays.fill(sums, 0);
      int width = sums.length;
      for (int block = 0; block < blocks; block++) {
        int start = block * width;
        if (generator.coin()) {
          for (int column = 0; column < width; column++) {
            sums[column] += influences[start + column];
          }
        } else {
          for (int column = 0; column < width; column++) {
            sums[column] -= influences[start + column];
          }
        }
      }
      double largest = 0;
      for (int c = 0; c < contrasts.size(); c++) {
        largest = Math.max(largest, ratio(c, sums[2 * c], sums[2 * c + 1]));
      }
      return largest;
    }

    /** |t| of one contrast: its sum of signed influences over the standard error they show. */
    private double ratio(int c, double a, double b) {
      Contrast contrast = contrasts.get(c);
      double variance =
          variance(firstSquares[c], a, contrast.firstUnits)
              + variance(secondSquares[c], b, contrast.secondUnits);
      if (contrast.sharedUnits > 0) {
        double product = a * b * contrast.sharedUnits / contrast.firstUnits / contrast.secondUnits;
        int units = contrast.allUnits;
        variance += 2 * (products[c] - product) * units / (units - 1.0);
      }
      double error = Math.abs(a + b);
      return error == 0 ? 0 : error / Math.sqrt(Math.max(0, variance));
    }

    private static double variance(double squares, double sum, int units) {
      return units == 0 ? 0 : (squares - sum * sum / units) * units / (units - 1.0);
    }
  }
}
