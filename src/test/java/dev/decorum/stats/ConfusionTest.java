package dev.decorum.stats;

import static dev.decorum.stats.Data.LABELS;
import static dev.decorum.stats.Data.SCORES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ConfusionTest {
  private static final Clustering ALONE = Clustering.independent(12);

  /**
   * scikit-learn, d = scores >= 0.4: confusion_matrix, precision_score, recall_score, f1_score,
   * matthews_corrcoef and balanced_accuracy_score of (labels, d). Standard errors are sqrt(12/11 *
   * sum of squares) of the derivatives by sample_weight.
   */
  @Test
  void metricsAtAThreshold() {
    Confusion confusion = Confusion.at(0.4, SCORES, LABELS);
    assertEquals(5, confusion.truePositives());
    assertEquals(4, confusion.falsePositives());
    assertEquals(2, confusion.trueNegatives());
    assertEquals(1, confusion.falseNegatives());
    assertEquals(0.5555555555555556, confusion.precision(ALONE).value(), 1e-15);
    assertEquals(0.8333333333333334, confusion.recall(ALONE).value(), 1e-15);
    assertEquals(0.6666666666666666, confusion.f1(ALONE).value(), 1e-15);
    assertEquals(0.14679516863680614, confusion.f1(ALONE).standardError(), 1e-8);
    assertEquals(0.19245008972987526, confusion.matthewsCorrelation(ALONE).value(), 1e-14);
    assertEquals(0.2901294265448882, confusion.matthewsCorrelation(ALONE).standardError(), 1e-8);
    assertEquals(0.5833333333333334, confusion.balancedAccuracy(ALONE).value(), 1e-15);
    assertEquals(0.1281176858155426, confusion.balancedAccuracy(ALONE).standardError(), 1e-8);
  }

  /** The same of (1 - labels, 1 - d). */
  @Test
  void theOtherClassHasMetricsOfItsOwn() {
    Confusion other = Confusion.at(0.4, SCORES, LABELS).ofOtherClass();
    assertEquals(2, other.truePositives());
    assertEquals(1, other.falsePositives());
    assertEquals(5, other.trueNegatives());
    assertEquals(4, other.falseNegatives());
    assertEquals(0.6666666666666666, other.precision(ALONE).value(), 1e-15);
    assertEquals(0.3333333333333333, other.recall(ALONE).value(), 1e-15);
    assertEquals(0.4444444444444444, other.f1(ALONE).value(), 1e-15);
    Confusion own = Confusion.at(0.4, SCORES, LABELS);
    Estimates.assertSame(own.matthewsCorrelation(ALONE), other.matthewsCorrelation(ALONE), 1e-14);
    Estimates.assertSame(own.balancedAccuracy(ALONE), other.balancedAccuracy(ALONE), 1e-14);
  }

  @Test
  void aScoreAtTheThresholdIsOfTheClass() {
    Confusion confusion =
        Confusion.at(0.5, new double[] {0.5, Math.nextDown(0.5)}, new boolean[] {true, true});
    assertEquals(1, confusion.truePositives());
    assertEquals(1, confusion.falseNegatives());
  }

  @Test
  void precisionAndRecallRestOnTheRowsBelowTheLine() {
    Confusion confusion = Confusion.at(0.4, SCORES, LABELS);
    Estimates.assertSame(
        Means.share(new double[] {1, 1, 1, 1, 1, 0, 0, 0, 0}, Clustering.independent(9)),
        confusion.precision(ALONE),
        1e-13);
    Estimates.assertSame(
        Means.share(new double[] {1, 1, 1, 1, 1, 0}, Clustering.independent(6)),
        confusion.recall(ALONE),
        1e-13);
  }

  @Test
  void whatDividesByZeroIsUndefined() {
    Confusion nobody = Confusion.at(2, SCORES, LABELS);
    assertEquals(Estimate.UNDEFINED, nobody.precision(ALONE));
    assertEquals(0, nobody.recall(ALONE).value());
    assertEquals(0, nobody.f1(ALONE).value());
    assertEquals(Double.NaN, nobody.matthewsCorrelation(ALONE).value());
    assertEquals(0.5, nobody.balancedAccuracy(ALONE).value());
    Confusion oneClass = Confusion.at(2, SCORES, new boolean[12]);
    assertEquals(Estimate.UNDEFINED, oneClass.recall(ALONE));
    assertEquals(Estimate.UNDEFINED, oneClass.f1(ALONE));
    assertEquals(Estimate.UNDEFINED, oneClass.balancedAccuracy(ALONE));
  }

  @Test
  void allRightIsOne() {
    Confusion right = Confusion.at(2.5, new double[] {1, 2, 3, 4}, Data.labels(0, 0, 1, 1));
    Clustering four = Clustering.independent(4);
    assertEquals(1, right.matthewsCorrelation(four).value());
    assertEquals(1, right.matthewsCorrelation(four).high());
    assertEquals(1, right.ofOtherClass().matthewsCorrelation(four).value());
    assertEquals(1, right.f1(four).value());
    assertEquals(1, right.balancedAccuracy(four).value());
    Confusion wrong = Confusion.at(2.5, new double[] {4, 3, 2, 1}, Data.labels(0, 0, 1, 1));
    assertEquals(-1, wrong.matthewsCorrelation(four).value());
    assertEquals(-1, wrong.matthewsCorrelation(four).low());
    assertEquals(0, wrong.f1(four).value());
  }

  /** scikit-learn: fpr, tpr, t = roc_curve(labels, scores); t[argmax(tpr - fpr)] = 0.65. */
  @Test
  void theBestThresholdIsYoudens() {
    assertEquals(0.65, Confusion.bestThreshold(SCORES, LABELS));
  }

  @Test
  void noThresholdIsBetterThanTheBestAndNoLowerOneIsAsGood() {
    Random random = new Random(6);
    for (int i = 0; i < 50; i++) {
      int rows = 4 + random.nextInt(20);
      double[] scores = new double[rows];
      boolean[] labels = new boolean[rows];
      for (int row = 0; row < rows; row++) {
        scores[row] = random.nextInt(10) / 10.0;
        labels[row] = row < 2 ? row == 0 : random.nextBoolean();
      }
      double best = Confusion.bestThreshold(scores, labels);
      double reached = balanced(best, scores, labels);
      for (double other : scores) {
        double found = balanced(other, scores, labels);
        assertFalse(found > reached + 1e-12, other + " is better than " + best);
        assertFalse(other < best && found > reached - 1e-12, other + " is as good as " + best);
      }
    }
  }

  private static double balanced(double threshold, double[] scores, boolean[] labels) {
    return Confusion.at(threshold, scores, labels)
        .balancedAccuracy(Clustering.independent(labels.length))
        .value();
  }

  @Test
  void oneClassHasNoBestThreshold() {
    assertEquals(Double.NaN, Confusion.bestThreshold(SCORES, new boolean[12]));
    assertEquals(Double.NaN, Confusion.bestThreshold(SCORES, Data.not(new boolean[12])));
    assertEquals(Double.NaN, Confusion.bestThreshold(new double[0], new boolean[0]));
  }
}
