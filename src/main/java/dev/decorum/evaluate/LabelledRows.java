package dev.decorum.evaluate;

import dev.decorum.conversation.Label;
import dev.decorum.score.ScoreTable;
import dev.decorum.stats.Clustering;
import dev.decorum.stats.LogisticRegression;
import java.util.Arrays;

/** The labelled rows of a table, an array for every number. Row for row the same in all of them. */
final class LabelledRows {
  private final ScoreTable table;
  private final double[] logits;
  private final double[] probabilities;
  private final boolean[] labels;

  private LabelledRows(ScoreTable table) {
    this.table = table;
    this.logits = new double[table.size()];
    this.probabilities = new double[table.size()];
    this.labels = new boolean[table.size()];
    for (int row = 0; row < logits.length; row++) {
      logits[row] = table.logit(row);
      probabilities[row] = table.probability(row);
      labels[row] = table.label(row) == Label.APPROPRIATE;
    }
  }

  static LabelledRows of(ScoreTable table) {
    int[] labelled = new int[table.size()];
    int count = 0;
    for (int row = 0; row < table.size(); row++) {
      if (table.label(row) != null) {
        labelled[count++] = row;
      }
    }
    return new LabelledRows(
        count == table.size() ? table : table.select(Arrays.copyOf(labelled, count)));
  }

  /** Some of the rows. */
  LabelledRows select(int[] rows) {
    return new LabelledRows(table.select(rows));
  }

  /**
   * The rows of a fold, or all others.
   *
   * @param folds the fold of every row
   * @param inside whether those of the fold are wanted
   */
  static int[] ofFold(int[] folds, int fold, boolean inside) {
    int[] rows = new int[folds.length];
    int count = 0;
    for (int row = 0; row < folds.length; row++) {
      if ((folds[row] == fold) == inside) {
        rows[count++] = row;
      }
    }
    return Arrays.copyOf(rows, count);
  }

  int size() {
    return logits.length;
  }

  ScoreTable table() {
    return table;
  }

  Clustering clustering(EvaluationOptions options) {
    return table.clustering(options.clusterFields());
  }

  double[] logits() {
    return logits;
  }

  double[] probabilities() {
    return probabilities;
  }

  boolean[] labels() {
    return labels;
  }

  int appropriate() {
    int count = 0;
    for (boolean label : labels) {
      count += label ? 1 : 0;
    }
    return count;
  }

  /** 1 for rows labelled appropriate, else 0. */
  double[] outcomes() {
    double[] outcomes = new double[size()];
    for (int row = 0; row < outcomes.length; row++) {
      outcomes[row] = labels[row] ? 1 : 0;
    }
    return outcomes;
  }

  /** The cross-entropy of every row, in nats. */
  double[] losses() {
    double[] losses = new double[size()];
    for (int row = 0; row < losses.length; row++) {
      losses[row] = LogisticRegression.crossEntropy(logits[row], labels[row]);
    }
    return losses;
  }

  /** The squared error of every row. */
  double[] squaredErrors() {
    double[] errors = new double[size()];
    for (int row = 0; row < errors.length; row++) {
      double error = probabilities[row] - (labels[row] ? 1 : 0);
      errors[row] = error * error;
    }
    return errors;
  }

  /** Probability less label. */
  double[] residuals() {
    double[] residuals = new double[size()];
    for (int row = 0; row < residuals.length; row++) {
      residuals[row] = probabilities[row] - (labels[row] ? 1 : 0);
    }
    return residuals;
  }

  /** 1 where the greater logit is the label's, else 0; equal logits decide for inappropriate. */
  double[] hits() {
    double[] hits = new double[size()];
    for (int row = 0; row < hits.length; row++) {
      hits[row] = logits[row] > 0 == labels[row] ? 1 : 0;
    }
    return hits;
  }

  /** The number of tokens of every row. */
  double[] tokens() {
    double[] tokens = new double[size()];
    for (int row = 0; row < tokens.length; row++) {
      tokens[row] = table.tokens(row);
    }
    return tokens;
  }

  /** 1 for rows of which something was cut off, else 0. */
  double[] truncated() {
    double[] truncated = new double[size()];
    for (int row = 0; row < truncated.length; row++) {
      truncated[row] = table.isTruncated(row) ? 1 : 0;
    }
    return truncated;
  }
}
