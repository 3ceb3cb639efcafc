package dev.decorum.report;

import dev.decorum.compare.Changes;
import dev.decorum.conversation.Label;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Speaker;
import dev.decorum.evaluate.EvaluationOptions;
import dev.decorum.evaluate.Evaluator;
import dev.decorum.score.RunManifest;
import dev.decorum.score.RunReports;
import dev.decorum.score.Scale;
import dev.decorum.score.ScoreTable;
import dev.decorum.score.ScoredRow;
import dev.decorum.stats.Estimate;
import dev.decorum.stats.Resampling;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Pages to be looked at, the same at every run. */
final class Pages {
  private static final List<String> CHANNELS =
      List.of("companion", "tutoring", "story", "support", "small talk");

  private Pages() {}

  static String html(HtmlPage page) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    HtmlReport.write(page, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  static HtmlPage of(Document document) {
    return new HtmlPage("A report", document, List.of(), "Decorum 0.1.0");
  }

  /** Everything that a page can show, as a comparison of three versions would have it. */
  static HtmlPage whole() {
    Document document =
        new Document()
            .heading("Verdicts")
            .paragraph(
                "v2 is BETTER than v1: users are 4.1 percentage points more likely to find its"
                    + " conversations appropriate (95% interval 2.6 to 5.6).")
            .paragraph(
                "v3 is WORSE than v1: users are 2.2 percentage points less likely to find its"
                    + " conversations appropriate (95% interval 0.7 to 3.8).")
            .figures(
                List.of(
                    Document.Figure.of(
                        "mean score of v1",
                        new Estimate(0.661, 0.007, 0.648, 0.674),
                        NumberFormat.PROBABILITY,
                        Document.Tone.NEUTRAL),
                    new Document.Figure(
                        "v2 against v1, points",
                        new Cell.Quantity(0.041, NumberFormat.POINTS),
                        "+2.6 to +5.6, p <0.001",
                        Document.Tone.GOOD),
                    new Document.Figure(
                        "v3 against v1, points",
                        new Cell.Quantity(-0.022, NumberFormat.POINTS),
                        "-3.8 to -0.7, p 0.005",
                        Document.Tone.BAD),
                    Document.Figure.of("conversations", 3600, "1,200 of each version")))
            .chart(differences())
            .heading("Versions")
            .table(
                new Columns<Version>()
                    .name("", Version::name)
                    .count("rows", Version::rows)
                    .estimate("mean score", NumberFormat.PROBABILITY, Version::mean)
                    .estimate("against 0.672", NumberFormat.DELTA_PERCENT, Version::delta)
                    .estimate("below it", NumberFormat.SHARE, Version::below),
                List.of(
                    new Version(
                        "v1",
                        1200,
                        between(0.648, 0.661, 0.674),
                        between(-3.6, -1.6, 0.3),
                        between(0.460, 0.488, 0.517)),
                    new Version(
                        "v2",
                        1200,
                        between(0.690, 0.702, 0.714),
                        between(2.7, 4.5, 6.3),
                        between(0.384, 0.412, 0.440)),
                    new Version(
                        "v3",
                        980,
                        between(0.624, 0.639, 0.653),
                        between(-7.1, -4.9, -2.8),
                        between(0.500, 0.531, 0.562))))
            .paragraph("Scores that are not defined are left out of means.")
            .heading("Spread of the scores")
            .chart(distribution())
            .table(
                new Columns<double[]>()
                    .name("", row -> Math.round(row[0]) + "% score up to")
                    .number("v1", NumberFormat.PROBABILITY, row -> row[1])
                    .number("v2", NumberFormat.PROBABILITY, row -> row[2])
                    .number("v3", NumberFormat.PROBABILITY, row -> row[3]),
                List.of(
                    new double[] {5, 0.186, 0.262, 0.171},
                    new double[] {25, 0.438, 0.520, 0.402},
                    new double[] {50, 0.626, 0.698, 0.611},
                    new double[] {75, 0.762, 0.831, 0.745},
                    new double[] {95, 0.883, 0.965, 0.871}))
            .heading("By turn of the conversation")
            .chart(trend())
            .heading("Calibration: do the probabilities come true?")
            .chart(reliability())
            .heading("By channel and bot")
            .chart(slices(14))
            .table(sliceColumns(), IntStream.range(0, 40).boxed().toList())
            .paragraph(
                "q is the false-discovery rate of calling a difference real. 3 smaller slices are"
                    + " left out.")
            .heading("Decisions: appropriate from a threshold on")
            .table(
                new Columns<Finding>()
                    .name("threshold", Finding::threshold)
                    .name("finding", Finding::finding)
                    .number("precision", NumberFormat.PROBABILITY, Finding::precision)
                    .number("recall", NumberFormat.PROBABILITY, Finding::recall),
                List.of(
                    new Finding("0.500", "appropriate", 0.812, 0.764),
                    new Finding("", "inappropriate", 0.655, 0.719),
                    new Finding("0.672 baseline", "appropriate", 0.871, 0.598),
                    new Finding("", "inappropriate", 0.571, 0.858)))
            .heading("The lowest and the highest scores")
            .conversations(excerpts(100));
    return new HtmlPage(
        "v1, v2 and v3 compared",
        document,
        List.of(
            new ScoreSource("v1.csv", run(1)),
            new ScoreSource("v2.csv", run(12)),
            new ScoreSource("exports/v3.csv", null)),
        "Decorum 0.1.0");
  }

  /** A real evaluation: 600 rows, right for four of five of them. */
  static HtmlPage evaluation() {
    List<String> by = List.of("channel");
    ScoreTable table = new ScoreTable(new ScoreTable.Codebook(by));
    for (int i = 0; i < 600; i++) {
      double logit = 2 * Math.sin(i * 1.7);
      boolean appropriate = logit > 0 == (i % 5 != 0);
      table.add(
          new ScoredRow(
              "c" + i,
              logit,
              20 + i % 50,
              i % 10 == 0,
              appropriate ? Label.APPROPRIATE : Label.INAPPROPRIATE,
              Map.of("channel", CHANNELS.get(i % CHANNELS.size())),
              Scale.PROBABILITY));
    }
    EvaluationOptions options = new EvaluationOptions(0.672, List.of(), by, new Resampling(1, 199));
    return new HtmlPage(
        "How good is the judge?",
        EvaluationDocument.of(new Evaluator(options).evaluate(table), List.of(), false),
        List.of(new ScoreSource("rated.jsonl", run(1))),
        "Decorum 0.1.0");
  }

  private static RunManifest run(int inputs) {
    RunManifest plain =
        RunReports.manifest(10, 1L, new RunManifest.CountsEntry(1203, 1200, 3, 245_120, 17, 0));
    Map<String, String> sha256 = new LinkedHashMap<>();
    sha256.put("config.json", hash(11));
    sha256.put("model.safetensors", hash(12));
    sha256.put("tokenizer.json", hash(13));
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("java", "17.0.13");
    versions.put("onnxruntime", "1.28.0");
    List<RunManifest.InputEntry> files = new ArrayList<>();
    for (int i = 0; i < inputs; i++) {
      files.add(
          new RunManifest.InputEntry(
              "logs/2026-11/day-" + (i + 1) + ".jsonl.gz", 1_048_576L * (i + 3), hash(20 + i)));
    }
    return new RunManifest(
        "0.1.0",
        new RunManifest.ModelEntry("demo-model", true, 1, "trained on DiaSafety", sha256),
        new RunManifest.FormatterEntry("pygmalion", hash(14)),
        plain.window(),
        0.672,
        "fp32",
        "cpu",
        versions,
        1L,
        files,
        plain.counts(),
        73.4);
  }

  private static String hash(long seed) {
    StringBuilder hash = new StringBuilder();
    for (long state = seed; hash.length() < 64; ) {
      state = state * 6364136223846793005L + 1442695040888963407L;
      hash.append(String.format(Locale.ROOT, "%08x", state >>> 32));
    }
    return hash.substring(0, 64);
  }

  /** A version in a table. */
  private record Version(String name, int rows, Estimate mean, Estimate delta, Estimate below) {}

  private record Finding(String threshold, String finding, double precision, double recall) {}

  private static Estimate between(double low, double value, double high) {
    return new Estimate(value, (high - low) / 3.92, low, high);
  }

  private static Estimate around(double value, double half) {
    return new Estimate(value, half / 1.96, value - half, value + half);
  }

  static Chart differences() {
    return new Chart.Intervals(
        "Difference of mean scores",
        "Each version against v1. Right of the line, users are more likely to find its"
            + " conversations appropriate. Whiskers are 95% intervals.",
        "percentage points",
        Chart.Unit.POINTS,
        new Chart.Reference(0, "no difference"),
        List.of(
            new Chart.Item("v2 - v1", around(0.041, 0.015), "1,200 pairs"),
            new Chart.Item("v3 - v1", around(-0.022, 0.0155), "980 pairs")));
  }

  private static Chart slices(int count) {
    List<Chart.Item> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double value = 0.08 * Math.sin(i * 1.3);
      items.add(
          new Chart.Item(
              slice(i),
              i == 9 ? Estimate.withoutInterval(value) : around(value, 0.02 + 0.005 * (i % 5)),
              60 + 7 * i + " rows"));
    }
    return new Chart.Intervals(
        "v2 against v1, by channel and bot",
        "The difference of mean scores in every slice, largest slices first.",
        "percentage points",
        Chart.Unit.POINTS,
        new Chart.Reference(0, "no difference"),
        items);
  }

