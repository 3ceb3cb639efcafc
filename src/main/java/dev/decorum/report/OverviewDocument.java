package dev.decorum.report;

import static dev.decorum.report.NumberFormat.COUNT;
import static dev.decorum.report.NumberFormat.DELTA_PERCENT;
import static dev.decorum.report.NumberFormat.PROBABILITY;
import static dev.decorum.report.NumberFormat.P_VALUE;
import static dev.decorum.report.NumberFormat.ROUND_SHARE;
import static dev.decorum.report.NumberFormat.SHARE;

import dev.decorum.compare.Comparison;
import dev.decorum.compare.Comparison.VersionSummary;
import dev.decorum.evaluate.Evaluation;
import dev.decorum.overview.Overview;
import dev.decorum.overview.Overview.Part;
import dev.decorum.score.Scale;
import dev.decorum.stats.Estimate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The report on scores: first the answer, then the numbers behind it in tables and charts. */
public final class OverviewDocument {
  private static final double NOTABLE = 0.05;
  private static final int MOST_CHARTED = 30;

  private final Overview overview;
  private final OverviewDetails details;
  private final String baseline;
  private final boolean several;
  private final ScoreWording wording;

  private OverviewDocument(Overview overview, OverviewDetails details) {
    this.overview = overview;
    this.details = details;
    this.baseline = Double.toString(overview.options().baseline());
    this.several = overview.parts().size() > 1;
    this.wording = new ScoreWording(overview.scale());
  }

  /** The report on {@code overview}. */
  public static Document of(Overview overview, OverviewDetails details) {
    return new OverviewDocument(overview, details).document();
  }

  private Document document() {
    Document document = new Document().explaining(details.explains());
    Comparison comparison = details.comparison();
    addAnswer(document, comparison, details.mismatches());
    if (comparison == null) {
      document.heading("How the scores are spread");
      addDistribution(document);
      addQuantiles(document);
    } else {
      // The verdicts, before the second heading, are in the answer already.
      sections(comparison).stream().skip(1).flatMap(List::stream).forEach(document::add);
    }
    addTurns(document);
    addSlices(document);
    addLengths(document);
    Evaluation evaluation = details.evaluation();
    if (evaluation != null) {
      EvaluationDocument.of(evaluation, List.of(), details.explains())
          .blocks()
          .forEach(document::add);
    }
    List<Excerpt> excerpts = details.excerpts();
    if (!excerpts.isEmpty()) {
      document.heading("The lowest-scoring conversations");
      if (excerpts.stream().anyMatch(Excerpt::isExplained)) {
        ExplanationDocument.addHowToRead(document, wording);
      }
      document.conversations(excerpts);
    }
    String noun = noun() + "s";
    document.listing(
        "All " + noun,
        () ->
            ScoreListing.of(details.versions(), overview.options(), noun, ScoreListing.MOST_ROWS));
    return document;
  }

  /** The lowest-scoring conversations without their texts. */
  public static List<Excerpt> excerpts(Overview overview) {
    boolean several = overview.parts().size() > 1;
    List<Excerpt> excerpts = new ArrayList<>();
    for (Overview.Lowest row : overview.lowest()) {
      List<Excerpt.Fact> facts = new ArrayList<>();
      if (several) {
        facts.add(new Excerpt.Fact("version", Cell.words(row.version()), TableColumn.Kind.NAMES));
      }
      for (String field : overview.options().sliceFields()) {
        facts.add(
            new Excerpt.Fact(
                field, Cell.words(row.fields().getOrDefault(field, "")), TableColumn.Kind.NAMES));
      }
      facts.add(
          new Excerpt.Fact(
              "flags", Cell.words(row.truncated() ? "truncated" : ""), TableColumn.Kind.NAMES));
      facts.add(new Excerpt.Fact("tokens", Cell.count(row.tokens()), TableColumn.Kind.VALUES));
      double baseline = overview.options().baseline();
      excerpts.add(
          new Excerpt(
              row.id(),
              row.score(),
              overview.scale() == Scale.REWARD
                  ? Double.NaN
                  : (row.score() - baseline) / baseline * 100,
              facts,
              null));
    }
    return excerpts;
  }

  /** The sections of the report of a comparison, each from one heading to the next. */
  private List<List<Document.Block>> sections(Comparison comparison) {
    ComparisonDetails plain =
        new ComparisonDetails(List.of(), details.sharedField(), Map.of(), details.explains());
    List<List<Document.Block>> sections = new ArrayList<>();
    for (Document.Block block : ComparisonDocument.of(comparison, plain).blocks()) {
      if (block instanceof Document.Block.Heading || sections.isEmpty()) {
        sections.add(new ArrayList<>());
      }
      sections.get(sections.size() - 1).add(block);
    }
    return sections;
  }

