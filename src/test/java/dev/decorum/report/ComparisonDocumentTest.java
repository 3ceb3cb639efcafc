package dev.decorum.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.compare.Comparer;
import dev.decorum.compare.Comparison;
import dev.decorum.compare.ComparisonOptions;
import dev.decorum.compare.Matching;
import dev.decorum.compare.PairComparison;
import dev.decorum.compare.Verdict;
import dev.decorum.compare.Version;
import dev.decorum.score.Scale;
import dev.decorum.score.ScoreTable;
import dev.decorum.score.ScoredRow;
import dev.decorum.stats.Estimate;
import dev.decorum.stats.MeanDifference;
import dev.decorum.stats.Resampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonDocumentTest {
  private static final List<String> NO_FIELDS = List.of();

  private static ComparisonOptions options(List<String> cluster, List<String> by) {
    return new ComparisonOptions(
        0.672, 0.01, ComparisonOptions.Pairing.AUTO, cluster, by, new Resampling(1, 199));
  }

  /** A comparison of which only one difference and its verdict matter. */
  private static Comparison comparison(
      String reference, String candidate, Verdict verdict, Estimate difference) {
    Matching matching =
        new Matching(
            Matching.Design.PAIRED,
            Matching.Reason.IDS_MATCH,
            40,
            new Matching.Ids(0, List.of()),
            new Matching.Ids(0, List.of()),
            new Matching.Ids(0, List.of()),
            0);
    MeanDifference mean =
        new MeanDifference(difference, 39, 40, 1, 0.02, MeanDifference.Test.SIGN_FLIPS, true);
    PairComparison pair =
        new PairComparison(
            reference, candidate, matching, mean, 0.02, difference, difference, verdict);
    List<Comparison.VersionSummary> versions = new ArrayList<>();
    for (String name : List.of(reference, candidate)) {
      versions.add(
          new Comparison.VersionSummary(
              name,
              40,
              40,
              difference,
              difference,
              difference,
              new TreeMap<>(Map.of(0.5, difference)),
              1));
    }
    return new Comparison(
        options(NO_FIELDS, NO_FIELDS), Scale.PROBABILITY, versions, List.of(pair), List.of(), 0);
  }

  private static String verdict(Verdict verdict, double value, double low, double high) {
    Document document =
        ComparisonDocument.of(
            comparison("A", "B", verdict, new Estimate(value, 0.01, low, high)), List.of());
    assertEquals(new Document.Block.Heading("Verdict"), document.blocks().get(0));
    return ((Document.Block.Paragraph) document.blocks().get(1)).text();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BETTER | 0.059 | 0.024 | 0.094 | B is BETTER than A: users are 5.9 percentage points more"
            + " likely to find its conversations appropriate (95% interval 2.4 to 9.4).",
        "WORSE | -0.059 | -0.094 | -0.024 | B is WORSE than A: users are 5.9 percentage points less"
            + " likely to find its conversations appropriate (95% interval 2.4 to 9.4).",
        "EQUIVALENT | 0.001 | -0.008 | 0.009 | B and A are ALIKE: they differ by less than the margin"
            + " of 1.0 percentage points, +0.1 points (95% interval -0.8 to +0.9).",
        "NOT_WORSE | 0.012 | -0.002 | 0.026 | B is NOT WORSE than A by more than the margin of 1.0"
            + " percentage points, +1.2 points (95% interval -0.2 to +2.6); whether it is better"
            + " is not known yet.",
        "NOT_BETTER | -0.012 | -0.026 | 0.002 | B is NOT BETTER than A by more than the margin of 1.0"
            + " percentage points, -1.2 points (95% interval -2.6 to +0.2); whether it is worse"
            + " is not known yet.",
        "INCONCLUSIVE | 0.000 | -0.04 | 0.04 | NOT ENOUGH DATA to tell B from A: the difference is 0.0"
            + " points (95% interval -4.0 to +4.0), which may be zero, or more than the margin of"
            + " 1.0 percentage points.",
      })
  void everyVerdictIsASentence(
      Verdict verdict, double value, double low, double high, String sentence) {
    String text = verdict(verdict, value, low, high);
    assertTrue(text.startsWith(sentence), text);
    String rest = text.substring(sentence.length());
    boolean undecided =
        verdict == Verdict.NOT_WORSE
            || verdict == Verdict.NOT_BETTER
            || verdict == Verdict.INCONCLUSIVE;
    assertTrue(
        undecided
            ? rest.matches(
                " About [0-9,]+ more pairs of conversations of this kind would show a difference of"
                    + " 1\\.0 points\\.")
            : rest.isEmpty(),
        rest);
  }

  @Test
  void whereNothingIsKnownNothingIsPromised() {
    Document document =
        ComparisonDocument.of(
            comparison("A", "B", Verdict.INCONCLUSIVE, Estimate.withoutInterval(0.02)), List.of());
    String text = String.join(" ", TextDocument.lines(document));
    assertTrue(text.contains("the difference is +2.0 points, which may be zero"), text);
    assertFalse(text.contains("NaN"), text);
    assertFalse(text.contains("∞"), text);
  }

  @Test
  void whatShouldNotBeComparedIsSaidFirst() {
    Document document =
        ComparisonDocument.of(
            comparison("A", "B", Verdict.BETTER, new Estimate(0.05, 0.01, 0.03, 0.07)),
            List.of("a.csv and b.csv: turns differ: last and bot"));
    assertEquals(
        new Document.Block.Paragraph(
            "NOT COMPARABLE, compared nevertheless: a.csv and b.csv: turns differ: last and bot."),
        document.blocks().get(1));
  }

  private static Comparison real(
      List<String> names, int rows, double shift, List<String> cluster, List<String> by) {
    ScoreTable.Codebook codebook = new ScoreTable.Codebook(List.of("user_id", "channel"));
    List<Version> versions = new ArrayList<>();
    for (String name : names) {
      ScoreTable table = new ScoreTable(codebook);
      for (int i = 0; i < rows; i++) {
        double noise = Math.sin(i * 1.7) + 0.3 * shift * Math.cos(i * 2.3 + versions.size());
        table.add(
            new ScoredRow(
                "c" + i,
                noise + shift * versions.size(),
                40,
                false,
                null,
                Map.of("user_id", "u" + i % 12, "channel", i % 2 == 0 ? "web" : "app"),
                Scale.PROBABILITY));
      }
      versions.add(new Version(name, table, Set.of()));
    }
    return new Comparer(options(cluster, by)).compare(versions);
  }

  @Test
  void twoVersionsWithShortNamesFitOnAScreen() {
    for (List<String> cluster : List.of(NO_FIELDS, List.of("user_id"))) {
      Comparison comparison =
          real(List.of("old", "new"), 48, 0.4, cluster, List.of("channel", "user_id"));
      for (String line : TextDocument.lines(ComparisonDocument.of(comparison, List.of()))) {
        assertTrue(TerminalText.width(line) <= 110, line);
      }
    }
  }

  @Test
  void everyPairAndSliceOfThreeVersionsIsNamed() {
    Document document =
        ComparisonDocument.of(
            real(List.of("a", "b", "c"), 48, 0.4, List.of("user_id"), List.of("channel")),
            List.of());
    String text = String.join("\n", TextDocument.lines(document));
    assertTrue(text.startsWith("Verdicts\n"), text);
    for (String pair : List.of("b - a", "c - a", "c - b")) {
      assertEquals(4, text.split(pair, -1).length - 1, "means, rows and two channels: " + pair);
    }
    assertTrue(text.replaceAll("\\s+", " ").contains("corrected for 3 comparisons (Holm)"), text);
    assertTrue(text.contains("By channel"), text);
  }

  @Test
  void sameScoresHaveNoDesignEffectAndNoneIsShown() {
    Document document =
        ComparisonDocument.of(
            real(List.of("a", "b"), 24, 0, List.of("user_id"), NO_FIELDS), List.of());
    String text = String.join("\n", TextDocument.lines(document));
    assertTrue(text.contains("12 clusters by user_id."), text);
    assertFalse(text.contains("NaN"), text);
    assertTrue(text.contains("ALIKE"), text);
  }

  @Test
  void namesFromOutsideStayNames() {
    Comparison comparison =
        real(List.of("\u001b[2J|a|", "\u202E*小明*\n# x"), 24, 0.4, NO_FIELDS, NO_FIELDS);
    Document document = ComparisonDocument.of(comparison, List.of("\u0007 differ"));
    for (String line : TextDocument.lines(document)) {
      assertEquals(TerminalText.harmless(line), line);
    }
    List<String> markdown = MarkdownDocument.lines(document);
    for (String line : markdown) {
      assertEquals(TerminalText.harmless(line), line);
    }
    assertTrue(
        markdown.stream().anyMatch(line -> line.contains("·\\*小明\\*·\\# x")), markdown.toString());
    long cells = markdown.stream().filter(line -> line.startsWith("| ·\\[2J\\|a\\| |")).count();
    assertEquals(1, cells, "the row of the reference in the table of versions");
  }

  @Test
  void anInfiniteNumberIsNullInJson() {
    String json =
        ComparisonJson.text(
            real(List.of("a", "b"), 24, 0, List.of("user_id"), NO_FIELDS), List.of(), List.of());
    assertFalse(json.contains("NaN") || json.contains("Infinity"), json);
    assertTrue(json.contains("\"design_effect\" : null"), json);
  }
}