  private static String slice(int i) {
    return i == 5
        ? "bot_name = Professor Archibald Featherstonehaugh of the Lower Library, second edition"
        : i % 2 == 0
            ? "channel = " + CHANNELS.get(i / 2 % CHANNELS.size())
            : "bot_name = Bot " + (i / 2 + 1);
  }

  static Chart distribution() {
    List<Chart.Counts> series = new ArrayList<>();
    for (int version = 0; version < 3; version++) {
      List<Long> bins = new ArrayList<>();
      double centre = 12.4 + 1.6 * Math.sin(version * 2.1 + 0.4);
      for (int bin = 0; bin < 20; bin++) {
        double distance = (bin - centre) / (bin < centre ? 5.2 : 3.4);
        bins.add(Math.round(160 * Math.exp(-distance * distance)) + (bin * 7 + version * 3) % 6);
      }
      series.add(new Chart.Counts("v" + (version + 1), bins));
    }
    return new Chart.Distribution(
        "Scores of each version",
        "The share of conversations in twenty bins of equal width. v2 has more of them on the"
            + " right, v3 fewer.",
        new Chart.Reference(0.672, "baseline 0.672"),
        series);
  }

  static Chart trend() {
    List<Chart.Line> lines = new ArrayList<>();
    for (int version = 0; version < 3; version++) {
      List<Chart.Point> points = new ArrayList<>();
      for (int turn = 1; turn <= 10; turn++) {
        double value = 0.74 - 0.016 * turn * (1 + 0.4 * Math.sin(version * 2.1)) + 0.02 * version;
        points.add(
            new Chart.Point(
                turn, around(value, 0.008 + 0.0025 * turn), 1300 - 90 * turn + " rows"));
      }
      lines.add(new Chart.Line("v" + (version + 1), points));
    }
    return new Chart.TrendLine(
        "Scores in the course of conversations",
        "Mean score at every turn of the bot. Bands are 95% intervals; they widen because long"
            + " conversations are few.",
        "turn",
        "mean score",
        Chart.Unit.PROBABILITY,
        new Chart.Reference(0.672, "baseline 0.672"),
        lines);
  }