  private void addAnswer(
      Document document, @Nullable Comparison comparison, List<String> mismatches) {
    long rows = overview.parts().stream().mapToLong(part -> part.summary().rows()).sum();
    document.heading(
        NumberText.counted(rows, unit())
            + (several ? " of " + overview.parts().size() + " versions" : ""));
    for (String mismatch : mismatches) {
      document.paragraph("DIFFERENT RUNS, taken together nevertheless: " + mismatch + ".");
    }
    if (comparison != null) {
      sections(comparison).get(0).stream().skip(1).forEach(document::add);
      return;
    }
    List<Document.Figure> figures = new ArrayList<>();
    for (Part part : overview.parts()) {
      document.paragraph(answer(part.summary()));
      addFigures(figures, part.summary());
    }
    if (details.sharedField() != null) {
      document.paragraph(ComparisonDocument.advice(details.sharedField()));
    }
    document.figures(figures);
  }

  private void addUnits(Document document) {
    if (details.sharedField() != null) {
      return;
    }
    if (overview.options().clusterFields().isEmpty()) {
      document.paragraph(
          "Rows count as independent. If several belong to one user, context or bot, name the field"
              + " (--cluster user_id): otherwise intervals are too narrow.");
    } else {
      document.paragraph(
          "Intervals allow for rows with the same "
              + String.join(" or ", overview.options().clusterFields())
              + " being alike.");
    }
  }

  private boolean hasBaseline() {
    return !Double.isNaN(overview.options().baseline());
  }

  private Chart.Reference reference() {
    return new Chart.Reference(overview.options().baseline(), "baseline " + baseline);
  }

  private String unit() {
    return "scored " + noun();
  }

  private String noun() {
    return overview.parts().stream().anyMatch(part -> !part.turns().isEmpty())
        ? "turn"
        : "conversation";
  }

  private String answer(VersionSummary summary) {
    Estimate delta = summary.baselineDeltaPercent();
    if (!wording.hasUnitRange()) {
      return (several ? summary.name() + ": the" : "The")
          + " mean reward is "
          + PROBABILITY.withInterval(summary.mean())
          + (hasBaseline()
              ? "; "
                  + SHARE.withInterval(summary.shareBelowBaseline())
                  + " have a sigmoid below the baseline "
                  + baseline
                  + "."
              : ".");
    }
    return (several ? summary.name() + ": in" : "In")
        + " the eyes of the model, users find a conversation appropriate with probability "
        + PROBABILITY.withInterval(summary.mean())
        + ", "
        + DELTA_PERCENT.withInterval(delta)
        + " against the baseline "
        + baseline
        + "; "
        + SHARE.withInterval(summary.shareBelowBaseline())
        + " score below it.";
  }

  private void addFigures(List<Document.Figure> figures, VersionSummary summary) {
    String of = several ? ", " + summary.name() : "";
    figures.add(
        Document.Figure.of(
            wording.mean() + of, summary.mean(), PROBABILITY, Document.Tone.NEUTRAL));
    if (wording.hasUnitRange()) {
      figures.add(
          Document.Figure.of(
              "against " + baseline + of,
              summary.baselineDeltaPercent(),
              DELTA_PERCENT,
              Document.Tone.NEUTRAL));
    }
    if (!several) {
      if (hasBaseline()) {
        figures.add(
            Document.Figure.of(
                "below " + baseline, summary.shareBelowBaseline(), SHARE, Document.Tone.NEUTRAL));
      }
      figures.add(
          Document.Figure.of(
              unit() + "s",
              summary.rows(),
              overview.options().clusterFields().isEmpty()
                  ? ""
                  : NumberText.counted(summary.clusters(), "cluster")));
    }
  }

  private void addDistribution(Document document) {
    document.chart(
        wording.distribution(
            unit() + "s",
            hasBaseline() ? reference() : null,
            overview.parts().stream().map(Part::summary).toList()));
  }

  private void addQuantiles(Document document) {
    Columns<Double> columns =
        new Columns<Double>().names("share of rows", share -> Cell.number(share, ROUND_SHARE));
    for (Part part : overview.parts()) {
      columns.estimate(
          several ? part.summary().name() : "score no more than",
          PROBABILITY,
          share -> part.summary().quantiles().getOrDefault(share, Estimate.UNDEFINED));
    }
    document.table(columns, List.copyOf(overview.parts().get(0).summary().quantiles().keySet()));
    addUnits(document);
  }

  private record TurnOfPart(Part part, Overview.Turn turn) {}

