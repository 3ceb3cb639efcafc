package dev.decorum.run;

import java.math.BigDecimal;

/**
 * A number as people write it: {@code -1} and {@code 1e20}, not {@code -1.0} and {@code 1.0E20}.
 */
public final class PlainNumber {
  private static final double LARGE = 1e15;
  private static final double SMALL = 1e-6;

  private PlainNumber() {}

  /** The number, with all of its digits. */
  public static String of(double number) {
    if (!Double.isFinite(number)) {
      return Double.toString(number);
    }
    double size = Math.abs(number);
    return size == 0 || (size >= SMALL && size < LARGE)
        ? new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString()
        : Double.toString(number).replace(".0E", "e").replace('E', 'e');
  }
}
