package dev.decorum.stats;

/**
 * The area under the precision-recall curve as average precision, {@code sum of (recall_k -
 * recall_(k-1)) * precision_k} over the distinct scores, without interpolation (as scikit-learn
 * computes it; Boyd, Eng and Page 2013 on why). The interval rests on the derivative of that sum by
 * the weight of every row.
 */
public final class AveragePrecision {
  private AveragePrecision() {}

  /**
   * Average precision with its interval.
   *
   * @param scores higher means more like the class
   * @param positive which rows are of the class
   * @return undefined where no row is of the class
   */
  public static Estimate of(double[] scores, boolean[] positive, Clustering clustering) {
    int positives = Rows.where(positive, true).length;
    if (positives == 0) {
      return Estimate.UNDEFINED;
    }
    return linearised(scores, positive, positives).estimate(clustering, Transformation.LOGIT);
  }

  private static Linearised linearised(double[] scores, boolean[] positive, int positives) {
    int rows = scores.length;
    int[] order = Order.ascending(scores);
    // From the highest score down: at the end of each group of equal scores a point of the curve.
    double[] precision = new double[rows];
    double[] gained = new double[rows];
    double[] lost = new double[rows];
    int found = 0;
    double sum = 0;
    for (int end = rows; end > 0; ) {
      int start = groupStart(scores, order, end);
      int inGroup = 0;
      for (int i = start; i < end; i++) {
        inGroup += positive[order[i]] ? 1 : 0;
      }
      found += inGroup;
      double selected = rows - start;
      precision[start] = found / selected;
      gained[start] = inGroup / selected;
      lost[start] = inGroup * found / (selected * selected);
      sum += inGroup * precision[start];
      end = start;
    }
    double average = sum / positives;
    double[] influenceFunction = new double[rows];
    double gainedBelow = 0;
    double lostBelow = 0;
    // From the lowest score up: a row changes every precision at or below its own score.
    for (int start = 0; start < rows; ) {
      gainedBelow += gained[start];
      lostBelow += lost[start];
      int end = start;
      while (end < rows && scores[order[end]] == scores[order[start]]) {
        int row = order[end++];
        influenceFunction[row] =
            positive[row]
                ? (precision[start] + gainedBelow - lostBelow - average) / positives
                : -lostBelow / positives;
      }
      start = end;
    }
    return new Linearised(average, influenceFunction);
  }

  private static int groupStart(double[] scores, int[] order, int end) {
    int start = end - 1;
    while (start > 0 && scores[order[start - 1]] == scores[order[end - 1]]) {
      start--;
    }
    return start;
  }
}