  static Chart reliability() {
    List<Chart.Point> points = new ArrayList<>();
    for (int bin = 0; bin < 10; bin++) {
      double x = 0.05 + 0.1 * bin;
      points.add(
          new Chart.Point(
              x,
              new Estimate(0.12 + 0.74 * x, 0.03, 0.05 + 0.73 * x, 0.2 + 0.73 * x),
              "120 conversations"));
    }
    return new Chart.ReliabilityDiagram(
        "Reliability",
        "On the diagonal, probabilities come true. Points above it were too low, points below it"
            + " too high.",
        points);
  }

  /** Slices by their number. The eighth is too small to be told anything of. */
  private static Columns<Integer> sliceColumns() {
    return new Columns<Integer>()
        .name("", i -> i < 14 ? slice(i) : "user_group = group " + (i + 1))
        .name("versions", i -> i % 3 == 0 ? "v3 - v1" : "v2 - v1")
        .values("rows", i -> new Cell.Counts(60 + 137 * i, 61 + 135 * i))
        .estimate(
            "mean score, points",
            NumberFormat.POINTS,
            i -> i == 7 ? Estimate.UNDEFINED : around(sliceDifference(i), 0.024))
        .number("q", NumberFormat.P_VALUE, i -> i == 7 ? Double.NaN : sliceQ(i))
        .remark("", i -> sliceQ(i) < 0.001 ? (sliceDifference(i) > 0 ? "better" : "worse") : "");
  }

