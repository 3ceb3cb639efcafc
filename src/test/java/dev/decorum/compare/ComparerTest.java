package dev.decorum.compare;

import static dev.decorum.compare.Versions.options;
import static dev.decorum.compare.Versions.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.compare.ComparisonOptions.Pairing;
import dev.decorum.score.ScoreTables;
import dev.decorum.score.ScoredRow;
import dev.decorum.stats.Estimate;
import dev.decorum.stats.MeanDifference;
import dev.decorum.stats.Resampling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComparerTest {

  /** Rows of as many users, each with ids of its own or the same as other versions. */
  private static List<ScoredRow> rows(
      String prefix, int count, int users, double better, long seed) {
    Random random = new Random(seed);
    List<ScoredRow> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(
          ScoreTables.row(
              prefix + i,
              better + (i % 7) / 3.0 + random.nextGaussian(),
              null,
              Map.of("user", "u" + i % users, "channel", i % 3 == 0 ? "web" : "app")));
    }
    return rows;
  }

  private static double p(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }

  @Test
  void pairsByHand() {
    Versions versions = new Versions();
    Comparison comparison =
        new Comparer(options())
            .compare(
                List.of(
                    versions.of("a", row("x", 0), row("y", 1), row("z", 2), row("w", -1)),
                    versions.of("b", row("y", 2), row("z", 2), row("x", -1), row("v", 9))));
    PairComparison pair = comparison.pairs().get(0);
    assertEquals(Matching.Design.PAIRED, pair.matching().design());
    double[] differences = {p(-1) - p(0), p(2) - p(1), 0};
    assertEquals(
        (differences[0] + differences[1]) / 3, pair.difference().difference().value(), 1e-15);
    assertEquals(0.5, pair.superiority().value(), "one better, one worse, one the same");
    assertEquals(0, pair.cliffsDelta().value());
    // Of the pairs x alone is below 0.672 in either; y is not, at p(1) = 0.731.
    assertEquals(0, pair.shareBelowDifference().value());
    Comparison.VersionSummary a = comparison.versions().get(0);
    assertEquals(4, a.rows());
    double mean = (p(0) + p(1) + p(2) + p(-1)) / 4;
    assertEquals(mean, a.mean().value(), 1e-15);
    assertEquals((mean - 0.672) / 0.672 * 100, a.baselineDeltaPercent().value(), 1e-12);
    assertEquals(0.5, a.shareBelowBaseline().value());
    assertEquals(p(0), Objects.requireNonNull(a.quantiles().get(0.5)).value(), 1e-15);
  }

  @Test
  void unpairedRowsByHand() {
    Versions versions = new Versions();
    Comparison comparison =
        new Comparer(options())
            .compare(
                List.of(
                    versions.of("a", row("1", 0), row("2", 1)),
                    versions.of("b", row("3", 2), row("4", 0), row("5", 3))));
    PairComparison pair = comparison.pairs().get(0);
    assertEquals(Matching.Design.UNPAIRED, pair.matching().design());
    assertEquals(
        (p(2) + p(0) + p(3)) / 3 - (p(0) + p(1)) / 2,
        pair.difference().difference().value(),
        1e-15);
    // b is above in 4 of 6, the same in one.
    assertEquals(4.5 / 6, pair.superiority().value(), 1e-15);
    assertEquals(0.5, pair.cliffsDelta().value(), 1e-15);
    assertEquals(1.0 / 3 - 1.0 / 2, pair.shareBelowDifference().value(), 1e-15);
  }

  /** Pairs that share versions: their simultaneous intervals are wider than their own. */
  @Test
  void threeVersionsAreRanked() {
    for (String prefix : new String[] {"", "a", "b"}) {
      Versions versions = new Versions("user", "channel");
      Comparison comparison =
          new Comparer(
                  options(Pairing.AUTO, prefix.isEmpty() ? List.of() : List.of("user"), List.of()))
              .compare(
                  List.of(
                      versions.of("low", rows("a", 90, 30, 0, 1)),
                      versions.of("high", rows(prefix.equals("b") ? "b" : "a", 90, 30, 3, 2)),
                      versions.of("same", rows(prefix.equals("b") ? "c" : "a", 90, 30, 3, 3))));
      Standings standings = Objects.requireNonNull(comparison.standings());
      assertTrue(standings.simulated());
      assertEquals(
          List.of(Standings.Standing.TIED, Standings.Standing.TIED, Standings.Standing.WORSE),
          standings.places().stream().map(Standings.Place::standing).toList());
      assertEquals("low", standings.places().get(2).version());
      for (int i = 0; i < 3; i++) {
        Estimate own = comparison.pairs().get(i).difference().student();
        Estimate all = standings.differences().get(i).difference();
        assertEquals(own.value(), all.value());
        double wider = (all.high() - all.low()) / (own.high() - own.low());
        // With normal errors 2.34/1.96 = 1.20; Bonferroni's would be 2.39/1.96 = 1.22.
        assertEquals(1.2, wider, 0.06);
      }
    }
  }

  @Test
  void twoVersionsAreNotRanked() {
    Versions versions = new Versions();
    assertEquals(
        null,
        new Comparer(options())
            .compare(
                List.of(
                    versions.of("a", row("x", 0), row("y", 1)),
                    versions.of("b", row("x", 1), row("y", 3))))
            .standings());
  }

  @Test
  void swappingTheVersionsTurnsEveryDifference() {
    for (String prefix : new String[] {"a", "b"}) {
      Versions versions = new Versions("user", "channel");
      Version a = versions.of("one", rows("a", 60, 20, 0, 1));
      Version b = versions.of("other", rows(prefix, 70, 20, 0.5, 2));
      ComparisonOptions options = options(Pairing.AUTO, List.of("user"), List.of());
      PairComparison there = new Comparer(options).compare(List.of(a, b)).pairs().get(0);
      PairComparison back = new Comparer(options).compare(List.of(b, a)).pairs().get(0);
      assertEquals(
          prefix.equals("a") ? Matching.Design.PAIRED : Matching.Design.UNPAIRED,
          there.matching().design());
      assertTurned(there.difference().student(), back.difference().student());
      assertTurned(there.shareBelowDifference(), back.shareBelowDifference());
      assertTurned(there.cliffsDelta(), back.cliffsDelta());
      assertEquals(there.difference().studentP(), back.difference().studentP(), 1e-10);
      assertEquals(there.difference().pValue(), back.difference().pValue(), 0.04);
      assertEquals(there.matching().onlyInReference(), back.matching().onlyInCandidate());
      assertEquals(Verdict.BETTER, there.verdict());
      assertEquals(Verdict.WORSE, back.verdict());
    }
  }

  private static void assertTurned(Estimate there, Estimate back) {
    assertEquals(-there.value(), back.value(), 1e-12);
    assertEquals(-there.high(), back.low(), 1e-10);
    assertEquals(-there.low(), back.high(), 1e-10);
  }

  @Test
  void theOrderOfRowsDoesNotMatter() {
    for (String prefix : new String[] {"a", "b"}) {
      Versions versions = new Versions("user", "channel");
      List<ScoredRow> others = rows(prefix, 70, 20, 0.2, 2);
      Version a = versions.of("one", rows("a", 60, 20, 0, 1));
      Version b = versions.of("other", others);
      List<ScoredRow> shuffled = new ArrayList<>(others);
      Collections.shuffle(shuffled, new Random(1));
      ComparisonOptions options = options(Pairing.AUTO, List.of("user"), List.of("channel"));
      Comparison one = new Comparer(options).compare(List.of(a, b));
      Comparison two = new Comparer(options).compare(List.of(a, versions.of("other", shuffled)));
      PairComparison first = one.pairs().get(0);
      PairComparison second = two.pairs().get(0);
      assertEquals(
          first.difference().difference().value(), second.difference().difference().value(), 1e-14);
      assertEquals(first.difference().studentP(), second.difference().studentP(), 1e-12);
      assertEquals(first.superiority().low(), second.superiority().low(), 1e-12);
      assertEquals(first.shareBelowDifference().low(), second.shareBelowDifference().low(), 1e-12);
      assertEquals(first.verdict(), second.verdict());
      assertEquals(
          one.versions().get(1).quantiles().get(0.05), two.versions().get(1).quantiles().get(0.05));
      for (int i = 0; i < one.slices().size(); i++) {
        assertEquals(one.slices().get(i).value(), two.slices().get(i).value());
        assertEquals(
            one.slices().get(i).difference().studentP(),
            two.slices().get(i).difference().studentP(),
            1e-12);
      }
    }
  }

  @Test
  void threeVersionsAreComparedInPairsAndCorrected() {
    Versions versions = new Versions("user", "channel");
    Comparison comparison =
        new Comparer(options())
            .compare(
                List.of(
                    versions.of("a", rows("a", 60, 20, 0, 1)),
                    versions.of("b", rows("b", 60, 20, 0.35, 2)),
                    versions.of("c", rows("c", 60, 20, 0.8, 3))));
    List<PairComparison> pairs = comparison.pairs();
    assertEquals(
        List.of("a b", "a c", "b c"),
        pairs.stream().map(pair -> pair.reference() + " " + pair.candidate()).toList());
    // Holm by hand: the smallest thrice, then twice the next, then the largest, never falling.
    List<PairComparison> ordered = new ArrayList<>(pairs);
    ordered.sort((x, y) -> Double.compare(x.difference().pValue(), y.difference().pValue()));
    double highest = 0;
    for (int i = 0; i < 3; i++) {
      highest = Math.max(highest, Math.min(1, (3 - i) * ordered.get(i).difference().pValue()));
      assertEquals(highest, ordered.get(i).holmP(), 1e-15);
    }
    for (PairComparison pair : pairs) {
      assertEquals(Verdict.of(pair.difference().difference(), pair.holmP(), 0.01), pair.verdict());
    }
    assertTrue(pairs.get(1).holmP() > pairs.get(1).difference().pValue());
  }

  /** p = 0.04 for one pair alone is not enough where there are three. */
  @Test
  void aVerdictHeedsTheCorrectionForSeveralPairs() {
    Versions versions = new Versions("user", "channel");
    Version a = versions.of("a", rows("a", 60, 20, 0, 1));
    Version b = versions.of("b", rows("b", 60, 20, 0.16, 2));
    Version c = versions.of("c", rows("c", 60, 20, 0.1, 3));
    PairComparison alone = new Comparer(options()).compare(List.of(a, b)).pairs().get(0);
    PairComparison amongThree = new Comparer(options()).compare(List.of(a, b, c)).pairs().get(0);
    assertEquals(alone.difference(), amongThree.difference(), "the same draws for a pair");
    assertEquals(alone.difference().pValue(), alone.holmP());
    assertTrue(alone.holmP() > 0.017 && alone.holmP() < 0.05, "p is " + alone.holmP());
    assertEquals(Verdict.BETTER, alone.verdict());
    assertEquals(3 * alone.holmP(), amongThree.holmP(), 1e-12);
    assertEquals(Verdict.NOT_WORSE, amongThree.verdict());
  }

  @Test
  void numbersOfAVersionDoNotDependOnTheOthers() {
    Versions versions = new Versions("user", "channel");
    Version a = versions.of("a", rows("a", 40, 20, 0, 1));
    Version b = versions.of("b", rows("b", 40, 20, 0, 2));
    Version c = versions.of("c", rows("c", 40, 20, 0, 3));
    assertEquals(
        new Comparer(options()).compare(List.of(a, b)).versions().get(0),
        new Comparer(options()).compare(List.of(c, a)).versions().get(1));
  }

  @Test
  void theSeedDecides() {
    Versions versions = new Versions("user", "channel");
    List<Version> two =
        List.of(
            versions.of("a", rows("a", 40, 20, 0, 1)), versions.of("b", rows("b", 40, 20, 0, 2)));
    Comparison once = new Comparer(options()).compare(two);
    assertEquals(once, new Comparer(options()).compare(two));
    ComparisonOptions another =
        new ComparisonOptions(
            0.672, 0.01, Pairing.AUTO, List.of(), List.of(), 0, new Resampling(2, 999));
    assertFalse(
        once.pairs()
            .get(0)
            .difference()
            .equals(new Comparer(another).compare(two).pairs().get(0).difference()));
  }

  @Test
  void aVersionOfOneRowOrNoneIsRefused() {
    Versions versions = new Versions();
    Version two = versions.withIds("two", "x", "y");
    assertEquals(
        "one has only one row; at least two are needed to compare",
        refusal(List.of(two, versions.withIds("one", "x"))));
    assertEquals(
        "none has no row; at least two are needed to compare",
        refusal(List.of(versions.withIds("none"), two)));
    assertEquals("there is only one version; two are needed to compare", refusal(List.of(two)));
  }

  private static String refusal(List<Version> versions) {
    return String.valueOf(
        assertThrows(IncomparableException.class, () -> new Comparer(options()).compare(versions))
            .getMessage());
  }

  @Test
  void rowsThatArePairedCannotBelongToTwoClusters() {
    Versions versions = new Versions("user");
    Version a = versions.of("a", row("x", 0, "user", "u1"), row("y", 1, "user", "u2"), row("z", 1));
    Version b = versions.of("b", row("x", 0, "user", "u1"), row("y", 1, "user", "u3"), row("z", 1));
    ComparisonOptions clustered = options(Pairing.AUTO, List.of("user"), List.of());
    assertEquals(
        "the rows 'y' are paired, but their user is 'u2' in a and 'u3' in b",
        assertThrows(
                IncomparableException.class, () -> new Comparer(clustered).compare(List.of(a, b)))
            .getMessage());
    assertEquals(
        Matching.Design.UNPAIRED,
        new Comparer(options(Pairing.NONE, List.of("user"), List.of()))
            .compare(List.of(a, b))
            .pairs()
            .get(0)
            .matching()
            .design());
    assertEquals(
        3, new Comparer(options()).compare(List.of(a, b)).pairs().get(0).matching().pairs());
  }

  @Test
  void aPairBelongsWhereEitherOfItsRowsDoes() {
    Versions versions = new Versions("user");
    Version a =
        versions.of(
            "a", row("w", 2), row("x", 0, "user", "u1"), row("y", 1), row("z", 1, "user", "u2"));
    Version b =
        versions.of(
            "b", row("w", 1), row("x", 0), row("y", 1, "user", "u1"), row("z", 1, "user", "u2"));
    MeanDifference found =
        new Comparer(options(Pairing.AUTO, List.of("user"), List.of()))
            .compare(List.of(a, b))
            .pairs()
            .get(0)
            .difference();
    assertEquals(3, found.clusters(), "w alone, x with y, z");
  }

  @Test
  void oneClusterIsInconclusive() {
    Versions versions = new Versions("user");
    Version a = versions.of("a", row("x", 0, "user", "u"), row("y", 1, "user", "u"));
    Version b = versions.of("b", row("x", 3, "user", "u"), row("y", 4, "user", "u"));
    Comparison comparison =
        new Comparer(options(Pairing.AUTO, List.of("user"), List.of())).compare(List.of(a, b));
    PairComparison pair = comparison.pairs().get(0);
    assertEquals(Verdict.INCONCLUSIVE, pair.verdict());
    assertEquals(Double.NaN, pair.holmP());
    assertFalse(pair.difference().difference().hasInterval());
    assertFalse(comparison.versions().get(0).mean().hasInterval());
  }

  @Test
  void slicesAreValuesThatBothVersionsHaveTwiceMostRowsFirst() {
    Versions versions = new Versions("user", "channel");
    List<ScoredRow> a = rows("a", 30, 10, 0, 1);
    List<ScoredRow> b = rows("b", 30, 10, 0, 2);
    a.add(row("a-mail", 0, "channel", "mail"));
    b.add(row("b-mail1", 0, "channel", "mail"));
    b.add(row("b-mail2", 0, "channel", "mail"));
    b.add(row("b-without", 0));
    a.add(row("a-fax1", 0, "channel", "fax"));
    a.add(row("a-fax2", 0, "channel", "fax"));
    b.add(row("b-fax", 0, "channel", "fax"));
    Comparison comparison =
        new Comparer(options(Pairing.AUTO, List.of(), List.of("channel")))
            .compare(List.of(versions.of("a", a), versions.of("b", b)));
    assertEquals(
        List.of("app", "web"),
        comparison.slices().stream().map(Comparison.SliceComparison::value).toList());
    Comparison.SliceComparison app = comparison.slices().get(0);
    assertEquals(20, app.referenceRows());
    assertEquals(20, app.candidateRows());
    double mean = 0;
    for (int i = 0; i < 30; i++) {
      mean += i % 3 == 0 ? 0 : (p(b.get(i).logit()) - p(a.get(i).logit())) / 20;
    }
    assertEquals(mean, app.difference().difference().value(), 1e-14);
    double larger =
        Math.max(app.difference().pValue(), comparison.slices().get(1).difference().pValue());
    double smaller =
        Math.min(app.difference().pValue(), comparison.slices().get(1).difference().pValue());
    for (Comparison.SliceComparison slice : comparison.slices()) {
      assertEquals(
          slice.difference().pValue() == larger ? larger : Math.min(larger, 2 * smaller),
          slice.qValue(),
          1e-15);
    }
  }

  @Test
  void aPairIsInTheSliceOfItsReferenceRow() {
    Versions versions = new Versions("channel");
    List<ScoredRow> a = new ArrayList<>();
    List<ScoredRow> b = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      a.add(row("x" + i, i, "channel", i < 8 ? "web" : "app"));
      b.add(row("x" + i, i % 5, "channel", "other"));
    }
    Comparison comparison =
        new Comparer(options(Pairing.AUTO, List.of(), List.of("channel")))
            .compare(List.of(versions.of("a", a), versions.of("b", b)));
    assertEquals(
        List.of("web 8 8", "app 4 4"),
        comparison.slices().stream()
            .map(slice -> slice.value() + " " + slice.referenceRows() + " " + slice.candidateRows())
            .toList());
  }

  @Test
  void noMoreThanTwoHundredSlicesOfAFieldAreLookedAt() {
    Versions versions = new Versions("user", "channel");
    Comparison comparison =
        new Comparer(
                new ComparisonOptions(
                    0.672,
                    0.01,
                    Pairing.AUTO,
                    List.of(),
                    List.of("user"),
                    0,
                    new Resampling(1, 99)))
            .compare(
                List.of(
                    versions.of("a", rows("a", 410, 203, 0, 1)),
                    versions.of("b", rows("b", 410, 203, 0, 2))));
    assertEquals(200, comparison.slices().size());
    assertEquals(3, comparison.slicesLeftOut());
    assertEquals(3, comparison.slices().get(0).referenceRows());
  }

  @Test
  void furtherClustersAreThoseThatTheMarginOrTheDifferenceNeeds() {
    Versions versions = new Versions("user", "channel");
    PairComparison pair =
        new Comparer(options())
            .compare(
                List.of(
                    versions.of("a", rows("a", 60, 20, 0, 1)),
                    versions.of("b", rows("b", 60, 20, 0.1, 2))))
            .pairs()
            .get(0);
    double ratio = pair.difference().minimalDetectable() / 0.01;
    assertEquals(Math.ceil(120 * ratio * ratio) - 120, pair.furtherClusters(0.01));
    double seen = pair.difference().minimalDetectable() / pair.difference().difference().value();
    assertEquals(Math.ceil(120 * seen * seen) - 120, pair.furtherClusters(0));
    assertEquals(0, pair.furtherClusters(0.9));
  }

  @Test
  void optionsThatMakeNoSenseAreRefused() {
    for (double bad : new double[] {0, 1}) {
      assertThrows(
          IllegalArgumentException.class,
          () ->
              new ComparisonOptions(
                  bad, 0, Pairing.AUTO, List.of(), List.of(), 0, new Resampling(1, 99)));
    }
    for (double bad : new double[] {-0.01, Double.POSITIVE_INFINITY, Double.NaN}) {
      assertThrows(
          IllegalArgumentException.class,
          () ->
              new ComparisonOptions(
                  0.5, bad, Pairing.AUTO, List.of(), List.of(), 0, new Resampling(1, 99)));
    }
  }

  /** A version under two names has the same interval twice. */
  @Test
  void theSameDataHaveTheSameDigits() {
    Versions versions = new Versions("user", "channel");
    List<ScoredRow> rows = rows("a", 40, 20, 0, 1);
    List<Comparison.VersionSummary> summaries =
        new Comparer(options())
            .compare(List.of(versions.of("a", rows), versions.of("b", rows)))
            .versions();
    assertEquals(summaries.get(0).mean(), summaries.get(1).mean());
  }

  /**
   * Names, files and the order of rows in them decide nothing: all numbers are the same to the last
   * bit. Scores have few values, so that many rows are equal but for their clusters.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void namesAndTheOrderOfFilesChangeNoDigit(int seed) {
    Random random = new Random(seed);
    boolean isPaired = seed % 2 == 0;
    List<String> clusterFields = seed % 3 == 0 ? List.of() : List.of("user");
    int users = seed % 4 == 1 ? 300 : 25;
    List<List<ScoredRow>> files = new ArrayList<>();
    for (int version = 0; version < 3; version++) {
      List<ScoredRow> rows = new ArrayList<>();
      for (int i = 0; i < 150; i++) {
        int user = isPaired ? i % users : random.nextInt(users);
        rows.add(
            ScoreTables.row(
                (isPaired ? "" : version + "-") + i,
                (random.nextInt(6) + version) / 4.0,
                null,
                Map.of("user", "u" + user, "channel", random.nextInt(3) == 0 ? "web" : "app")));
      }
      files.add(rows);
    }
    ComparisonOptions options = options(Pairing.AUTO, clusterFields, List.of("channel"));
    Comparison expected = compare(options, files, List.of("a", "b", "c"));
    assertEquals(
        isPaired ? Matching.Design.PAIRED : Matching.Design.UNPAIRED,
        expected.pairs().get(0).matching().design());
    for (int again = 0; again < 3; again++) {
      files.forEach(rows -> Collections.shuffle(rows, random));
      List<String> names = List.of("c" + again, "x against y", "mean");
      assertEquals(digits(expected), digits(compare(options, files, names)));
    }
  }

  private static Comparison compare(
      ComparisonOptions options, List<List<ScoredRow>> files, List<String> names) {
    Versions versions = new Versions("user", "channel");
    List<Version> named = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      named.add(versions.of(names.get(i), files.get(i)));
    }
    return new Comparer(options).compare(named);
  }

  /** All numbers of a comparison, without the names of versions and the examples of ids. */
  private static List<String> digits(Comparison comparison) {
    List<String> digits = new ArrayList<>();
    for (Comparison.VersionSummary version : comparison.versions()) {
      digits.add(
          version.mean()
              + " "
              + version.baselineDeltaPercent()
              + " "
              + version.shareBelowBaseline()
              + " "
              + version.quantiles()
              + " "
              + version.designEffect());
    }
    for (PairComparison pair : comparison.pairs()) {
      digits.add(
          pair.difference()
              + " "
              + pair.holmP()
              + " "
              + pair.shareBelowDifference()
              + " "
              + pair.superiority()
              + " "
              + pair.verdict());
    }
    Standings standings = comparison.standings();
    if (standings != null) {
      standings.differences().forEach(gap -> digits.add(gap.difference().toString()));
      standings.places().forEach(place -> digits.add(place.standing() + " " + place.toLeader()));
    }
    for (Comparison.SliceComparison slice : comparison.slices()) {
      digits.add(
          slice.field() + " " + slice.value() + " " + slice.difference() + " " + slice.qValue());
    }
    return digits;
  }

  /**
   * With n pairs, the smallest p-value is 2^(1 - n); three comparisons need one below 0.05 / 3,
   * which 7 pairs have, and 6 do not: 1 / 64 and 1 / 32.
   */
  @ParameterizedTest
  @CsvSource({"2, false", "6, false", "7, true"})
  void versionsWithTooFewRowsForTheTestAreNotRanked(int pairs, boolean ranked) {
    Versions versions = new Versions();
    List<Version> three = new ArrayList<>();
    for (int version = 0; version < 3; version++) {
      List<ScoredRow> rows = new ArrayList<>();
      for (int i = 0; i < pairs; i++) {
        rows.add(row("c" + i, 2.0 * version + 0.1 * i));
      }
      three.add(versions.of("v" + version, rows));
    }
    Comparison comparison = new Comparer(options()).compare(three);
    Standings standings = Objects.requireNonNull(comparison.standings());
    assertEquals(ranked, standings.isKnown());
    assertEquals(
        ranked ? Standings.Standing.BEST : Standings.Standing.UNKNOWN,
        standings.places().get(0).standing());
    assertEquals(
        ranked,
        comparison.pairs().stream().allMatch(pair -> pair.verdict() == Verdict.BETTER),
        "the verdicts say the same");
  }
}
