package dev.decorum.score;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.decorum.conversation.Flag;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScoreStatisticsTest {

  @Test
  void aSummaryOfFiveScores() {
    ScoreStatistics statistics = new ScoreStatistics(new Scorer(0.672, Scale.PROBABILITY));
    statistics.add(Scores.of("c", 0, "T", Map.of(), 0.9, Set.of(Flag.LONE_SURROGATE)));
    statistics.add(Scores.of("c", 0, "T", Map.of(), 0.1, Set.of(Flag.TRUNCATED, Flag.EMPTY)));
    statistics.add(Scores.of("c", 0, "T", Map.of(), 1));
    statistics.add(Scores.of("c", 0, "T", Map.of(), 0.672, Set.of(Flag.TRUNCATED)));
    statistics.add(Scores.of("c", 0, "T", Map.of(), 0.5));
    ScoreSummary summary = statistics.summary();
    assertEquals(5, summary.count());
    // (0.9 + 0.1 + 1 + 0.672 + 0.5) / 5 = 0.6344, and (0.6344 - 0.672) / 0.672 = -5.595238...%
    assertEquals(0.6344, summary.mean(), 1e-15);
    assertEquals(0.672, summary.baseline());
    assertEquals(-5.595238095238095, summary.meanDeltaPercent(), 1e-12);
    assertEquals(2, summary.belowBaseline(), "0.1 and 0.5; the baseline is not below itself");
    assertEquals(0.4, summary.shareBelowBaseline());
    assertEquals(0.1, summary.min());
    assertEquals(1, summary.max());
    // Of 5 numbers the ranks ceil(5 q) are 1, 2, 3, 4 and 5.
    assertEquals(List.of(0.05, 0.25, 0.5, 0.75, 0.95), List.copyOf(summary.quantiles().keySet()));
    List<Double> expected = List.of(0.1, 0.5, 0.672, 0.9, 1.0);
    List<Double> found = List.copyOf(summary.quantiles().values());
    for (int i = 0; i < 5; i++) {
      assertEquals(expected.get(i), found.get(i), 1e-5);
    }
    List<Long> histogram = new ArrayList<>(Collections.nCopies(20, 0L));
    List.of(2, 10, 13, 18, 19).forEach(bin -> histogram.set(bin, 1L));
    assertEquals(histogram, summary.histogram());
    assertEquals(
        "{EMPTY=1, TRUNCATED=2, LONE_SURROGATE=1}",
        summary.flags().toString(),
        "in the order of the enum, without those that never came");
  }

  /** Means are sums in another order, and so may differ in a last digit. */
  @ParameterizedTest
  @EnumSource
  void partsTogetherAreTheWhole(Scale scale) {
    Scorer scorer = new Scorer(scale == Scale.REWARD ? Double.NaN : 0.672, scale);
    ScoreStatistics whole = new ScoreStatistics(scorer);
    ScoreStatistics together = new ScoreStatistics(scorer);
    Random random = new Random(1);
    for (int part = 0; part < 5; part++) {
      ScoreStatistics statistics = new ScoreStatistics(scorer);
      for (int i = 0; i < 200 * part; i++) {
        ConversationScore score =
            Scores.of("c", 0, "T", Map.of(), random.nextDouble(), Set.of(Flag.EMPTY));
        whole.add(score);
        statistics.add(score);
      }
      together.add(statistics);
    }
    ScoreSummary expected = whole.summary();
    ScoreSummary found = together.summary();
    assertEquals(expected.mean(), found.mean(), 1e-15);
    assertEquals(expected.count(), found.count());
    assertEquals(expected.belowBaseline(), found.belowBaseline());
    assertEquals(expected.min(), found.min());
    assertEquals(expected.max(), found.max());
    assertEquals(expected.quantiles(), found.quantiles());
    assertEquals(expected.histogram(), found.histogram());
    assertEquals(expected.flags(), found.flags());
  }

  @Test
  void aSummaryOfNothingHasCountsOnly() {
    ScoreSummary summary = new ScoreStatistics(new Scorer(0.5, Scale.PROBABILITY)).summary();
    assertEquals(0, summary.count());
    assertEquals(0, summary.belowBaseline());
    assertEquals(Double.NaN, summary.mean());
    assertEquals(Double.NaN, summary.meanDeltaPercent());
    assertEquals(Double.NaN, summary.shareBelowBaseline());
    assertEquals(Double.NaN, summary.min());
    assertEquals(Double.NaN, summary.max());
    assertEquals(Collections.nCopies(5, Double.NaN), List.copyOf(summary.quantiles().values()));
    assertEquals(Collections.nCopies(20, 0L), summary.histogram());
    assertEquals(Map.of(), summary.flags());
  }

  @Test
  void aSummaryIsNotChangedByLaterScores() {
    ScoreStatistics statistics = new ScoreStatistics(new Scorer(0.5, Scale.PROBABILITY));
    statistics.add(Scores.of("c", 0, "T", Map.of(), 0.25, Set.of(Flag.EMPTY)));
    ScoreSummary before = statistics.summary();
    statistics.add(Scores.of("c", 0, "T", Map.of(), 0.75, Set.of(Flag.EMPTY)));
    assertEquals(1, before.count());
    assertEquals(Map.of(Flag.EMPTY, 1L), before.flags());
    assertEquals(0.25, before.mean());
    assertEquals(0.5, statistics.summary().mean());
  }
}
