package dev.decorum.overview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.compare.Version;
import dev.decorum.overview.Overview.Lowest;
import dev.decorum.overview.Overview.Part;
import dev.decorum.overview.Overview.SliceSummary;
import dev.decorum.overview.Overview.Turn;
import dev.decorum.score.Scale;
import dev.decorum.score.ScoreTable;
import dev.decorum.score.ScoredRow;
import dev.decorum.stats.Estimate;
import dev.decorum.stats.Resampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What scores say by themselves; expected values by hand unless a command stands beside them. */
class OverviewerTest {
  private static final List<String> FIELDS = List.of("channel", "turn", "user");

  private static ScoredRow row(
      String id, double probability, int tokens, Map<String, String> fields) {
    return new ScoredRow(
        id,
        Math.log(probability / (1 - probability)),
        tokens,
        tokens > 100,
        null,
        fields,
        Scale.PROBABILITY);
  }

  private static Version version(String name, ScoreTable.Codebook codebook, ScoredRow... rows) {
    ScoreTable table = new ScoreTable(codebook);
    for (ScoredRow row : rows) {
      table.add(row);
    }
    return new Version(name, table, Set.of());
  }

  private static OverviewOptions options(int lowest, List<String> cluster) {
    return new OverviewOptions(0.672, cluster, List.of("channel"), lowest, new Resampling(1, 199));
  }

  @Test
  void meansSharesTurnsAndLengths() {
    Version version =
        version(
            "v",
            new ScoreTable.Codebook(FIELDS),
            row("a turn 2", 0.2, 10, Map.of("turn", "2", "channel", "web")),
            row("a turn 4", 0.8, 20, Map.of("turn", "4", "channel", "web")),
            row("b turn 2", 0.4, 200, Map.of("turn", "2", "channel", "app")),
            row("b turn 10", 0.9, 300, Map.of("turn", "10", "channel", "app")));
    Overview overview = new Overviewer(options(2, List.of())).overview(List.of(version));
    Part part = overview.parts().get(0);
    assertEquals(0.575, part.summary().mean().value(), 1e-12);
    assertEquals(0.5, part.summary().shareBelowBaseline().value());
    assertEquals(0.5, part.shareTruncated().value());
    // Ranks 1, 3, 2, 4 against 1, 2, 3, 4: 1 - 6 * 2 / (4 * 15).
    assertEquals(0.8, part.lengthCorrelation().value(), 1e-12);
    assertEquals(1, part.summary().histogram().get(4));
    assertEquals(4, part.summary().histogram().stream().mapToLong(Long::longValue).sum());
    List<Turn> turns = part.turns();
    assertEquals(List.of(2, 4, 10), turns.stream().map(Turn::turn).toList());
    assertEquals(0.3, turns.get(0).mean().value(), 1e-12);
    assertEquals(1.0, turns.get(0).shareBelow().value());
    assertEquals(1, part.lengths().size());
    assertEquals(10, part.lengths().get(0).shortest());
    assertEquals(300, part.lengths().get(0).longest());
    assertEquals(
        List.of("a turn 2", "b turn 2"), overview.lowest().stream().map(Lowest::id).toList());
    assertEquals(Map.of("channel", "web"), overview.lowest().get(0).fields());
  }

