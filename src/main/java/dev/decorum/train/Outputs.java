package dev.decorum.train;

/** Arithmetic on the outputs of windows. */
final class Outputs {
  private Outputs() {}

  static double crossEntropy(float[] outputs, int from, int width, int label) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < width; i++) {
      largest = Math.max(largest, outputs[from + i]);
    }
    double sum = 0;
    for (int i = 0; i < width; i++) {
      sum += Math.exp(outputs[from + i] - largest);
    }
    return largest + Math.log(sum) - outputs[from + label];
  }

  static int highest(float[] outputs, int from, int width) {
    int highest = 0;
    for (int i = 1; i < width; i++) {
      highest = outputs[from + i] > outputs[from + highest] ? i : highest;
    }
    return highest;
  }
}
