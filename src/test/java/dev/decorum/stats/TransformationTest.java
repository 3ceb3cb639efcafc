package dev.decorum.stats;

import static dev.decorum.stats.Estimates.assertInterval;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransformationTest {
  @Test
  void anIdentityIntervalIsSymmetric() {
    assertEquals(new Estimate(3, 0.5, 2, 4), Transformation.IDENTITY.interval(3, 0.5, 2));
  }

  /** scipy: expit(logit(.9) - 2*.04/.09), expit(logit(.9) + 2*.04/.09). */
  @Test
  void aLogitIntervalIsSymmetricInLogOdds() {
    Estimate found = Transformation.LOGIT.interval(0.9, 0.04, 2);
    assertInterval(0.7872345230665783, 0.9563162910167518, found, 1e-14);
    assertEquals(0.04, found.standardError());
    assertTrue(Transformation.LOGIT.interval(0.999, 0.1, 2).high() <= 1);
  }

  /** numpy: z = arctanh(.6); tanh(z - 1.96*.1/.64), tanh(z + 1.96*.1/.64). */
  @Test
  void aFisherIntervalIsSymmetricInFishersZ() {
    Estimate found = Transformation.FISHER.interval(0.6, 0.1, 1.96);
    assertInterval(0.36868223620082036, 0.7613408710049223, found, 1e-14);
  }

  @Test
  void theEndsOfARangeHaveNoInterval() {
    assertTrue(Transformation.LOGIT.isAtEnd(0) && Transformation.LOGIT.isAtEnd(1));
    assertTrue(Transformation.LOGIT.isAtEnd(1 - 1e-15), "a sum of shares");
    assertTrue(Transformation.FISHER.isAtEnd(-1) && Transformation.FISHER.isAtEnd(1));
    assertFalse(Transformation.FISHER.isAtEnd(0));
    assertFalse(Transformation.LOGIT.isAtEnd(1e-9) || Transformation.LOGIT.isAtEnd(1 - 1e-9));
    assertFalse(Transformation.IDENTITY.isAtEnd(0) || Transformation.IDENTITY.isAtEnd(1));
  }

  @ParameterizedTest
  @CsvSource({"0, 0.5", "800, 1", "-800, 0", "2, 0.8807970779778824", "-2, 0.11920292202211756"})
  void theLogisticFunction(double x, double expected) {
    assertEquals(expected, Transformation.logistic(x), 2e-16);
  }

  /** R: qt(0.975, c(1, 2.5, 30)), qt(0.8, 7), 2 * pt(-c(2.1, 12), c(8, 3.5)). */
  @Test
  void studentsDistribution() {
    assertEquals(12.706204736174705, CriticalValues.student95(1), 1e-7);
    assertEquals(3.5746548420, CriticalValues.student95(2.5), 1e-7);
    assertEquals(2.0422724563012373, CriticalValues.student95(30), 1e-8);
    assertEquals(0.8960296443135947, CriticalValues.student(7, 0.8), 1e-8);
    assertEquals(1.959963984540054, CriticalValues.NORMAL_95, 1e-12);
    assertEquals(0.06893752429531216, CriticalValues.twoSidedP(2.1, 8), 1e-12);
    assertEquals(0.06893752429531216, CriticalValues.twoSidedP(-2.1, 8), 1e-12);
    assertEquals(0.00057453419285613, CriticalValues.twoSidedP(12, 3.5), 1e-12);
    assertEquals(1, CriticalValues.twoSidedP(0, 8));
    assertEquals(0, CriticalValues.twoSidedP(Double.POSITIVE_INFINITY, 8));
  }

  @Test
  void withoutADegreeOfFreedomNothingIsKnown() {
    for (double none : new double[] {0, -1, Double.NaN}) {
      assertEquals(Double.NaN, CriticalValues.student95(none));
      assertEquals(Double.NaN, CriticalValues.twoSidedP(1, none));
    }
    assertEquals(Double.NaN, CriticalValues.twoSidedP(Double.NaN, 3));
  }
}
