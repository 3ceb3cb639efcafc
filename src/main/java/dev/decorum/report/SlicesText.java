package dev.decorum.report;

import static dev.decorum.report.NumberFormat.P_VALUE;
import static dev.decorum.report.NumberFormat.ROUND_SHARE;

import dev.decorum.compare.Comparison;
import dev.decorum.compare.Comparison.SliceComparison;
import dev.decorum.compare.Decomposition;
import dev.decorum.compare.Decomposition.Part;
import dev.decorum.compare.Matching;
import dev.decorum.compare.PairComparison;
import dev.decorum.stats.Estimate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which slices differ, and what each of them adds to the whole difference. */
final class SlicesText {
  private static final double NOTABLE = 0.05;

  private static final int MOST_CHARTED = 30;

  private final Comparison comparison;
  private final ScoreWording wording;
  private final boolean explains;

  SlicesText(Comparison comparison, ScoreWording wording, boolean explains) {
    this.comparison = comparison;
    this.wording = wording;
    this.explains = explains;
  }

  /**
   * A row of the table.
   *
   * @param slice the test of the slice; {@code null} if a version has too few rows in it
   */
  private record Row(
      String name,
      int referenceRows,
      int candidateRows,
      @Nullable SliceComparison slice,
      Estimate difference,
      double within,
      double mix) {

    double carried() {
      return within + mix;
    }

    double qValue() {
      return slice == null ? Double.NaN : slice.qValue();
    }
  }

  void addTo(Document document) {
    List<String> fields = comparison.options().sliceFields();
    document.heading("What carries the difference, by " + String.join(" and ", fields));
    addChart(document);
    for (Decomposition decomposition : comparison.decompositions()) {
      add(document, decomposition);
    }
    document.paragraph(
        "Carries: what the slice adds to the whole difference; the parts"
            + (fields.size() > 1 ? " of each field" : "")
            + " add up to the whole. "
            + (comparison.pairs().stream().anyMatch(SlicesText::isMixed)
                ? "Rows that are not in pairs add something by their scores, and something because"
                    + " the versions have different shares of the slice."
                : "It is the slice's share of the rows times its own difference.")
            + (comparison.slicesLeftOut() > 0 ? " " + leftOut(comparison.slicesLeftOut()) : ""));
    document.explain(
        "\"Better\" and \"worse\" in a row: with q below 0.05, the false-discovery rate of calling a"
            + " difference real (Benjamini-Hochberg over all slices).");
  }

  /** Says which values are shown where there are too many. */
  static String leftOut(int count) {
    return NumberText.counted(count, "further slice")
        + (count == 1 ? " has no row of its own" : " have no row of their own")
        + ": of each field, the 200 values with most rows have one.";
  }

  private void addChart(Document document) {
    List<SliceComparison> slices = comparison.slices();
    List<SliceComparison> charted =
        slices.size() <= MOST_CHARTED
            ? slices
            : slices.stream()
                .sorted(Comparator.comparingDouble(SliceComparison::qValue))
                .limit(MOST_CHARTED)
                .toList();
    boolean severalFields = comparison.options().sliceFields().size() > 1;
    boolean severalPairs = comparison.pairs().size() > 1;
    document.chart(
        new Chart.Intervals(
            "Differences by slice",
            charted.size() < slices.size()
                ? "Of the slices in the tables, the "
                    + MOST_CHARTED
                    + " that differ most surely, with their intervals."
                : "The difference within every slice, with its interval; the numbers are in the"
                    + " tables.",
            "difference of " + wording.mean() + "s" + wording.inHeader(),
            wording.differences(),
            new Chart.Reference(0, "no difference"),
            charted.stream()
                .map(
                    slice ->
                        new Chart.Item(
                            (severalFields ? slice.field() + " = " + slice.value() : slice.value())
                                + (severalPairs
                                    ? ", " + slice.candidate() + " against " + slice.reference()
                                    : ""),
                            slice.difference().difference(),
                            "q " + P_VALUE.text(slice.qValue())))
                .toList()));
  }

