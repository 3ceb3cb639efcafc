package dev.decorum.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ShareScaleTest {
  @Test
  void theErrorIsThatOfTheShareByTheDeltaMethod() {
    // 100 rows of 0 and 1, a fifth of them 1: variance 0.16 / 99 for independent rows.
    double error = Math.sqrt(0.16 / 99);
    assertEquals(0.05, ShareScale.observation(0.2, error, 100, 100).standardError(), 1e-12);
    Observation clustered = ShareScale.observation(0.2, 3 * error, 100, 20);
    assertEquals(0.15, clustered.standardError(), 1e-12);
    assertEquals(Math.asin(Math.sqrt(0.2)), clustered.value(), 1e-15);
    // The slope of the share there is sin(2x) = 2 sqrt(0.2 * 0.8).
    assertEquals(
        3 * error * Math.sqrt(99 / 100.0),
        clustered.standardError() * ShareScale.slope(clustered.value()),
        1e-12);
  }

  @Test
  void aShareOfNoneOrAllCountsClusters() {
    assertEquals(new Observation(0, 0.05), ShareScale.observation(0, 0, 1_000, 100));
    assertEquals(0.05, ShareScale.observation(1, 0, 1_000, 100).standardError());
    assertEquals(0.5, ShareScale.observation(0, Double.NaN, 1, 1).standardError());
  }

  @Test
  void clustersThatEvenOutBringNoMoreThanTheirRows() {
    assertEquals(0.05, ShareScale.observation(0.2, 0, 100, 10).standardError(), 1e-15);
  }

  @Test
  void theOtherShareIsAsFarFromTheOtherEnd() {
    for (double share = 0; share <= 1; share += 0.125) {
      Observation one = ShareScale.observation(share, 0.02, 400, 40);
      Observation other = ShareScale.observation(1 - share, 0.02, 400, 40);
      assertEquals(Math.PI / 2, one.value() + other.value(), 1e-12);
      assertEquals(one.standardError(), other.standardError(), 1e-12);
    }
  }

  @Test
  void pointsBecomeSharesAgain() {
    for (double share = 0; share <= 1; share += 0.125) {
      assertEquals(share, ShareScale.share(Math.asin(Math.sqrt(share))), 1e-15);
    }
    assertEquals(0, ShareScale.share(-0.1));
    assertEquals(1, ShareScale.share(1.7));
  }

  @Test
  void nonsenseIsRefused() {
    for (double share : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThrows(
          IllegalArgumentException.class, () -> ShareScale.observation(share, 0.1, 10, 10));
    }
    for (double error : new double[] {-0.1, Double.NaN}) {
      assertThrows(
          IllegalArgumentException.class, () -> ShareScale.observation(0.5, error, 10, 10));
    }
    assertThrows(IllegalArgumentException.class, () -> ShareScale.observation(0.5, 0.1, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> ShareScale.observation(0.5, 0.1, 10, 11));
  }
}