  /**
   * Of 0.9 and 0.98, mean 0.94 and standard error 0.04, {@code scipy.stats.t.ppf(0.975, 1)} is
   * 12.706: Student's interval is 0.432 to 1.448.
   */
  @Test
  void theIntervalOfAMeanProbabilityEndsAtOne() {
    for (Scale scale : Scale.values()) {
      ScoreTable table = new ScoreTable(new ScoreTable.Codebook(FIELDS));
      for (double score : new double[] {0.9, 0.98}) {
        table.add(
            new ScoredRow(
                "r" + score,
                scale == Scale.REWARD ? score : Math.log(score / (1 - score)),
                10,
                false,
                null,
                Map.of("turn", "2", "channel", "web"),
                scale));
      }
      Overview overview =
          new Overviewer(options(0, List.of()))
              .overview(List.of(new Version("v", table, Set.of())));
      Part part = overview.parts().get(0);
      double high = scale == Scale.REWARD ? 0.94 + 12.7062047 * 0.04 : 1;
      for (Estimate mean :
          List.of(
              part.summary().mean(),
              part.turns().get(0).mean(),
              part.lengths().get(0).mean(),
              overview.slices().get(0).mean())) {
        assertEquals(0.94, mean.value(), 1e-9);
        assertEquals(0.94 - 12.7062047 * 0.04, mean.low(), 1e-7);
        assertEquals(high, mean.high(), 1e-7);
      }
      if (scale == Scale.PROBABILITY) {
        assertEquals((1 / 0.672 - 1) * 100, part.summary().baselineDeltaPercent().high(), 1e-9);
      }
    }
  }

  /**
   * Welch's test, which the difference is for independent rows, in R:
   *
   * <pre>
   * a <- c(.2,.3,.4,.35,.25); b <- c(.5,.7,.6,.9,.8,.55)
   * t.test(a, b)$p.value                               # 0.00093384810015
   * mean(a) - mean(b)                                  # -0.375
   * </pre>
   */
  @Test
  void aSliceIsHeldAgainstTheRest() {
    double[] a = {.2, .3, .4, .35, .25};
    double[] b = {.5, .7, .6, .9, .8, .55};
    List<ScoredRow> rows = new ArrayList<>();
    for (double score : a) {
      rows.add(row("a" + rows.size(), score, 10, Map.of("channel", "app")));
    }
    for (double score : b) {
      rows.add(row("b" + rows.size(), score, 10, Map.of("channel", "web")));
    }
    Version version = version("v", new ScoreTable.Codebook(FIELDS), rows.toArray(ScoredRow[]::new));
    List<SliceSummary> slices =
        new Overviewer(options(0, List.of())).overview(List.of(version)).slices();
    assertEquals(List.of("web", "app"), slices.stream().map(SliceSummary::value).toList());
    assertEquals(-0.375, slices.get(1).difference().value(), 1e-12);
    assertEquals(0.375, slices.get(0).difference().value(), 1e-12);
    // Both are the same question, so both have the same q.
    assertEquals(0.00093384810015, slices.get(0).qValue(), 1e-12);
    assertEquals(0.00093384810015, slices.get(1).qValue(), 1e-12);
  }

  @Test
  void theLowestOfAllVersionsInOrder() {
    ScoreTable.Codebook codebook = new ScoreTable.Codebook(FIELDS);
    Version first =
        version(
            "first",
            codebook,
            row("a", 0.5, 1, Map.of()),
            row("b", 0.1, 1, Map.of()),
            row("c", 0.3, 1, Map.of()));
    Version second =
        version(
            "second",
            codebook,
            row("a", 0.3, 1, Map.of()),
            row("d", 0.2, 1, Map.of()),
            row("e", 0.9, 1, Map.of()));
    List<Lowest> lowest =
        new Overviewer(options(4, List.of())).overview(List.of(first, second)).lowest();
    assertEquals(
        List.of("first b", "second d", "first c", "second a"),
        lowest.stream().map(row -> row.version() + " " + row.id()).toList());
  }

  @Test
  void clustersCountForLess() {
    List<ScoredRow> rows = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      double score = 0.3 + 0.1 * (i / 10 % 3) + 0.001 * (i % 10);
      rows.add(row("r" + i, score, 10, Map.of("user", "u" + i / 10)));
    }
    Version version = version("v", new ScoreTable.Codebook(FIELDS), rows.toArray(ScoredRow[]::new));
    Overview alone = new Overviewer(options(0, List.of())).overview(List.of(version));
    Overview clustered = new Overviewer(options(0, List.of("user"))).overview(List.of(version));
    assertEquals(6, clustered.parts().get(0).summary().clusters());
    assertTrue(
        clustered.parts().get(0).summary().mean().standardError()
            > 2 * alone.parts().get(0).summary().mean().standardError());
  }
}
