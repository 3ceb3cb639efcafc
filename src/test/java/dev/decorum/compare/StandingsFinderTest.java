package dev.decorum.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.decorum.compare.Standings.Place;
import dev.decorum.compare.Standings.Standing;
import dev.decorum.stats.Estimate;
import dev.decorum.stats.MeanDifference;
import dev.decorum.stats.SimultaneousDifferences;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandingsFinderTest {

  /**
   * Versions whose differences have a standard error of 0.01: two that differ by 0.03 are apart.
   */
  private static Standings of(double... means) {
    List<String> names = new ArrayList<>();
    List<MeanDifference> differences = new ArrayList<>();
    for (int a = 0; a < means.length; a++) {
      names.add("v" + (a + 1));
      for (int b = a + 1; b < means.length; b++) {
        double value = means[b] - means[a];
        differences.add(difference(value, 0.01));
      }
    }
    return standings(names, differences, true);
  }

  private static Standings standings(
      List<String> names, List<MeanDifference> differences, boolean decidable) {
    return new StandingsFinder(
            names,
            SimultaneousDifferences.bonferroni(differences),
            Collections.nCopies(differences.size(), decidable))
        .standings();
  }

  private static List<String> told(Standings standings) {
    return standings.places().stream()
        .map(place -> place.version() + " " + place.standing())
        .toList();
  }

  @Test
  void oneThatIsAheadOfAllIsBest() {
    Standings standings = of(0.5, 0.7, 0.6);
    assertEquals(List.of("v2 BEST", "v3 WORSE", "v1 WORSE"), told(standings));
    Place last = standings.places().get(2);
    assertEquals(-0.2, last.toLeader().value(), 1e-15);
    // scipy.stats.t.ppf(1 - .025/3, 1000) is 2.398014818
    assertEquals(-0.2 - 0.023980148, last.toLeader().low(), 1e-6);
    assertEquals(-0.2 + 0.023980148, last.toLeader().high(), 1e-6);
    assertFalse(standings.places().get(0).toLeader().hasInterval());
  }

  @Test
  void thoseThatCannotBeToldApartAreTied() {
    assertEquals(List.of("v2 TIED", "v3 TIED", "v1 WORSE"), told(of(0.5, 0.61, 0.6)));
    assertEquals(List.of("v3 TIED", "v2 TIED", "v1 TIED"), told(of(0.6, 0.605, 0.61)));
  }

  /** The middle one is not shown to be worse than the leader, but the last one is. */
  @Test
  void aChainOfNearNeighboursEndsWhereOneIsShownToBeWorse() {
    assertEquals(List.of("v1 TIED", "v2 TIED", "v3 WORSE"), told(of(0.63, 0.615, 0.6)));
    assertEquals(
        List.of("v2", "v1"), of(0.615, 0.63, 0.6).versions(Standing.TIED), "the leader first");
  }

  @Test
  void everyDifferenceIsKeptAsLaterLessEarlier() {
    List<Standings.Gap> gaps = of(0.5, 0.7, 0.6).differences();
    assertEquals(
        List.of("v1 v2", "v1 v3", "v2 v3"),
        gaps.stream().map(gap -> gap.reference() + " " + gap.candidate()).toList());
    assertEquals(-0.1, gaps.get(2).difference().value(), 1e-15);
  }

  @Test
  void withoutAnIntervalNobodyIsWorse() {
    MeanDifference unknown =
        new MeanDifference(
            Estimate.withoutInterval(0.2), 0, 1, 1, Double.NaN, MeanDifference.Test.STUDENT, false);
    Standings standings =
        standings(List.of("a", "b", "c"), List.of(unknown, unknown, unknown), true);
    assertEquals(3, standings.versions(Standing.TIED).size());
  }

  /** v3 is not shown to be worse than the leader v1 by so wide an interval, but than v2. */
  @Test
  void aVersionIsWorseThanTheOneItsIntervalIsAbout() {
    List<MeanDifference> differences =
        List.of(difference(-0.01, 0.05), difference(-0.1, 0.05), difference(-0.09, 0.01));
    Standings standings = standings(List.of("v1", "v2", "v3"), differences, true);
    assertEquals(List.of("v1 TIED", "v2 TIED", "v3 WORSE"), told(standings));
    Place worse = standings.places().get(2);
    assertEquals("v2", worse.better());
    // scipy.stats.t.ppf(1 - .025/3, 1000) is 2.398014818
    assertEquals(-0.09 + 0.023980148, worse.toBetter().high(), 1e-6);
    assertEquals(-0.1 + 5 * 0.023980148, worse.toLeader().high(), 1e-6);
    assertEquals("", standings.places().get(0).better());
  }

  @Test
  void whereNoTestCanTellVersionsApartNoneIsRanked() {
    MeanDifference certain = difference(0.5, 0.001);
    Standings standings =
        standings(List.of("a", "b", "c"), List.of(certain, certain, certain), false);
    assertEquals(3, standings.versions(Standing.UNKNOWN).size());
    assertFalse(standings.isKnown());
    assertFalse(standings.differences().get(0).difference().hasInterval());
    assertEquals(0.5, standings.differences().get(0).difference().value());
  }

  private static MeanDifference difference(double value, double error) {
    return new MeanDifference(
        new Estimate(value, error, value - 2 * error, value + 2 * error),
        1_000,
        1_001,
        1,
        0.5,
        MeanDifference.Test.STUDENT,
        false);
  }
}
