package dev.decorum.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Asks whether estimates are the same. */
final class Estimates {
  private Estimates() {}

  static void assertSame(Estimate expected, Estimate found, double tolerance) {
    assertEquals(expected.value(), found.value(), tolerance, "value");
    assertEquals(expected.standardError(), found.standardError(), tolerance, "standard error");
    assertInterval(expected.low(), expected.high(), found, tolerance);
  }

  static void assertInterval(double low, double high, Estimate found, double tolerance) {
    assertEquals(low, found.low(), tolerance, "low");
    assertEquals(high, found.high(), tolerance, "high");
  }
}
