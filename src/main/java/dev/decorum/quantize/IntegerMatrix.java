package dev.decorum.quantize;

/**
 * A matrix of int8 with one scale per column: {@code w = scale (high + low / (2 steps))}.
 *
 * <p>The low half is the rest of the weight after rounding to the high one, in finer steps that use
 * the range of the integers.
 */
final class IntegerMatrix {
  private final byte[] high;
  private final byte[] low;
  private final float[] scales;

  private IntegerMatrix(byte[] high, byte[] low, float[] scales) {
    this.high = high;
    this.low = low;
    this.scales = scales;
  }

  /**
   * Rounds a matrix.
   *
   * @param weights row-major {@code [rows, columns]}
   * @param steps the largest integer, at most 127
   */
  static IntegerMatrix of(float[] weights, int columns, int steps) {
    float[] scales = scales(weights, columns, steps);
    byte[] high = new byte[weights.length];
    byte[] low = new byte[weights.length];
    float lowSteps = 2f * steps;
    for (int i = 0; i < weights.length; i++) {
      float scale = scales[i % columns];
      int nearest = clamp(Math.round(weights[i] / scale), steps);
      high[i] = (byte) nearest;
      float rest = weights[i] - nearest * scale;
      low[i] = (byte) clamp(Math.round(rest / scale * lowSteps), steps);
    }
    return new IntegerMatrix(high, low, scales);
  }

  /** The size of a step of the high half by column, as used by {@link #of}. */
  static float[] scales(float[] weights, int columns, int steps) {
    float[] scales = new float[columns];
    for (int i = 0; i < weights.length; i++) {
      int column = i % columns;
      scales[column] = Math.max(scales[column], Math.abs(weights[i]));
    }
    for (int column = 0; column < columns; column++) {
      // A column of zeros stays zero with any scale.
      scales[column] = scales[column] == 0 ? 1 : scales[column] / steps;
    }
    return scales;
  }

  private static int clamp(int value, int limit) {
    return Math.max(-limit, Math.min(limit, value));
  }

  /** The high halves, {@code [rows, columns]}. */
  byte[] high() {
    return high.clone();
  }

  /** The high halves over the low ones, {@code [2 rows, columns]}. */
  byte[] both() {
    byte[] both = new byte[high.length + low.length];
    System.arraycopy(high, 0, both, 0, high.length);
    System.arraycopy(low, 0, both, high.length, low.length);
    return both;
  }

  /** The size of a step of the high half by column. */
  float[] scales() {
    return scales.clone();
  }
}
