package dev.decorum.stats;

import java.io.Serializable;

/**
 * A sum that keeps its last digits, by Neumaier's summation: the mean of a million numbers is as
 * good as that of ten.
 */
final class CompensatedSum implements Serializable {
  private static final long serialVersionUID = 1;

  private double sum;
  private double compensation;

  void add(double value) {
    double next = sum + value;
    compensation += Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
    sum = next;
  }

  /** Takes another sum in. */
  void add(CompensatedSum other) {
    add(other.sum);
    add(other.compensation);
  }

  double value() {
    return sum + compensation;
  }
}
