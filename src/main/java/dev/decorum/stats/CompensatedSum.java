package dev.decorum.stats;

/**
 * A sum that keeps its last digits, by Neumaier's summation: the mean of a million numbers is as
 * good as that of ten.
 */
final class CompensatedSum {
  private double sum;
  private double compensation;

  void add(double value) {
    double next = sum + value;
    compensation += Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
    sum = next;
  }

  double value() {
    return sum + compensation;
  }
}
