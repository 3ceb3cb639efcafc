package dev.decorum.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.decorum.stats.Estimate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
  private static final double MARGIN = 0.01;

  private static Verdict of(double low, double high, double p, double margin) {
    return Verdict.of(new Estimate((low + high) / 2, 0.01, low, high), p, margin);
  }

  @ParameterizedTest
  @CsvSource({
    "0.02, 0.06, 0.001, BETTER",
    "0.002, 0.06, 0.001, BETTER",
    "-0.06, -0.02, 0.001, WORSE",
    "-0.06, -0.002, 0.001, WORSE",
    "-0.005, 0.005, 0.9, EQUIVALENT",
    "0.001, 0.009, 0.001, EQUIVALENT",
    "-0.009, -0.001, 0.001, EQUIVALENT",
    "-0.005, 0.05, 0.2, NOT_WORSE",
    "0.002, 0.06, 0.2, NOT_WORSE",
    "-0.05, 0.005, 0.2, NOT_BETTER",
    "-0.06, -0.002, 0.2, NOT_BETTER",
    "-0.05, 0.05, 0.9, INCONCLUSIVE"
  })
  void aVerdictFollowsFromIntervalTestAndMargin(double low, double high, double p, Verdict due) {
    assertEquals(due, of(low, high, p, MARGIN));
  }

  @ParameterizedTest
  @CsvSource({
    // An end at the margin is not within it.
    "-0.01, 0.005, 0.9, NOT_BETTER",
    "-0.005, 0.01, 0.9, NOT_WORSE",
    "-0.01, 0.01, 0.9, INCONCLUSIVE",
    // An end at zero does not exclude it.
    "0, 0.06, 0.001, NOT_WORSE",
    "-0.06, 0, 0.001, NOT_BETTER",
    // A p-value at the level is not below it.
    "0.02, 0.06, 0.05, NOT_WORSE",
    "0.02, 0.06, 0.0499, BETTER",
    "-0.06, -0.02, 0.05, NOT_BETTER",
    "-0.06, -0.02, 0.0499, WORSE",
    // Where the test says so and the interval does not, nothing is shown.
    "-0.02, 0.06, 0.001, INCONCLUSIVE"
  })
  void boundariesBelongToTheMoreCarefulVerdict(double low, double high, double p, Verdict due) {
    assertEquals(due, of(low, high, p, MARGIN));
  }

  @ParameterizedTest
  @CsvSource({
    "0.001, 0.002, 0.001, BETTER",
    "-0.002, -0.001, 0.001, WORSE",
    "-0.001, 0.001, 0.9, INCONCLUSIVE",
    "0.001, 0.002, 0.2, NOT_WORSE",
    "-0.002, -0.001, 0.2, NOT_BETTER",
    // Versions that differ in no pair.
    "0, 0, 1, EQUIVALENT"
  })
  void withoutAMarginOnlyNoDifferenceAtAllIsEquivalent(
      double low, double high, double p, Verdict due) {
    assertEquals(due, of(low, high, p, 0));
  }

  @Test
  void withoutAnIntervalOrATestNothingIsShown() {
    assertEquals(Verdict.INCONCLUSIVE, Verdict.of(Estimate.withoutInterval(0.5), 0.001, MARGIN));
    assertEquals(Verdict.NOT_WORSE, of(0.02, 0.06, Double.NaN, MARGIN));
  }
}
