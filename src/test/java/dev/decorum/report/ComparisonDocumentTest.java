package dev.decorum.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.compare.Comparer;
import dev.decorum.compare.Comparison;
import dev.decorum.compare.ComparisonOptions;
import dev.decorum.compare.Matching;
import dev.decorum.compare.PairComparison;
import dev.decorum.compare.Standings;
import dev.decorum.compare.Verdict;
import dev.decorum.compare.Version;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Speaker;
import dev.decorum.score.Scale;
import dev.decorum.score.ScoreTable;
import dev.decorum.score.ScoredRow;
import dev.decorum.score.SharedField;
import dev.decorum.stats.Estimate;
import dev.decorum.stats.MeanDifference;
import dev.decorum.stats.Resampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonDocumentTest {
  private static final List<String> NO_FIELDS = List.of();

  private static ComparisonOptions options(List<String> cluster, List<String> by) {
    return new ComparisonOptions(
        0.672, 0.01, ComparisonOptions.Pairing.AUTO, cluster, by, 10, new Resampling(1, 199));
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
              List.of(30L, 10L),
              1));
    }
    return new Comparison(
        options(NO_FIELDS, NO_FIELDS),
        Scale.PROBABILITY,
        versions,
        null,
        List.of(pair),
        List.of(),
        0,
        List.of(),
        List.of());
  }

  private static Document document(Comparison comparison) {
    return ComparisonDocument.of(comparison, ComparisonDetails.of(List.of()));
  }

  private static String text(Document document) {
    return String.join("\n", TextDocument.lines(document)).replaceAll("\\s+", " ");
  }

  private static String verdict(Verdict verdict, double value, double low, double high) {
    Document document =
        document(comparison("A", "B", verdict, new Estimate(value, 0.01, low, high)));
    assertEquals(new Document.Block.Heading("Verdict"), document.blocks().get(0));
    return ((Document.Block.Paragraph) document.blocks().get(1)).text();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BETTER | 0.059 | 0.024 | 0.094 | B is BETTER than A: in the eyes of the model, users are 5.9"
            + " percentage points more likely to find its conversations appropriate (95% interval 2.4 to 9.4).",
        "WORSE | -0.059 | -0.094 | -0.024 | B is WORSE than A: in the eyes of the model, users are 5.9"
            + " percentage points less likely to find its conversations appropriate (95% interval 2.4 to 9.4).",
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
        document(comparison("A", "B", Verdict.INCONCLUSIVE, Estimate.withoutInterval(0.02)));
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
            ComparisonDetails.of(List.of("a.csv and b.csv: turns differ: last and bot")));
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
      for (String line : TextDocument.lines(document(comparison))) {
        assertTrue(TerminalText.width(line) <= 110, line);
      }
    }
  }

  @Test
  void everyPairAndSliceOfThreeVersionsIsNamed() {
    Document document =
        document(real(List.of("a", "b", "c"), 48, 0.4, List.of("user_id"), List.of("channel")));
    String text = String.join("\n", TextDocument.lines(document));
    assertTrue(text.startsWith("Ranking\n"), text);
    for (String pair : List.of("b against a", "c against a", "c against b")) {
      assertTrue(text.split(pair, -1).length > 3, "means, rows and channels: " + pair);
    }
    assertFalse(text.contains(" - "), text);
    assertTrue(text.contains("What carries the difference, by channel"), text);
  }

  @Test
  void termsOfStatisticsAreFootnotesUnlessAskedFor() throws Exception {
    Comparison comparison =
        real(List.of("a", "b", "c"), 48, 0.4, List.of("user_id"), List.of("channel"));
    List<String> terms =
        List.of("Holm", "Cliff's delta", "tudentised", "false-discovery", "simultaneous");
    String plain = text(document(comparison));
    String explained =
        text(
            ComparisonDocument.of(
                comparison, new ComparisonDetails(List.of(), null, Map.of(), true)));
    String page = Pages.html(Pages.of(document(comparison)));
    for (String term : terms) {
      assertFalse(plain.contains(term), term);
      assertTrue(explained.contains(term), term);
      assertTrue(page.replace("&#39;", "'").contains(term), term);
    }
    assertTrue(page.contains("<p class=\"footnote\""), page);
    assertTrue(explained.contains("corrected for 3 comparisons (Holm)"), explained);
  }

  private static Comparison ranked(double... shifts) {
    ScoreTable.Codebook codebook = new ScoreTable.Codebook(List.of());
    List<Version> versions = new ArrayList<>();
    for (double shift : shifts) {
      ScoreTable table = new ScoreTable(codebook);
      for (int i = 0; i < 60; i++) {
        double noise = Math.sin(i * 1.7) + 0.2 * Math.cos(i * (2.3 + versions.size()));
        table.add(
            new ScoredRow("c" + i, noise + shift, 40, false, null, Map.of(), Scale.PROBABILITY));
      }
      versions.add(new Version("v" + (versions.size() + 1), table, Set.of()));
    }
    return new Comparer(options(NO_FIELDS, NO_FIELDS)).compare(versions);
  }

  @Test
  void theRankingSaysWhoIsBestTiedOrWorse() {
    String best = text(document(ranked(0, 2, 1)));
    assertTrue(
        best.matches(
            "Ranking v2 is BEST of 3 versions, in the eyes of the model: [0-9.]+ points ahead of v3"
                + " \\(95% interval [0-9.]+ to [0-9.]+\\), [0-9.]+ points ahead of v1 .*"),
        best);
    String tied = text(document(ranked(0, 2, 2)));
    assertTrue(
        tied.matches(
            "Ranking v[23] and v[23] are TIED for best, in the eyes of the model: .*"
                + " v1 is WORSE than another version: v1 is -[0-9.]+ points against v[23]"
                + " \\(95% interval -[0-9.]+ to -[0-9.]+\\)\\. .*"),
        tied);
    String nobody = text(document(ranked(0, 0, 0)));
    assertTrue(
        nobody.matches(
            "Ranking NO VERSION IS SHOWN TO BE WORSE: v[123], v[123] and v[123] are TIED for best, .*"),
        nobody);
  }

  @Test
  void aVerdictThatTheRankingDoesNotShareIsExplained() {
    Comparison clear = ranked(0, 2, 1);
    Standings standings = Objects.requireNonNull(clear.standings());
    List<Standings.Gap> gaps = new ArrayList<>(standings.differences());
    gaps.set(0, new Standings.Gap("v1", "v2", new Estimate(0.1, 0.05, -0.01, 0.21)));
    Comparison close =
        new Comparison(
            clear.options(),
            clear.scale(),
            clear.versions(),
            new Standings(standings.places(), gaps, true),
            clear.pairs(),
            List.of(),
            0,
            List.of(),
            List.of());
    assertFalse(text(document(clear)).contains("close call"));
    assertTrue(text(document(close)).contains("v2 against v1 is a close call"));
  }

  @Test
  void aVersionIsSaidToBeWorseThanOneItIsShownToBeWorseThan() {
    Comparison clear = ranked(0, 2, 1);
    Estimate near = new Estimate(-0.1, 0.05, -0.2, 0.01);
    Estimate far = new Estimate(-0.09, 0.01, -0.11, -0.07);
    Standings standings =
        new Standings(
            List.of(
                new Standings.Place(
                    "v1", Standings.Standing.TIED, Estimate.UNDEFINED, "", Estimate.UNDEFINED),
                new Standings.Place("v2", Standings.Standing.TIED, near, "", Estimate.UNDEFINED),
                new Standings.Place("v3", Standings.Standing.WORSE, near, "v2", far)),
            Objects.requireNonNull(clear.standings()).differences(),
            true);
    String text = text(document(with(clear, standings, clear.pairs())));
    assertTrue(
        text.contains(
            "v3 is WORSE than another version: v3 is -9.0 points against v2 (95% interval -11.0 to"
                + " -7.0)."),
        text);
  }

  private static Comparison with(
      Comparison comparison, Standings standings, List<PairComparison> pairs) {
    return new Comparison(
        comparison.options(),
        comparison.scale(),
        comparison.versions(),
        standings,
        pairs,
        List.of(),
        0,
        List.of(),
        List.of());
  }

  @Test
  void tooFewRowsAreNotRanked() {
    Document document = document(real(List.of("a", "b", "c"), 4, 3, NO_FIELDS, NO_FIELDS));
    String text = text(document);
    assertTrue(
        text.startsWith(
            "Ranking TOO FEW ROWS TO RANK 3 versions: with so few, no difference could be told from"
                + " chance, however large it is."),
        text);
    for (String claim : List.of("is BEST", "TIED", "WORSE than another", "How far behind")) {
      assertFalse(text.contains(claim), claim);
    }
    assertTrue(
        text(document(real(List.of("a", "b", "c"), 24, 3, List.of("channel"), NO_FIELDS)))
            .contains("TOO FEW VALUES OF channel TO RANK 3 versions"));
  }

  /** The interval excludes 0, but the p-value, corrected for three comparisons, does not reject. */
  @Test
  void whatTheVerdictRestsOnIsSaidWhereTheIntervalSaysMore() {
    Comparison clear = ranked(0, 2, 1);
    PairComparison first = clear.pairs().get(0);
    PairComparison open =
        new PairComparison(
            first.reference(),
            first.candidate(),
            first.matching(),
            new MeanDifference(
                new Estimate(0.1, 0.04, 0.02, 0.18),
                59,
                60,
                1,
                0.03,
                MeanDifference.Test.SIGN_FLIPS,
                true),
            0.09,
            first.shareBelowDifference(),
            first.superiority(),
            Verdict.NOT_WORSE);
    String text =
        text(
            document(
                with(
                    clear,
                    Objects.requireNonNull(clear.standings()),
                    List.of(open, clear.pairs().get(1), clear.pairs().get(2)))));
    assertTrue(
        text.contains(
            "whether it is better is not known yet. The interval by itself excludes 0, but of 3"
                + " comparisons some do so by chance."),
        text);
    assertTrue(
        text.contains("Told apart by the ranking, and not yet by a verdict: v2 against v1. "),
        text);
    assertFalse(text(document(clear)).contains("Told apart"), "where both agree");
  }

  /** The fixture's p-value is 0.02; a test of one pair that does not reject has another reason. */
  @Test
  void anIntervalThatTheTestOfOnePairDoesNotShareIsExplained() {
    String text = verdict(Verdict.NOT_WORSE, 0.04, 0.01, 0.07);
    assertTrue(
        text.contains(
            "The interval by itself excludes 0, but chance alone makes a difference this large in"
                + " 2.0% of cases."),
        text);
  }

  @Test
  void versionsThatDifferInNoPairAreSaidNotToDiffer() {
    assertEquals(
        "B and A are ALIKE: they do not differ in any pair.", verdict(Verdict.EQUIVALENT, 0, 0, 0));
  }

  @Test
  void aNumberIsGoodOrBadOnlyWhereAVerdictSaysSo() {
    for (Verdict verdict : Verdict.values()) {
      Document document =
          document(comparison("A", "B", verdict, new Estimate(-0.2, 0.01, -0.22, -0.18)));
      List<Document.Tone> tones =
          document.blocks().stream()
              .filter(Document.Block.Figures.class::isInstance)
              .flatMap(block -> ((Document.Block.Figures) block).figures().stream())
              .map(Document.Figure::tone)
              .toList();
      assertEquals(
          List.of(
              Document.Tone.NEUTRAL,
              Document.Tone.NEUTRAL,
              verdict == Verdict.WORSE
                  ? Document.Tone.BAD
                  : verdict == Verdict.BETTER ? Document.Tone.GOOD : Document.Tone.NEUTRAL),
          tones);
    }
  }

  @Test
  void rowsThatHangTogetherGetTheNameOfTheirField() {
    Comparison comparison =
        comparison("A", "B", Verdict.BETTER, new Estimate(0.05, 0.01, 0.03, 0.07));
    SharedField shared = new SharedField("context_id", 1_107, 11_070, 3.2);
    String advised =
        text(
            ComparisonDocument.of(
                comparison, new ComparisonDetails(List.of(), shared, Map.of(), false)));
    assertTrue(
        advised.contains(
            "INTERVALS ARE TOO NARROW: rows with the same context_id resemble each other (1,107"
                + " values, about 10 rows each). Add --cluster context_id."),
        advised);
    assertFalse(advised.contains("--cluster user_id"), advised);
    assertTrue(text(document(comparison)).contains("(--cluster user_id)"));
  }

  @Test
  void slicesSayWhatTheyCarry() {
    ScoreTable.Codebook codebook = new ScoreTable.Codebook(List.of("channel"));
    List<Version> versions = new ArrayList<>();
    for (int version = 0; version < 2; version++) {
      ScoreTable table = new ScoreTable(codebook);
      for (int i = 0; i < 40; i++) {
        boolean web = i % 4 == 0;
        table.add(
            new ScoredRow(
                "c" + i,
                Math.sin(i) + (web ? 0 : version),
                40,
                false,
                null,
                Map.of("channel", web ? "web" : "app"),
                Scale.PROBABILITY));
      }
      versions.add(new Version(version == 0 ? "old" : "new", table, Set.of()));
    }
    String text =
        text(document(new Comparer(options(NO_FIELDS, List.of("channel"))).compare(versions)));
    assertTrue(
        text.matches(
            ".*new against old, \\+1[0-9.]+ points: app carries most of all, \\+1[0-9.]+ points\\."
                + " channel rows mean score, points carries of the whole"
                + " app 30 / 30 [^)]+\\) \\+1[0-9.]+ 100% better"
                + " web 10 / 10 0\\.0 \\([^)]+\\) 0\\.0 0%"
                + " whole 40 / 40 [^)]+\\) \\+1[0-9.]+ 100%.*"),
        text);
  }

  /** 201 values of two rows each: all are as large, one has no row, and 30 are drawn. */
  @Test
  void whichOfVeryManySlicesAreShownIsSaid() {
    ScoreTable.Codebook codebook = new ScoreTable.Codebook(List.of("topic"));
    List<Version> versions = new ArrayList<>();
    for (int version = 0; version < 2; version++) {
      ScoreTable table = new ScoreTable(codebook);
      for (int i = 0; i < 402; i++) {
        table.add(
            new ScoredRow(
                "c" + i,
                Math.sin(i + version),
                40,
                false,
                null,
                Map.of("topic", "t" + i / 2),
                Scale.PROBABILITY));
      }
      versions.add(new Version(version == 0 ? "old" : "new", table, Set.of()));
    }
    Comparison comparison = new Comparer(options(NO_FIELDS, List.of("topic"))).compare(versions);
    Document document = document(comparison);
    assertTrue(
        text(document)
            .contains(
                "1 further slice has no row of its own: of each field, the 200 values with most"
                    + " rows have one."),
        text(document));
    Chart.Intervals chart =
        document.blocks().stream()
            .filter(Document.Block.Drawing.class::isInstance)
            .map(block -> ((Document.Block.Drawing) block).chart())
            .filter(each -> each.title().equals("Differences by slice"))
            .map(Chart.Intervals.class::cast)
            .findFirst()
            .orElseThrow();
    assertEquals(30, chart.items().size());
    assertEquals(
        "Of the slices in the tables, the 30 that differ most surely, with their intervals.",
        chart.description());
    assertEquals(
        "2 further slices have no row of their own: of each field, the 200 values with most rows"
            + " have one.",
        SlicesText.leftOut(2));
  }

  private static ComparisonDetails texts(String id) {
    Message question = new Message(Speaker.USER, "How are\nyou?");
    return new ComparisonDetails(
        List.of(),
        null,
        Map.of(
            "v1",
            Map.of(
                id,
                new Excerpt.Text(
                    "Bot", "", List.of(question, new Message(Speaker.BOT, "Fine *x*")), "", 3)),
            "v2",
            Map.of(
                id,
                new Excerpt.Text(
                    "Bot", "", List.of(question, new Message(Speaker.BOT, "Go <b>away")), "", 3))),
        false);
  }

  @Test
  void changesHaveTheirTextsSideBySide() throws Exception {
    Comparison comparison = ranked(0, -2);
    String id = comparison.changes().get(0).losses().get(0).name();
    Document document = ComparisonDocument.of(comparison, texts(id));
    List<String> lines = TextDocument.lines(document);
    int title = lines.indexOf("Largest losses, v2 against v1");
    assertTrue(title > 0, lines.toString());
    assertEquals(
        "  60 pairs have a lower score in v2; the largest losses are listed.",
        lines.get(title + 1));
    assertTrue(lines.get(title + 2).matches("  id +v1 +v2 +change, points"), lines.get(title + 2));
    assertTrue(
        lines.get(title + 3).matches("  " + id + " +0\\.\\d+ +0\\.\\d+ +-\\d.*"), lines.toString());
    String text = text(document);
    assertTrue(
        text.matches(
            ".*"
                + id
                + ": v1 0\\.\\d+, v2 0\\.\\d+ \\(3 earlier messages\\) user: How are"
                + " you\\? v1, bot: Fine \\*x\\* v2, bot: Go <b>away .*"),
        text);
    String markdown = String.join("\n", MarkdownDocument.lines(document));
    assertTrue(markdown.contains("- v1, bot: Fine \\*x\\*\n- v2, bot: Go \\<b\\>away"), markdown);
    String page = Pages.html(Pages.of(document));
    assertEquals(1, page.split("<div class=\"sides\">", -1).length - 1);
    assertTrue(page.contains("Go &lt;b&gt;away"), page.substring(page.indexOf("sides")));
    String json = ComparisonJson.text(comparison, List.of(), texts(id));
    assertTrue(json.contains("\"text\" : \"Go <b>away\""), json);
    String without = text(document(comparison));
    assertFalse(without.contains("earlier message"), without);
    assertFalse(Pages.html(Pages.of(document(comparison))).contains("Both texts"));
  }

  @Test
  void sameScoresHaveNoDesignEffectAndNoneIsShown() {
    Document document = document(real(List.of("a", "b"), 24, 0, List.of("user_id"), NO_FIELDS));
    String text = String.join("\n", TextDocument.lines(document));
    assertTrue(text.contains("12 clusters by user_id."), text);
    assertFalse(text.contains("NaN"), text);
    assertTrue(text.contains("ALIKE"), text);
  }

  @Test
  void namesFromOutsideStayNames() {
    Comparison comparison =
        real(List.of("\u001b[2J|a|", "\u202E*小明*\n# x"), 24, 0.4, NO_FIELDS, NO_FIELDS);
    Document document =
        ComparisonDocument.of(comparison, ComparisonDetails.of(List.of("\u0007 differ")));
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
            real(List.of("a", "b"), 24, 0, List.of("user_id"), NO_FIELDS),
            List.of(),
            ComparisonDetails.of(List.of()));
    assertFalse(json.contains("NaN") || json.contains("Infinity"), json);
    assertTrue(json.contains("\"design_effect\" : null"), json);
  }
}