  private void add(Document document, Decomposition decomposition) {
    PairComparison pair = pair(decomposition);
    Estimate whole = pair.difference().difference();
    boolean isMixed = isMixed(pair);
    document.paragraph(summary(decomposition, whole, isMixed));
    boolean isClear = whole.hasInterval() && whole.excludes(0);
    Columns<Row> columns =
        new Columns<Row>()
            .name(decomposition.field(), Row::name)
            .values("rows", row -> new Cell.Counts(row.candidateRows(), row.referenceRows()))
            .estimate(wording.mean() + wording.inHeader(), wording.difference(), Row::difference);
    if (isMixed) {
      columns
          .number("by scores", wording.difference(), Row::within)
          .number("by shares", wording.difference(), Row::mix);
    }
    columns.number("carries", wording.difference(), Row::carried);
    if (isClear) {
      columns.number("of the whole", ROUND_SHARE, row -> row.carried() / decomposition.whole());
    }
    if (explains) {
      columns.number("q", P_VALUE, Row::qValue);
    }
    columns.remark("", SlicesText::remark);
    document.table(columns, rows(decomposition, pair));
    if (decomposition.moved() > 0) {
      document.paragraph(
          "In "
              + NumberText.counted(decomposition.moved(), "pair")
              + " of "
              + NumberText.count(pair.matching().pairs())
              + ", "
              + decomposition.candidate()
              + " has another "
              + decomposition.field()
              + " than "
              + decomposition.reference()
              + "; such a pair belongs to the slice of "
              + decomposition.reference()
              + "'s row.");
    }
  }

  /** Whether the versions may have different shares of a slice. */
  private static boolean isMixed(PairComparison pair) {
    return pair.matching().design() == Matching.Design.UNPAIRED;
  }

  private PairComparison pair(Decomposition decomposition) {
    return comparison.pairs().stream()
        .filter(
            pair ->
                pair.reference().equals(decomposition.reference())
                    && pair.candidate().equals(decomposition.candidate()))
        .findFirst()
        .orElseThrow();
  }

  private String summary(Decomposition decomposition, Estimate whole, boolean isMixed) {
    String of =
        decomposition.candidate()
            + " against "
            + decomposition.reference()
            + ", "
            + signed(decomposition.whole());
    if (!whole.hasInterval() || !whole.excludes(0)) {
      return of
          + ": whether there is a difference at all is not clear, so neither is what carries it.";
    }
    StringBuilder text = new StringBuilder(of);
    Part most = most(decomposition);
    if (most != null) {
      text.append(": ")
          .append(name(decomposition, most))
          .append(" carries most of all, ")
          .append(signed(most.carried()));
    }
    text.append('.');
    if (isMixed) {
      text.append(" Scores that differ within the same ")
          .append(decomposition.field())
          .append(" add ")
          .append(signed(decomposition.within()))
          .append(", different shares of each ")
          .append(decomposition.field())
          .append(' ')
          .append(signed(decomposition.mix()))
          .append('.');
    }
    return text.toString();
  }

  /** The part that adds most in the direction of the whole; {@code null} if none does. */
  private static @Nullable Part most(Decomposition decomposition) {
    Part most = null;
    for (Part part : decomposition.parts()) {
      double carried = part.carried() * Math.signum(decomposition.whole());
      if (carried > 0
          && (most == null || carried > most.carried() * Math.signum(decomposition.whole()))) {
        most = part;
      }
    }
    return most;
  }

  private String signed(double difference) {
    return wording.difference().text(difference) + " " + wording.shortUnit();
  }

  private static String name(Decomposition decomposition, Part part) {
    return switch (part.kind()) {
      case VALUE -> part.value();
      case OTHER_VALUES -> "all other values";
      case NO_VALUE -> "no " + decomposition.field();
    };
  }

  private List<Row> rows(Decomposition decomposition, PairComparison pair) {
    List<Row> rows = new ArrayList<>();
    int referenceRows = 0;
    int candidateRows = 0;
    for (Part part : decomposition.parts()) {
      SliceComparison slice =
          part.kind() == Decomposition.Kind.VALUE ? slice(decomposition, part.value()) : null;
      rows.add(
          new Row(
              name(decomposition, part),
              part.referenceRows(),
              part.candidateRows(),
              slice,
              slice == null ? Estimate.UNDEFINED : slice.difference().difference(),
              part.within(),
              part.mix()));
      referenceRows += part.referenceRows();
      candidateRows += part.candidateRows();
    }
    rows.add(
        new Row(
            "whole",
            referenceRows,
            candidateRows,
            null,
            pair.difference().difference(),
            decomposition.within(),
            decomposition.mix()));
    return rows;
  }

  private @Nullable SliceComparison slice(Decomposition decomposition, String value) {
    return comparison.slices().stream()
        .filter(
            slice ->
                slice.field().equals(decomposition.field())
                    && slice.value().equals(value)
                    && slice.reference().equals(decomposition.reference())
                    && slice.candidate().equals(decomposition.candidate()))
        .findFirst()
        .orElse(null);
  }

  private static String remark(Row row) {
    if (!(row.qValue() < NOTABLE)) {
      return "";
    }
    return row.difference().value() > 0 ? "better" : "worse";
  }
}
