package dev.decorum.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.decorum.score.ReusedRows;
import dev.decorum.score.RunManifest;
import dev.decorum.score.RunReport;
import dev.decorum.score.RunReports;
import dev.decorum.score.Scale;
import dev.decorum.score.ScoreStatistics;
import dev.decorum.score.Scorer;
import dev.decorum.score.Scores;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunSummaryTest {

  /**
   * The tallest bar has 40 columns for 666 rows; 333 rows have 20, and one row, which would have
   * half of an eighth, has an eighth.
   */
  @Test
  void aRunEndsWithATableAndAHistogram() {
    assertEquals(
        List.of(
            "  scored          1,000, 3 rejected",
            "  mean            0.734 (+9.3% against the baseline 0.672)",
            "  quantiles       5% 0.600  25% 0.612  50% 0.700  75% 0.950  95% 0.990",
            "  below baseline  450  (45.0%)",
            "  flags           truncated 1,000, lone-surrogate 1",
            "  speed           2.5 s, 400 rows/s, 18,000 tokens/s on cpu",
            "",
            "  0.0-0.1  ▏ 1",
            "  0.1-0.2   0",
            "  0.2-0.3   0",
            "  0.3-0.4   0",
            "  0.4-0.5   0",
            "  0.5-0.6   0",
            "  0.6-0.7  ████████████████████████████████████████ 666  <- baseline 0.672",
            "  0.7-0.8   0",
            "  0.8-0.9   0",
            "  0.9-1.0  ████████████████████ 333"),
        RunSummary.terminalLines(RunReports.thousandRows(), ReusedRows.NONE, LineLayout.FILE));
  }

  @Test
  void aLogGetsTwoPlainLines() {
    assertEquals(
        List.of(
            "scored 1,000, 3 rejected, mean 0.734 (+9.3% against the baseline 0.672), 45.0% below it,"
                + " flags: truncated 1,000, lone-surrogate 1",
            "took 2.5 s, 400 rows/s, 18,000 tokens/s on cpu"),
        RunSummary.logLines(RunReports.thousandRows(), ReusedRows.NONE));
    assertEquals(
        List.of("scored 0, none rejected", "took 2.5 s, 0.0 rows/s, 0.0 tokens/s on cpu"),
        RunSummary.logLines(RunReports.nothing(), ReusedRows.NONE));
  }

  @Test
  void aRunWithoutScoresHasNoStatistics() {
    assertEquals(
        List.of(
            "  scored          0, none rejected",
            "  speed           2.5 s, 0.0 rows/s, 0.0 tokens/s on cpu"),
        RunSummary.terminalLines(RunReports.nothing(), ReusedRows.NONE, LineLayout.FILE));
  }

  @Test
  void fewScoresHaveARangeAndNoHistogram() {
    ScoreStatistics statistics = new ScoreStatistics(new Scorer(0.5, Scale.PROBABILITY));
    statistics.add(Scores.of("c", 0, "Tom", Map.of(), 0.25));
    statistics.add(Scores.of("c", 0, "Tom", Map.of(), 0.125));
    RunManifest run = RunReports.manifest(10, null, new RunManifest.CountsEntry(2, 2, 0, 45, 0, 0));
    assertEquals(
        List.of(
            "  scored          2, none rejected",
            "  mean            0.188 (-62.5% against the baseline 0.5)",
            "  range           0.125 to 0.250",
            "  below baseline  2  (100.0%)",
            "  speed           2.5 s, 0.8 rows/s, 18 tokens/s on cpu"),
        RunSummary.terminalLines(
            new RunReport(run, statistics.summary()), ReusedRows.NONE, LineLayout.FILE));
  }

  @Test
  void aHistogramNeedsTenScores() {
    ScoreStatistics statistics = new ScoreStatistics(new Scorer(0.5, Scale.PROBABILITY));
    for (int rows = 1; rows <= 11; rows++) {
      statistics.add(Scores.of("c", 0, "Tom", Map.of(), 0.25));
      RunManifest run =
          RunReports.manifest(10, null, new RunManifest.CountsEntry(rows, rows, 0, 45, 0, 0));
      List<String> lines =
          RunSummary.terminalLines(
              new RunReport(run, statistics.summary()), ReusedRows.NONE, LineLayout.FILE);
      assertEquals(rows < 10 ? 5 : 5 + 1 + 10, lines.size(), rows + " rows");
    }
  }

  @Test
  void barsGrowByEighthsOfAColumn() {
    ScoreStatistics statistics = new ScoreStatistics(new Scorer(0.5, Scale.PROBABILITY));
    for (int bin = 0; bin < 10; bin++) {
      // 320 eighths for the tallest, which has 320 rows: an eighth a row.
      int rows = bin == 9 ? 320 : bin + 1;
      for (int i = 0; i < rows; i++) {
        statistics.add(Scores.of("c", 0, "Tom", Map.of(), bin / 10.0));
      }
    }
    RunManifest run =
        RunReports.manifest(10, null, new RunManifest.CountsEntry(365, 365, 0, 1, 0, 0));
    List<String> lines =
        RunSummary.terminalLines(
            new RunReport(run, statistics.summary()), ReusedRows.NONE, LineLayout.FILE);
    assertEquals(
        List.of(
            "  0.0-0.1  ▏ 1",
            "  0.1-0.2  ▎ 2",
            "  0.2-0.3  ▍ 3",
            "  0.3-0.4  ▌ 4",
            "  0.4-0.5  ▋ 5",
            "  0.5-0.6  ▊ 6  <- baseline 0.5",
            "  0.6-0.7  ▉ 7",
            "  0.7-0.8  █ 8",
            "  0.8-0.9  █▏ 9",
            "  0.9-1.0  " + "█".repeat(40) + " 320"),
        lines.subList(lines.size() - 10, lines.size()));
  }
}
