package dev.decorum.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.conversation.Label;
import dev.decorum.evaluate.Evaluation.AgainstLabels;
import dev.decorum.evaluate.Evaluation.AgainstPreferences;
import dev.decorum.evaluate.Evaluation.Threshold;
import dev.decorum.score.Scale;
import dev.decorum.score.ScoreTable;
import dev.decorum.score.ScoreTables;
import dev.decorum.score.ScoredRow;
import dev.decorum.stats.Clustering;
import dev.decorum.stats.Confusion;
import dev.decorum.stats.Estimate;
import dev.decorum.stats.Resampling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
  private static final Resampling FEW = new Resampling(1, 199);

  private static ScoredRow row(String id, double logit, @Nullable Label label) {
    return ScoreTables.row(id, logit, label, Map.of());
  }

  private static ScoredRow row(int number, double logit, boolean appropriate) {
    return row("r" + number, logit, appropriate ? Label.APPROPRIATE : Label.INAPPROPRIATE);
  }

  private static Evaluation evaluate(ScoreTable table, List<String> cluster, List<String> by) {
    return new Evaluator(new EvaluationOptions(0.672, cluster, by, FEW)).evaluate(table);
  }

  private static Evaluation evaluate(ScoredRow... rows) {
    return evaluate(ScoreTables.of(List.of(), List.of(rows)), List.of(), List.of());
  }

  private static AgainstLabels labels(Evaluation evaluation) {
    AgainstLabels labels = evaluation.labels();
    assertNotNull(labels);
    return labels;
  }

  private static AgainstPreferences preferences(Evaluation evaluation) {
    AgainstPreferences preferences = evaluation.preferences();
    assertNotNull(preferences);
    return preferences;
  }

  /** Labelled rows whose logits say something of their labels. */
  private static List<ScoredRow> drawn(int count, Map<String, Integer> fields) {
    Random random = new Random(8);
    List<ScoredRow> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double logit = 0.5 + 2 * random.nextGaussian();
      boolean appropriate = random.nextDouble() < 1 / (1 + Math.exp(-logit));
      Map<String, String> values = new HashMap<>();
      for (Map.Entry<String, Integer> field : fields.entrySet()) {
        values.put(field.getKey(), "v" + i % field.getValue());
      }
      rows.add(
          new ScoredRow(
              "r" + i,
              logit,
              10 + i % 50,
              i % 4 == 0,
              appropriate ? Label.APPROPRIATE : Label.INAPPROPRIATE,
              values,
              Scale.PROBABILITY));
    }
    return rows;
  }

  @Test
  void withoutLabelsAndPairsNothingIsSaid() {
    Evaluation evaluation = evaluate(row("a", 1, null), row("b", -1, null));
    assertEquals(2, evaluation.rows());
    assertEquals(2, evaluation.unlabelled());
    assertNull(evaluation.labels());
    assertNull(evaluation.preferences());
    Evaluation ofNothing = evaluate();
    assertEquals(0, ofNothing.rows());
    assertNull(ofNothing.labels());
  }

  @Test
  void rowsWithoutALabelDoNotCount() {
    Evaluation evaluation =
        evaluate(row("a", 1, null), row(1, 2, true), row(2, -1, false), row(3, 1, false));
    assertEquals(4, evaluation.rows());
    assertEquals(1, evaluation.unlabelled());
    assertEquals(3, labels(evaluation).population().labelled());
    assertEquals(1, labels(evaluation).population().appropriate());
    assertEquals(2.0 / 3, labels(evaluation).quality().accuracy().value(), 1e-15);
  }

  @Test
  void oneLabelOnlyIsRankedByNothing() {
    AgainstLabels labels = labels(evaluate(row(1, 2, true), row(2, 1, true), row(3, -1, true)));
    assertEquals(1, labels.population().baseRate().value());
    assertEquals(2.0 / 3, labels.quality().accuracy().value(), 1e-15);
    assertTrue(labels.quality().loss().value() > 0);
    assertEquals(Estimate.UNDEFINED, labels.quality().logLossSkill());
    assertEquals(Estimate.UNDEFINED, labels.quality().brierSkill());
    assertEquals(Estimate.UNDEFINED, labels.ranking().rocAuc());
    assertEquals(1, labels.ranking().prAucAppropriate().value());
    assertEquals(Estimate.UNDEFINED, labels.ranking().prAucInappropriate());
    assertEquals(Estimate.UNDEFINED, labels.calibration().slope());
    assertEquals(2, labels.thresholds().size(), "no best one can be chosen");
    assertEquals(Estimate.UNDEFINED, labels.thresholds().get(0).inappropriate().recall());
    assertEquals(Estimate.UNDEFINED, labels.thresholds().get(0).balancedAccuracy());
  }

  @Test
  void oneRowHasNumbersWithoutIntervals() {
    AgainstLabels labels = labels(evaluate(row(1, Math.log(3), true)));
    assertEquals(0.75, labels.population().meanProbability().value(), 1e-15);
    assertFalse(labels.population().meanProbability().hasInterval());
    assertEquals(-Math.log(0.75), labels.quality().loss().value(), 1e-15);
    assertEquals(0.0625, labels.quality().brier().value(), 1e-15);
    assertEquals(-0.25, labels.calibration().inTheLarge().value(), 1e-15);
  }

  @Test
  void equalLogitsDecideForInappropriateAndAProbabilityOfAHalfIsAtTheThreshold() {
    AgainstLabels labels = labels(evaluate(row(1, 0, true), row(2, 0, false), row(3, 0, false)));
    assertEquals(2.0 / 3, labels.quality().accuracy().value(), 1e-15);
    assertEquals(1, labels.thresholds().get(0).counts().trueAppropriate());
    assertEquals(2, labels.thresholds().get(0).counts().falseAppropriate());
  }

  @Test
  void thresholdsAreOneHalfTheBaselineAndTheBestOfTheOtherHalf() {
    ScoreTable table = ScoreTables.of(List.of(), drawn(101, Map.of()));
    List<Threshold> thresholds = labels(evaluate(table, List.of(), List.of())).thresholds();
    assertEquals(
        List.of(Threshold.Kind.HALF, Threshold.Kind.BASELINE, Threshold.Kind.BEST_ON_OTHER_HALF),
        thresholds.stream().map(Threshold::kind).toList());
    assertEquals(0.5, thresholds.get(0).threshold());
    assertEquals(0.672, thresholds.get(1).threshold());
    assertEquals(101, thresholds.get(0).rows());
    assertEquals(101, thresholds.get(1).rows());
    Threshold best = thresholds.get(2);
    int[] folds = Clustering.independent(101).folds(2, FEW, "threshold");
    LabelledRows choosing = LabelledRows.of(table.select(LabelledRows.ofFold(folds, 0, true)));
    LabelledRows judging = LabelledRows.of(table.select(LabelledRows.ofFold(folds, 1, true)));
    assertEquals(50, judging.size());
    assertEquals(50, best.rows());
    assertEquals(
        Confusion.bestThreshold(choosing.probabilities(), choosing.labels()), best.threshold());
    Confusion judged = Confusion.at(best.threshold(), judging.probabilities(), judging.labels());
    assertEquals(judged.truePositives(), best.counts().trueAppropriate());
    assertEquals(judged.falsePositives(), best.counts().falseAppropriate());
    assertEquals(judged.trueNegatives(), best.counts().trueInappropriate());
    assertEquals(judged.falseNegatives(), best.counts().falseInappropriate());
  }

  /** Labels that have nothing to do with scores: a threshold judged on its own rows looks good. */
  @Test
  void theBestThresholdDoesNotFlatterItself() {
    Random random = new Random(2);
    double judged = 0;
    double flattered = 0;
    for (int i = 0; i < 200; i++) {
      List<ScoredRow> rows = new ArrayList<>();
      for (int j = 0; j < 40; j++) {
        rows.add(row(j, random.nextGaussian(), j % 2 == 0));
      }
      Collections.shuffle(rows, random);
      ScoreTable table = ScoreTables.of(List.of(), rows);
      LabelledRows all = LabelledRows.of(table);
      AgainstLabels labels = labels(evaluate(table, List.of(), List.of()));
      judged += labels.thresholds().get(2).balancedAccuracy().value() / 200;
      flattered +=
          Confusion.at(
                      Confusion.bestThreshold(all.probabilities(), all.labels()),
                      all.probabilities(),
                      all.labels())
                  .balancedAccuracy(Clustering.independent(40))
                  .value()
              / 200;
    }
    assertEquals(0.5, judged, 0.03);
    assertTrue(flattered > 0.58, "on its own rows: " + flattered);
  }

  @Test
  void clustersAreNotTornBetweenChoosingAndJudging() {
    ScoreTable table = ScoreTables.of(List.of("user"), drawn(100, Map.of("user", 10)));
    Threshold best = labels(evaluate(table, List.of("user"), List.of())).thresholds().get(2);
    assertEquals(50, best.rows(), "five users of ten rows");
    int[] folds = table.clustering(List.of("user")).folds(2, FEW, "threshold");
    LabelledRows choosing = LabelledRows.of(table.select(LabelledRows.ofFold(folds, 0, true)));
    assertEquals(
        Confusion.bestThreshold(choosing.probabilities(), choosing.labels()), best.threshold());
  }

  @Test
  void theOrderOfRowsDoesNotMatter() {
    List<ScoredRow> rows = drawn(120, Map.of("user", 17, "channel", 3));
    List<ScoredRow> others = new ArrayList<>(rows);
    Collections.shuffle(others, new Random(1));
    List<String> fields = List.of("user", "channel");
    AgainstLabels one =
        labels(evaluate(ScoreTables.of(fields, rows), List.of("user"), List.of("channel")));
    AgainstLabels other =
        labels(evaluate(ScoreTables.of(fields, others), List.of("user"), List.of("channel")));
    assertSame(one.quality().loss(), other.quality().loss());
    assertSame(one.ranking().rocAuc(), other.ranking().rocAuc());
    assertSame(one.ranking().prAucInappropriate(), other.ranking().prAucInappropriate());
    assertSame(one.calibration().slope(), other.calibration().slope());
    for (int i = 0; i < 3; i++) {
      assertEquals(one.slices().get(i).value(), other.slices().get(i).value());
      assertSame(one.slices().get(i).lossDifference(), other.slices().get(i).lossDifference());
      assertEquals(one.slices().get(i).qValue(), other.slices().get(i).qValue(), 1e-12);
    }
  }

  private static void assertSame(Estimate expected, Estimate found) {
    assertEquals(expected.value(), found.value(), 1e-12);
    assertEquals(expected.low(), found.low(), 1e-11);
    assertEquals(expected.high(), found.high(), 1e-11);
  }

  @Test
  void lengthsAreBinnedAndTruncationIsCounted() {
    AgainstLabels labels =
        labels(evaluate(ScoreTables.of(List.of(), drawn(200, Map.of())), List.of(), List.of()));
    assertEquals(0.25, labels.length().shareTruncated().value());
    assertEquals(4, labels.length().bins().size());
    assertEquals(10, labels.length().bins().get(0).shortest());
    assertEquals(59, labels.length().bins().get(3).longest());
    int rows = 0;
    int longest = 0;
    for (Evaluation.LengthBin bin : labels.length().bins()) {
      assertTrue(bin.shortest() > longest && bin.longest() >= bin.shortest());
      longest = bin.longest();
      rows += bin.count();
    }
    assertEquals(200, rows);
  }

  @Test
  void slicesAreTheValuesOfAFieldLargestFirst() {
    List<ScoredRow> rows = new ArrayList<>();
    String[] channels = {"b", "a", "c", "c", "c", "a", "b"};
    for (int i = 0; i < channels.length; i++) {
      rows.add(
          ScoreTables.row(
              "r" + i,
              i - 3.0,
              i % 2 == 0 ? Label.APPROPRIATE : Label.INAPPROPRIATE,
              Map.of("channel", channels[i])));
    }
    rows.add(row("without", 0.3, Label.APPROPRIATE));
    AgainstLabels labels =
        labels(evaluate(ScoreTables.of(List.of("channel"), rows), List.of(), List.of("channel")));
    assertEquals(
        List.of("c", "a", "b"),
        labels.slices().stream().map(Evaluation.SliceEvaluation::value).toList());
    assertEquals(
        List.of(3, 2, 2), labels.slices().stream().map(Evaluation.SliceEvaluation::count).toList());
    assertEquals(0, labels.slicesLeftOut());
    double loss = 0;
    for (ScoredRow row : rows) {
      double p = 1 / (1 + Math.exp(-row.logit()));
      loss -= Math.log(row.label() == Label.APPROPRIATE ? p : 1 - p);
    }
    Evaluation.SliceEvaluation slice = labels.slices().get(0);
    assertEquals(
        slice.loss().value() - (loss - 3 * slice.loss().value()) / 5,
        slice.lossDifference().value(),
        1e-12,
        "less that of all others, the row without a channel among them");
  }

  @Test
  void noMoreThanTwoHundredSlicesOfAFieldAreLookedAt() {
    AgainstLabels labels =
        labels(
            evaluate(
                ScoreTables.of(List.of("user", "day"), drawn(515, Map.of("user", 203, "day", 201))),
                List.of(),
                List.of("user", "day")));
    assertEquals(400, labels.slices().size());
    assertEquals(4, labels.slicesLeftOut());
    Set<String> users = new HashSet<>();
    for (Evaluation.SliceEvaluation slice : labels.slices().subList(0, 200)) {
      assertEquals("user", slice.field());
      users.add(slice.value());
    }
    assertEquals(200, users.size());
    // 515 = 2 * 203 + 109: v0 to v108 have three rows, and come before those that have two.
    assertEquals(3, labels.slices().get(108).count());
    assertEquals(2, labels.slices().get(109).count());
  }

  @Test
  void aSliceOfAllRowsHasNobodyToDifferFrom() {
    AgainstLabels labels =
        labels(
            evaluate(
                ScoreTables.of(List.of("channel"), drawn(30, Map.of("channel", 1))),
                List.of(),
                List.of("channel")));
    Evaluation.SliceEvaluation slice = labels.slices().get(0);
    assertEquals(30, slice.count());
    assertEquals(Double.NaN, slice.lossDifference().value());
    assertEquals(Double.NaN, slice.pValue());
    assertEquals(Double.NaN, slice.qValue());
  }

  @Test
  void pairsCountWinsAndHalfOfTies() {
    Evaluation evaluation =
        evaluate(
            row("a#chosen", 2, null),
            row("b#rejected", 1, null),
            row("a#rejected", 1, null),
            row("b#chosen", 0.5, null),
            row("c#chosen", -1, null),
            row("c#rejected", -1, null),
            row("d#rejected", 0, null),
            row("d#chosen", 3, null),
            row("e#chosen", 9, null),
            row("f#rejected", -9, null),
            row("g#chosen ", 1, null),
            row("chosen", 1, null));
    AgainstPreferences pairs = preferences(evaluation);
    assertEquals(4, pairs.count());
    assertEquals(4, pairs.clusters());
    assertEquals(1, pairs.ties());
    assertEquals(2, pairs.incomplete(), "e and f");
    assertEquals(2.5 / 4, pairs.accuracy().value());
    assertEquals((1 - 0.5 + 0 + 3) / 4, pairs.logitMargin().value(), 1e-15);
    double margin = p(2) - p(1) + p(0.5) - p(1) + p(3) - p(0);
    assertEquals(margin / 4, pairs.margin().value(), 1e-15);
    assertNull(evaluation.labels());
    assertEquals(12, evaluation.rows());
    assertEquals(2, evaluation.unlabelled(), "no pair holds 'g#chosen ' and 'chosen'");
  }

  @Test
  void anIdThatComesTwicePairsNothing() {
    Evaluation evaluation =
        evaluate(
            row("a#chosen", 2, null),
            row("a#rejected", 1, null),
            row("a#chosen", -2, null),
            row("b#chosen", 1, null),
            row("b#rejected", 0, null));
    AgainstPreferences pairs = preferences(evaluation);
    assertEquals(1, pairs.count());
    assertEquals(1, pairs.logitMargin().value());
    assertEquals(3, pairs.incomplete());
  }

  private static double p(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }

  /** The reader of preferences labels nothing, but who keeps labels in such files may. */
  @Test
  void rowsOfPairsThatAreLabelledAreCountedOnce() {
    Evaluation evaluation =
        evaluate(
            row("a#chosen", 2, Label.APPROPRIATE),
            row("a#rejected", 1, Label.INAPPROPRIATE),
            row("b#chosen", 1, Label.APPROPRIATE),
            row("b#rejected", -1, null),
            row("c", 0, null));
    assertEquals(3, labels(evaluation).population().labelled());
    assertEquals(2, preferences(evaluation).count());
    assertEquals(1, evaluation.unlabelled(), "c");
  }

  @Test
  void halvesWithoutTheirOthersAreNoPairs() {
    Evaluation evaluation = evaluate(row("a#chosen", 2, null), row("b#rejected", 1, null));
    assertNull(evaluation.preferences());
    assertEquals(2, evaluation.unlabelled());
  }

  @Test
  void aPairBelongsToTheClusterOfItsChosenRow() {
    List<ScoredRow> rows = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Map<String, String> chosen = i == 5 ? Map.of() : Map.of("user", "u" + i / 2);
      rows.add(ScoreTables.row(i + "#chosen", i, null, chosen));
      rows.add(ScoreTables.row(i + "#rejected", 1, null, Map.of("user", "x" + i)));
    }
    assertEquals(
        4,
        preferences(evaluate(ScoreTables.of(List.of("user"), rows), List.of("user"), List.of()))
            .clusters());
  }

  @Test
  void aBaselineLiesBetweenZeroAndOne() {
    for (double bad : new double[] {0, 1, -0.5, Double.POSITIVE_INFINITY}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new EvaluationOptions(bad, List.of(), List.of(), FEW));
    }
  }
}
