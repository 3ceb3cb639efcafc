package dev.decorum.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class SerialCorrelationTest {
  private static double inflation(int count, IntToDoubleFunction value) {
    List<Observation> observations = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      observations.add(new Observation(value.applyAsDouble(i), 1));
    }
    return SerialCorrelation.inflation(observations, RandomEffects.of(observations));
  }

  /** Four weeks of 2 on five days and -5 on two: squares 280, products 94 and -92. */
  @Test
  void agreesWithCalculationByHand() {
    assertEquals(
        1 + 4 * (94.0 / 280 - 92.0 / 280 + 2.0 / 28), inflation(28, i -> i % 7 < 5 ? 2 : -5), 1e-9);
  }

  @Test
  void wavesWidenTheLimitByAThirdAtMost() {
    assertEquals(1.35, inflation(60, i -> Math.sin(i / 5.0)));
  }

  @Test
  void whatSwingsFromSideToSideOrIsShortDoesNot() {
    assertEquals(1, inflation(60, i -> i % 4 < 2 ? 1 : -1));
    assertEquals(1, inflation(27, i -> Math.sin(i / 5.0)));
    assertEquals(1, inflation(60, i -> 0.3));
    List<Observation> exact = Collections.nCopies(60, new Observation(0.3, 0));
    assertEquals(1, SerialCorrelation.inflation(exact, RandomEffects.of(exact)));
  }
}
