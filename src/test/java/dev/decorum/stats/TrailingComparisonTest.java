package dev.decorum.stats;

import static dev.decorum.stats.Estimates.assertInterval;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrailingComparisonTest {
  private static final List<Observation> EARLIER =
      List.of(
          new Observation(0.71, 0.01),
          new Observation(0.74, 0.02),
          new Observation(0.69, 0.015),
          new Observation(0.75, 0.012),
          new Observation(0.72, 0.03));
  private static final Observation LATEST = new Observation(0.66, 0.014);

  private static TrailingComparison compared(Observation latest, List<Observation> earlier) {
    return TrailingComparison.of(latest, earlier).orElseThrow();
  }

  private static List<Observation> scaled(List<Observation> nights, double factor, double shift) {
    return nights.stream().map(night -> scaled(night, factor, shift)).toList();
  }

  private static Observation scaled(Observation night, double factor, double shift) {
    return new Observation(
        factor * night.value() + shift, Math.abs(factor) * night.standardError());
  }

  /** Expected values from src/reference/chart_reference.py. */
  @Test
  void agreesWithTheReference() throws IOException {
    NightsFile file = NightsFile.read();
    List<Observation> nights = file.observations();
    for (int night = 0; night < file.size(); night++) {
      Optional<TrailingComparison> found =
          TrailingComparison.of(nights.get(night), nights.subList(Math.max(0, night - 14), night));
      assertEquals(night >= 3, found.isPresent());
      if (found.isPresent()) {
        TrailingComparison comparison = found.get();
        assertEquals(Math.min(14, night), comparison.earlier());
        assertEquals(Math.min(14, night) - 1, comparison.degreesOfFreedom());
        assertEquals(file.number(night, "trailing_expected"), comparison.expected(), 1e-9);
        assertEquals(
            file.number(night, "trailing_difference"), comparison.difference().value(), 1e-9);
        assertInterval(
            file.number(night, "trailing_low"),
            file.number(night, "trailing_high"),
            comparison.difference(),
            1e-9);
        // Its square is what is estimated: next to 0 the root has half the digits.
        assertEquals(
            Math.pow(file.number(night, "trailing_between"), 2),
            comparison.between() * comparison.between(),
            1e-9);
        assertEquals(file.number(night, "trailing_p"), comparison.pValue(), 1e-9);
      }
    }
  }

  @Test
  void withoutErrorsItIsStudentsPrediction() {
    List<Observation> earlier = EARLIER.stream().map(n -> new Observation(n.value(), 0)).toList();
    TrailingComparison found = compared(new Observation(0.66, 0), earlier);
    // mean 0.722, s = sqrt(0.00057); qt(0.975, 4) = 2.7764451051977987
    double error = Math.sqrt(0.00057 * (1 + 1.0 / 5));
    assertEquals(0.722, found.expected(), 1e-12);
    assertInterval(
        -0.062 - 2.7764451051977987 * error,
        -0.062 + 2.7764451051977987 * error,
        found.difference(),
        1e-9);
    assertEquals(Math.sqrt(0.00057), found.between(), 1e-9);
  }

  @Test
  void fewNightsAreNotEnough() {
    assertEquals(Optional.empty(), TrailingComparison.of(LATEST, List.of()));
    assertEquals(Optional.empty(), TrailingComparison.of(LATEST, EARLIER.subList(0, 2)));
    assertEquals(2, compared(LATEST, EARLIER.subList(0, 3)).degreesOfFreedom());
  }

  @Test
  void theOrderOfEarlierNightsDoesNotMatter() {
    List<Observation> reversed = new ArrayList<>(EARLIER);
    Collections.reverse(reversed);
    Estimates.assertSame(
        compared(LATEST, EARLIER).difference(), compared(LATEST, reversed).difference(), 1e-12);
  }

  @Test
  void unitsDoNotMatter() {
    TrailingComparison once = compared(LATEST, EARLIER);
    for (double factor : new double[] {-1, 1e-6, 100}) {
      TrailingComparison other = compared(scaled(LATEST, factor, 7), scaled(EARLIER, factor, 7));
      Estimates.assertSame(once.difference().scaled(factor, 0), other.difference(), 1e-9);
      assertEquals(once.pValue(), other.pValue(), 1e-8);
    }
  }

  @Test
  void nightsThatNeverVaryExpectTheSameAgain() {
    List<Observation> same = Collections.nCopies(5, new Observation(0.1, 0));
    TrailingComparison again = compared(new Observation(0.1, 0), same);
    assertEquals(new Estimate(0, 0, 0, 0), again.difference());
    assertEquals(1, again.pValue());
    TrailingComparison other = compared(new Observation(0.2, 0), same);
    assertEquals(0, other.pValue());
    assertTrue(other.difference().excludes(0));
  }

  @Test
  void nightsWithoutErrorAmongOthersAreNoTrouble() {
    List<Observation> mixed =
        List.of(
            new Observation(0, 0),
            new Observation(0.002, 0.002),
            new Observation(0, 0),
            new Observation(0.001, 0.001));
    TrailingComparison found = compared(new Observation(0.001, 0.001), mixed);
    assertTrue(Double.isFinite(found.difference().low()) && found.pValue() > 0.3, "" + found);
  }

  @Test
  void aShareIsComparedOnItsScaleAndToldInShares() {
    List<Observation> never = Collections.nCopies(14, ShareScale.observation(0, 0, 1_000, 1_000));
    Observation once = ShareScale.observation(0.001, 0.001, 1_000, 1_000);
    Observation often = ShareScale.observation(0.01, Math.sqrt(0.0099 / 999), 1_000, 1_000);
    TrailingComparison rare = TrailingComparison.ofShares(once, never).orElseThrow();
    TrailingComparison clear = TrailingComparison.ofShares(often, never).orElseThrow();
    assertEquals(0, rare.expected());
    assertEquals(0.001, rare.difference().value(), 1e-15);
    assertTrue(!rare.difference().excludes(0) && rare.pValue() > 0.05, "" + rare);
    assertEquals(0.01, clear.difference().value(), 1e-15);
    assertTrue(clear.difference().excludes(0) && clear.pValue() < 0.001, "" + clear);
    // sin^2(asin(0.1) - reach), reach = qt(0.975, 13) * sqrt(15/14/4000)
    double reach = 2.1603686564627926 * Math.sqrt(15.0 / 14 / 4_000);
    assertEquals(Math.pow(Math.sin(Math.asin(0.1) - reach), 2), clear.difference().low(), 1e-12);
  }

  @Test
  void theIntervalOfASharesDifferenceExcludesZeroWhereThePValueIsSmall() {
    List<Observation> earlier = new ArrayList<>();
    for (int night = 0; night < 6; night++) {
      earlier.add(ShareScale.observation(0.2 + 0.01 * night, 0.02, 500, 50));
    }
    for (double share = 0; share <= 1; share += 0.02) {
      TrailingComparison found =
          TrailingComparison.ofShares(ShareScale.observation(share, 0.02, 500, 50), earlier)
              .orElseThrow();
      assertEquals(found.pValue() < 0.05, found.difference().excludes(0), "share " + share);
    }
  }
}
