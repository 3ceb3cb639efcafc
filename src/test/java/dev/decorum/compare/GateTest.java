package dev.decorum.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.decorum.score.Scale;
import dev.decorum.stats.Estimate;
import dev.decorum.stats.MeanDifference;
import dev.decorum.stats.Resampling;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateTest {
  private static final Matching.Ids NO_IDS = new Matching.Ids(0, List.of());

  @ParameterizedTest
  @CsvSource({
    "BETTER, PASS, PASS",
    "WORSE, FAIL, FAIL",
    "EQUIVALENT, PASS, FAIL",
    "NOT_WORSE, PASS, INCONCLUSIVE",
    "NOT_BETTER, INCONCLUSIVE, FAIL",
    "INCONCLUSIVE, INCONCLUSIVE, INCONCLUSIVE"
  })
  void whatAVerdictMeans(Verdict verdict, Gate.Outcome ifWorse, Gate.Outcome ifNotBetter) {
    assertEquals(ifWorse, Gate.WORSE.of(verdict));
    assertEquals(ifNotBetter, Gate.NOT_BETTER.of(verdict));
    assertEquals(ifWorse, Gate.WORSE.of(comparison(verdict)));
    assertEquals(ifNotBetter, Gate.NOT_BETTER.of(comparison(verdict)));
  }

  @ParameterizedTest
  @CsvSource({
    "BETTER, NOT_WORSE, PASS",
    "BETTER, WORSE, FAIL",
    "WORSE, BETTER, FAIL",
    "INCONCLUSIVE, WORSE, FAIL",
    "WORSE, INCONCLUSIVE, FAIL",
    "INCONCLUSIVE, BETTER, INCONCLUSIVE",
    "BETTER, INCONCLUSIVE, INCONCLUSIVE"
  })
  void theWorstOfSeveralCandidatesCounts(Verdict first, Verdict second, Gate.Outcome due) {
    assertEquals(due, Gate.WORSE.of(comparison(first, second)));
  }

  @ParameterizedTest
  @CsvSource({
    "BETTER, WORSE, v2",
    "WORSE, BETTER, v1",
    "WORSE, WORSE, v1+v2",
    "INCONCLUSIVE, BETTER, v1",
    "BETTER, NOT_WORSE, v1+v2",
    "INCONCLUSIVE, WORSE, v2"
  })
  void theCandidatesThatDecideAreTold(Verdict first, Verdict second, String due) {
    assertEquals(
        due,
        Gate.WORSE.decisive(comparison(first, second)).stream()
            .map(PairComparison::candidate)
            .collect(Collectors.joining("+")));
  }

  @Test
  void candidatesAreNotHeldAgainstEachOther() {
    Comparison comparison = comparison(Verdict.BETTER, Verdict.BETTER);
    assertEquals(3, comparison.pairs().size());
    assertEquals(Verdict.WORSE, comparison.pairs().get(2).verdict());
    assertEquals(Gate.Outcome.PASS, Gate.WORSE.of(comparison));
  }

  /** Candidates against the first version as given, and everything else worse. */
  private static Comparison comparison(Verdict... ofCandidates) {
    List<Comparison.VersionSummary> versions = new ArrayList<>();
    for (int version = 0; version <= ofCandidates.length; version++) {
      versions.add(
          new Comparison.VersionSummary(
              "v" + version,
              2,
              2,
              Estimate.UNDEFINED,
              Estimate.UNDEFINED,
              Estimate.UNDEFINED,
              new TreeMap<>(),
              List.of(),
              1));
    }
    List<PairComparison> pairs = new ArrayList<>();
    for (int earlier = 0; earlier <= ofCandidates.length; earlier++) {
      for (int later = earlier + 1; later <= ofCandidates.length; later++) {
        pairs.add(
            pair(
                "v" + earlier,
                "v" + later,
                earlier == 0 ? ofCandidates[later - 1] : Verdict.WORSE));
      }
    }
    return new Comparison(
        new ComparisonOptions(
            0.672,
            0.01,
            ComparisonOptions.Pairing.AUTO,
            List.of(),
            List.of(),
            0,
            new Resampling(1, 99)),
        Scale.PROBABILITY,
        versions,
        null,
        pairs,
        List.of(),
        0,
        List.of(),
        List.of());
  }

  private static PairComparison pair(String reference, String candidate, Verdict verdict) {
    return new PairComparison(
        reference,
        candidate,
        new Matching(
            Matching.Design.UNPAIRED, Matching.Reason.NO_ID_MATCHES, 0, NO_IDS, NO_IDS, NO_IDS, 0),
        new MeanDifference(
            Estimate.UNDEFINED, 1, 2, 1, Double.NaN, MeanDifference.Test.STUDENT, false),
        Double.NaN,
        Estimate.UNDEFINED,
        Estimate.UNDEFINED,
        verdict);
  }
}
