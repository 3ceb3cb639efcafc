package dev.decorum.read.parquet;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Numbers as JSON writes them: with the fewest digits that tell them from all others. */
final class ParquetNumbers {
  /** Python, in which most of these files are made, writes exponents outside of these. */
  private static final int SMALLEST_PLAIN = -4;

  private static final int LARGEST_PLAIN = 16;

  private ParquetNumbers() {}

  /** A finite number, as Python's {@code json} writes it. */
  static String of(double value) {
    return pythonic(NumberOutput.toString(value, true));
  }

  /** A finite number, with the digits of the shorter type. */
  static String of(float value) {
    return pythonic(NumberOutput.toString(value, true));
  }

  /** From Java's {@code 1.0E-7} to Python's {@code 1e-07}. */
  private static String pythonic(String java) {
    int e = java.indexOf('E');
    if (e < 0) {
      // Java is plain from 0.001 to ten million: in both, these look alike.
      return java;
    }
    boolean negative = java.charAt(0) == '-';
    String mantissa = java.substring(negative ? 1 : 0, e);
    int exponent = Integer.parseInt(java.substring(e + 1));
    int point = mantissa.indexOf('.');
    String digits = mantissa.substring(0, point) + mantissa.substring(point + 1);
    if (digits.endsWith("0") && digits.length() > 1) {
      digits = digits.substring(0, digits.length() - 1);
    }
    StringBuilder text = new StringBuilder(negative ? "-" : "");
    if (exponent >= SMALLEST_PLAIN && exponent < LARGEST_PLAIN) {
      plain(text, digits, exponent);
    } else {
      text.append(digits.charAt(0));
      if (digits.length() > 1) {
        text.append('.').append(digits, 1, digits.length());
      }
      text.append('e').append(exponent < 0 ? '-' : '+');
      int size = Math.abs(exponent);
      text.append(size < 10 ? "0" : "").append(size);
    }
    return text.toString();
  }

  private static void plain(StringBuilder text, String digits, int exponent) {
    if (exponent < 0) {
      text.append("0.").append("0".repeat(-exponent - 1)).append(digits);
    } else if (digits.length() > exponent + 1) {
      text.append(digits, 0, exponent + 1)
          .append('.')
          .append(digits, exponent + 1, digits.length());
    } else {
      text.append(digits).append("0".repeat(exponent + 1 - digits.length())).append(".0");
    }
  }

  /** A number of half precision. */
  static float half(int low, int high) {
    int bits = (low & 0xff) | (high & 0xff) << 8;
    int exponent = bits >>> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    float value =
        switch (exponent) {
          case 0 -> fraction * 0x1p-24f;
          case 0x1f -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          default -> Math.scalb(fraction + 0x400, exponent - 25);
        };
    return (bits & 0x8000) == 0 ? value : -value;
  }

  static String decimal(BigInteger unscaled, int scale) {
    return new BigDecimal(unscaled, scale).toPlainString();
  }

  static String decimal(long unscaled, int scale) {
    return BigDecimal.valueOf(unscaled, scale).toPlainString();
  }
}