  private void addTurns(Document document) {
    List<Chart.Line> lines = new ArrayList<>();
    List<TurnOfPart> turns = new ArrayList<>();
    int leftOut = 0;
    for (Part part : overview.parts()) {
      List<Chart.Point> points = new ArrayList<>();
      for (Overview.Turn turn : part.turns()) {
        points.add(
            new Chart.Point(turn.turn(), turn.mean(), NumberText.counted(turn.count(), "row")));
        turns.add(new TurnOfPart(part, turn));
      }
      if (!points.isEmpty()) {
        lines.add(new Chart.Line(part.summary().name(), points));
      }
      leftOut += part.turnsLeftOut();
    }
    if (lines.isEmpty()) {
      return;
    }
    document.heading("From turn to turn");
    document.chart(
        new Chart.TrendLine(
            wording.meanInTitle() + " by turn",
            "How the mean moves with the number of the message; numbers are in the table.",
            "message",
            wording.mean(),
            wording.scores(),
            wording.hasUnitRange() ? reference() : null,
            lines));
    Columns<TurnOfPart> columns = new Columns<>();
    if (several) {
      columns.name("version", row -> row.part().summary().name());
    }
    columns
        .count("turn", row -> row.turn().turn())
        .count("rows", row -> row.turn().count())
        .estimate(wording.mean(), PROBABILITY, row -> row.turn().mean());
    if (hasBaseline()) {
      columns.estimate("below", SHARE, row -> row.turn().shareBelow());
    }
    document.table(columns, turns);
    if (leftOut > 0) {
      document.paragraph(NumberText.counted(leftOut, "row") + " of later turns are left out.");
    }
  }

  private void addSlices(Document document) {
    Set<String> fields = new LinkedHashSet<>();
    overview.slices().forEach(slice -> fields.add(slice.field()));
    for (String field : fields) {
      List<Overview.SliceSummary> slices =
          overview.slices().stream().filter(slice -> slice.field().equals(field)).toList();
      document.heading("Scores by " + field);
      List<Overview.SliceSummary> charted =
          slices.size() <= MOST_CHARTED
              ? slices
              : slices.stream()
                  .sorted(Comparator.comparingDouble(Overview.SliceSummary::qValue))
                  .limit(MOST_CHARTED)
                  .toList();
      document.chart(
          new Chart.Intervals(
              wording.meanInTitle() + " by " + field,
              charted.size() < slices.size()
                  ? "Of the values in the table, the " + MOST_CHARTED + " that differ most surely."
                  : "Every value with its interval; the numbers are in the table.",
              wording.mean(),
              wording.scores(),
              wording.hasUnitRange() ? reference() : null,
              charted.stream()
                  .map(
                      slice ->
                          new Chart.Item(
                              several ? slice.value() + ", " + slice.version() : slice.value(),
                              slice.mean(),
                              NumberText.counted(slice.count(), "row")))
                  .toList()));
      Columns<Overview.SliceSummary> columns =
          new Columns<Overview.SliceSummary>().name(field, Overview.SliceSummary::value);
      if (several) {
        columns.name("version", Overview.SliceSummary::version);
      }
      columns
          .count("rows", Overview.SliceSummary::count)
          .estimate(wording.mean(), PROBABILITY, Overview.SliceSummary::mean);
      if (hasBaseline()) {
        columns.estimate("below", SHARE, Overview.SliceSummary::shareBelow);
      }
      columns.number(
          "to the rest" + wording.inHeader(),
          wording.difference(),
          slice -> slice.difference().value());
      if (details.explains()) {
        columns.number("q", P_VALUE, Overview.SliceSummary::qValue);
      }
      document.table(columns.remark("", OverviewDocument::notable), slices);
    }
    if (!fields.isEmpty()) {
      if (overview.slicesLeftOut() > 0) {
        document.paragraph(SlicesText.leftOut(overview.slicesLeftOut()));
      }
      if (details.explains()
          || overview.slices().stream().anyMatch(slice -> !notable(slice).isEmpty())) {
        document.explain(ScoreWording.sureness("mean"));
      }
    }
  }

  private static String notable(Overview.SliceSummary slice) {
    if (!(slice.qValue() < NOTABLE)) {
      return "";
    }
    return slice.difference().value() > 0 ? "better" : "worse";
  }

  private record LengthsOfPart(Part part, Overview.LengthBin bin) {}

  private void addLengths(Document document) {
    document.heading("Length and truncation");
    List<LengthsOfPart> lengths = new ArrayList<>();
    for (Part part : overview.parts()) {
      part.lengths().forEach(bin -> lengths.add(new LengthsOfPart(part, bin)));
    }
    Columns<LengthsOfPart> columns = new Columns<>();
    if (several) {
      columns.name("version", row -> row.part().summary().name());
    }
    columns
        .names("tokens", row -> Cell.range(row.bin().shortest(), row.bin().longest(), COUNT))
        .count("rows", row -> row.bin().count())
        .estimate(wording.mean(), PROBABILITY, row -> row.bin().mean());
    document.table(columns, lengths);
    for (Part part : overview.parts()) {
      document.paragraph(
          ScoreWording.length(several ? part.summary().name() : "", part.lengthCorrelation())
              + ScoreWording.cut(part.shareTruncated()));
      document.explain(
          (several ? part.summary().name() + ": " : "")
              + ScoreWording.lengthExplained(part.lengthCorrelation()));
    }
  }
}
