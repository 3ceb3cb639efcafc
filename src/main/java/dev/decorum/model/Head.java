package dev.decorum.model;

import java.util.List;
import java.util.Objects;

/**
 * What the outputs of a classifier mean, and how they become a score.
 *
 * <p>Two outputs are the logits of two labels, one of which is <em>appropriate</em>. Three and more
 * are those of as many labels; all but the appropriate one together count as the other. One output
 * is a reward: a number without bounds, of which higher is better.
 *
 * <p>Everything behind the network sees a pair of numbers, the second of which speaks for
 * <em>appropriate</em>, and whose difference decides: the logits of two labels, the appropriate one
 * last; of more labels the logarithm of what the others have together, and the logit of the
 * appropriate one; of a reward 0 and the reward. So the softmax of the pair is the probability of
 * the appropriate label among all, and for a reward its sigmoid.
 *
 * @param labels the names of the outputs, at least one
 * @param appropriate the index of the output that speaks for <em>appropriate</em>
 * @param source where this was learned, in words
 * @param isToBeSaid whether users should hear of it: the labels' names say so, or the opposite
 */
public record Head(List<String> labels, int appropriate, String source, boolean isToBeSaid) {

  public Head {
    labels = List.copyOf(labels);
    Objects.requireNonNull(source);
    Objects.checkIndex(appropriate, labels.size());
  }

  /** How many outputs the network has. */
  public int outputs() {
    return labels.size();
  }

  /** Whether the network has one output, which is no logit of a label. */
  public boolean isReward() {
    return outputs() == 1;
  }

  /** Whether the network has the logits of two labels, of which the appropriate one comes first. */
  public boolean isAppropriateFirst() {
    return outputs() == 2 && appropriate == 0;
  }

  /**
   * Whether another appropriate label would change more of a pair than the order of its numbers.
   */
  public boolean dependsOnChoice() {
    return outputs() > 2;
  }

  /** The name of the appropriate label. */
  public String appropriateLabel() {
    return labels.get(appropriate);
  }

  /**
   * Writes the pair that stands for the outputs of one window.
   *
   * @param outputs of all windows, row-major
   * @param window whose they are
   * @param pairs where they go, row-major
   * @param row in which row there
   */
  public void toPair(float[] outputs, int window, float[] pairs, int row) {
    int from = window * outputs();
    switch (outputs()) {
      case 1 -> {
        pairs[2 * row] = 0;
        pairs[2 * row + 1] = outputs[from];
      }
      case 2 -> {
        pairs[2 * row] = outputs[from + 1 - appropriate];
        pairs[2 * row + 1] = outputs[from + appropriate];
      }
      default -> {
        pairs[2 * row] = (float) logOfOthers(outputs, from);
        pairs[2 * row + 1] = outputs[from + appropriate];
      }
    }
  }

  /** The logarithm of the sum of the exponentials of all outputs but the appropriate one. */
  private double logOfOthers(float[] outputs, int from) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < outputs(); i++) {
      largest = i == appropriate ? largest : Math.max(largest, outputs[from + i]);
    }
    double sum = 0;
    for (int i = 0; i < outputs(); i++) {
      sum += i == appropriate ? 0 : Math.exp(outputs[from + i] - largest);
    }
    return largest + Math.log(sum);
  }
}
