package dev.decorum.model;

import java.util.List;
import java.util.Objects;

/**
 * The meaning of a classifier's outputs, and how they become a score.
 *
 * <p>Two outputs are the logits of two labels, one of which is <em>appropriate</em>. Three or more
 * are the logits of as many labels, where all but the appropriate one together count as the other.
 * A single output is a reward: an unbounded number, where higher is better.
 *
 * <p>The outputs become a pair of numbers, on whose difference everything after the network is
 * based. For two labels these are the logits, with the appropriate one last; for more labels, the
 * log-sum-exp of the other logits, and the logit of the appropriate one; for a reward, 0 and the
 * reward. So the softmax of the pair is the probability of the appropriate label among all, or the
 * sigmoid of the reward.
 *
 * @param labels the names of the outputs, at least one
 * @param appropriate the index of the output that means <em>appropriate</em>
 * @param source where this is known from, in words
 * @param isToBeSaid whether users should be told, because it was inferred from the names of the
 *     labels, or contradicts them
 */
public record Head(List<String> labels, int appropriate, String source, boolean isToBeSaid) {

  public Head {
    labels = List.copyOf(labels);
    Objects.requireNonNull(source);
    Objects.checkIndex(appropriate, labels.size());
  }

  /** The number of outputs of the network. */
  public int outputs() {
    return labels.size();
  }

  /** Whether the network has a single output, which is not a logit of a label. */
  public boolean isReward() {
    return outputs() == 1;
  }

  /** Whether the network has the logits of two labels with the appropriate one first. */
  public boolean isAppropriateFirst() {
    return outputs() == 2 && appropriate == 0;
  }

  /** Whether another appropriate label would change more than the order of a pair. */
  public boolean dependsOnChoice() {
    return outputs() > 2;
  }

  /** The name of the appropriate label. */
  public String appropriateLabel() {
    return labels.get(appropriate);
  }

  /**
   * Writes the pair for the outputs of one window.
   *
   * @param outputs the outputs of all windows, row-major
   * @param window the index of the window
   * @param pairs receives the pair, row-major
   * @param row the row of {@code pairs} to write
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