  private static double sliceDifference(int i) {
    return 0.08 * Math.sin(i * 1.3);
  }

  private static double sliceQ(int i) {
    double q = Math.abs(Math.cos(i * 1.3));
    return q < 0.1 ? q / 1000 : q;
  }

  /** Conversations, most of them with what was said. */
  static List<Excerpt> excerpts(int count) {
    List<Excerpt> excerpts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double probability = 0.02 + 0.96 * i / count;
      excerpts.add(
          new Excerpt(
              "conversation-" + (1000 + i * 37 % 911),
              probability,
              (probability - 0.672) / 0.672 * 100,
              List.of(
                  new Excerpt.Fact(
                      "version", Cell.words("v" + (i % 3 + 1)), TableColumn.Kind.NAMES),
                  new Excerpt.Fact(
                      "channel",
                      Cell.words(CHANNELS.get(i % CHANNELS.size())),
                      TableColumn.Kind.NAMES),
                  new Excerpt.Fact(
                      "tokens", Cell.count(120 + i * 53 % 1700), TableColumn.Kind.VALUES)),
              text(i)));
    }
    return excerpts;
  }

  private static Excerpt.@Nullable Text text(int i) {
    if (i % 10 == 9) {
      return null;
    }
    if (i % 10 == 8) {
      return new Excerpt.Text(
          "", "", List.of(), "Mara's Persona: a librarian.\n<START>\nSam: Hello?\nMara: Hello.", 0);
    }
    List<Message> messages = new ArrayList<>();
    messages.add(
        new Message(Speaker.USER, "I failed the test (number " + i + ") and I feel terrible."));
    messages.add(
        new Message(
            Speaker.BOT,
            "*puts the kettle on* I am sorry to hear that. One test says very little about you, and"
                + " a good deal about one morning. What went wrong, do you think?\n\nWe have all"
                + " evening. \uD83D\uDC69\u200D\uD83D\uDE92\u2764\uFE0F"));
    messages.add(
        new Message(Speaker.USER, "\u05D0\u05E0\u05D9 \u05DC\u05D0 \u05D9\u05D5\u05D3\u05E2"));
    messages.add(new Message(Speaker.BOT, "Then let us begin with the first question."));
    return new Excerpt.Text("Mara", "Sam", messages, "", i % 7);
  }

  /** What a page offers to look further: small charts, texts side by side, scores, all rows. */
  static HtmlPage searchable() {
    return of(
        new Document()
            .heading("Bots")
            .paragraph("Nothing was found.")
            .charts(
                "Mean score by bot",
                "Each night with its 95% interval.",
                List.of(nights("ada", 0), nights("bob", 2), nights("cyd", 9)))
            .heading("Largest losses")
            .contrasts(contrasts(20, "context"))
            .heading("Conversation exam")
            .add(chat("Good. You deserve it."))
            .heading("The lowest-scoring conversations")
            .conversations(excerpts(20))
            .listing("All conversations", () -> listing(1_000)));
  }

  /** A small chart with an alarm in its last nights. */
  private static Chart nights(String name, int alarms) {
    List<Chart.Point> points = new ArrayList<>();
    List<Chart.Point> expected = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int night = 0; night < 30; night++) {
      boolean isAlarming = night >= 30 - alarms;
      names.add(String.format(Locale.ROOT, "2026-11-%02d", night + 1));
      points.add(
          new Chart.Point(
              night,
              around(isAlarming ? 0.5 : 0.6 + 0.02 * Math.sin(night), 0.03),
              "800 rows",
              isAlarming ? "alarm" : ""));
      expected.add(new Chart.Point(night, around(0.6, 0.06), ""));
    }
    return new Chart.TrendLine(
        name,
        "",
        "night",
        "mean score",
        Chart.Unit.PROBABILITY,
        null,
        List.of(new Chart.Line("night", points), new Chart.Line("expected", expected, "limits")),
        names,
        null,
        new Chart.Span(0.4, 0.8));
  }

  private static ContrastTable contrasts(int count, String name) {
    List<ContrastTable.Contrast> contrasts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      contrasts.add(
          new ContrastTable.Contrast(
              new Changes.Change(name + "-" + i, 0.9, 0.9 - 0.02 * i, 1, 1, "a", "b"),
              text(i),
              i == 1 ? null : text(i + 1)));
    }
    return new ContrastTable(
        "id", "v1", "v2", false, NumberFormat.POINTS, "change, points", contrasts);
  }

  private static Document.Block.Chat chat(String text) {
    return new Document.Block.Chat(
        columns -> List.of(),
        new Document.Block.Table(List.of(), List.of()),
        2,
        List.of(
            scored(ScoredMessage.Side.SETTING, "persona", text, Double.NaN, ""),
            scored(ScoredMessage.Side.USER, "Sam", text, 0.5, ""),
            scored(ScoredMessage.Side.BOT, "Coach", text, 0.291, "largest fall")));
  }

  private static ScoredMessage scored(
      ScoredMessage.Side side, String name, String text, double score, String remark) {
    return new ScoredMessage(
        side,
        name,
        text,
        score,
        0.672,
        Double.isNaN(score) ? "" : NumberFormat.PROBABILITY.text(score),
        Double.isNaN(score) ? "" : "-20.9",
        "+4.3",
        remark);
  }

  /**
   * Rows whose scores rise in even steps from 0.0005; the first 20 have the names of {@link
   * #excerpts}.
   */
  static RowListing listing(int rows) {
    List<String> ids = new ArrayList<>();
    List<Integer> codes = new ArrayList<>();
    List<Integer> versions = new ArrayList<>();
    List<Integer> channels = new ArrayList<>();
    List<Double> scores = new ArrayList<>();
    List<Integer> tokens = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      ids.add(i < 20 ? "conversation-" + (1000 + i * 37 % 911) : "=row-" + i);
      codes.add(i);
      versions.add(i % 3);
      channels.add(i % 7 == 6 ? -1 : i % CHANNELS.size());
      scores.add((i + 0.5) / rows);
      tokens.add(1000 - i);
    }
    return new RowListing(
        "conversations",
        rows,
        0,
        0.672,
        List.of(
            new RowListing.Words("id", ids, codes),
            new RowListing.Words("version", List.of("v1", "v2", "v3"), versions),
            new RowListing.Words("channel", CHANNELS, channels),
            new RowListing.Scores("score", scores),
            new RowListing.Whole("tokens", tokens)));
  }

  /** A page on which {@code text} stands wherever text can come from logs or files. */
  static HtmlPage full(String text) {
    Document document =
        new Document()
            .heading(text)
            .paragraph(text)
            .figures(
                List.of(
                    new Document.Figure(
                        text, new Cell.Quantity(0.5, NumberFormat.SHARE), text, Document.Tone.BAD)))
            .chart(
                new Chart.Distribution(
                    text,
                    text,
                    new Chart.Reference(0.5, text),
                    List.of(
                        new Chart.Counts(text, List.of(1L, 2L, 3L)),
                        new Chart.Counts(text + "2", List.of(3L, 2L, 1L)))))
            .chart(
                new Chart.Intervals(
                    text,
                    text,
                    text,
                    Chart.Unit.NUMBER,
                    new Chart.Reference(0.5, text),
                    List.of(new Chart.Item(text, around(0.4, 0.2), text))))
            .chart(
                new Chart.ReliabilityDiagram(
                    text, text, List.of(new Chart.Point(0.5, around(0.4, 0.2), text))))
            .chart(
                new Chart.TrendLine(
                    text,
                    text,
                    text,
                    text,
                    Chart.Unit.SHARE,
                    new Chart.Reference(0.5, text),
                    List.of(
                        new Chart.Line(
                            text,
                            List.of(
                                new Chart.Point(1, around(0.4, 0.2), text),
                                new Chart.Point(2, around(0.5, 0.2), text))),
                        new Chart.Line(
                            text + "2",
                            List.of(
                                new Chart.Point(1, around(0.3, 0.1), text),
                                new Chart.Point(2, around(0.2, 0.1), text)))),
                    List.of(),
                    new Chart.Reference(2, text),
                    null))
            .heading(text)
            .table(
                Tables.words(1, List.of(text, text)),
                List.of(List.of(text, text), List.of(text + "2", text), List.of(text + "3", text)))
            .conversations(
                List.of(
                    excerpt(text, new Excerpt.Text(text, text, says(text), "", 1)),
                    excerpt(text, new Excerpt.Text(text, text, List.of(), text, 0))))
            .charts(text, text, List.of(nights(text, 2), nights(text, 0)))
            .contrasts(contrasts(3, text))
            .add(chat(text))
            .listing(
                text,
                () ->
                    new RowListing(
                        "conversations",
                        1,
                        1,
                        0.672,
                        List.of(
                            new RowListing.Words(text, List.of(text), List.of(0)),
                            new RowListing.Scores("score", List.of(0.5)))));
    RunManifest plain = RunReports.manifest(10, 1L, new RunManifest.CountsEntry(1, 1, 0, 9, 0, 0));
    RunManifest run =
        new RunManifest(
            text,
            new RunManifest.ModelEntry(text, true, 1, text, Map.of(text, text)),
            new RunManifest.FormatterEntry(text, text),
            new RunManifest.WindowSettings(10, text, 1024, text),
            0.672,
            text,
            text,
            Map.of(text, text),
            1L,
            List.of(new RunManifest.InputEntry(text, 1, text)),
            plain.counts(),
            1);
    return new HtmlPage(
        text, document, List.of(new ScoreSource(text, run), new ScoreSource(text, null)), text);
  }

  private static List<Message> says(String text) {
    return List.of(new Message(Speaker.USER, text), new Message(Speaker.BOT, text));
  }

  private static Excerpt excerpt(String text, Excerpt.Text said) {
    return new Excerpt(
        text,
        0.5,
        -25.6,
        List.of(
            new Excerpt.Fact(text, Cell.words(text), TableColumn.Kind.NAMES),
            new Excerpt.Fact(text, Cell.words(text), TableColumn.Kind.VALUES)),
        said);
  }
}
