package dev.decorum.report;

import dev.decorum.rank.PairOptions;
import dev.decorum.rank.PairSelection;
import dev.decorum.rank.RankSummary;
import dev.decorum.stats.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A ranking in words and tables: first the answer, then what it rests on. */
public final class RankingDocument {
  private static final double NOTABLE = 0.05;

  private final RankSummary summary;
  private final @Nullable PairSelection pairs;
  private final ScaleWords words;

  private RankingDocument(RankSummary summary, @Nullable PairSelection pairs) {
    this.summary = summary;
    this.pairs = pairs;
    this.words = new ScaleWords(summary.scale());
  }

  /**
   * The report on a ranking.
   *
   * @param pairs the pairs that were made of it; {@code null} for none
   */
  public static Document of(RankSummary summary, @Nullable PairSelection pairs) {
    return new RankingDocument(summary, pairs).document();
  }

  private Document document() {
    Document document = new Document();
    addAnswer(document);
    if (pairs != null) {
      addPairs(document, pairs);
    }
    if (summary.agreement() != null) {
      addAgreement(document, summary.agreement());
    }
    addBestOf(document);
    addParts(document);
    return document;
  }

  private void addAnswer(Document document) {
    document.heading(
        Numbers.counted(summary.candidates(), "reply", "replies")
            + " to "
            + Numbers.counted(summary.groups() + summary.singles(), "context"));
    if (summary.groups() == 0) {
      document.paragraph("No context has two replies, so there is nothing to rank.");
      return;
    }
    Estimate gain = summary.gain();
    String size = words.size(gain.value()) + " (" + Numbers.interval(gain, words::difference) + ")";
    document.paragraph(
        "Taking the best reply instead of any "
            + (words.hasUnitRange()
                ? "makes users "
                    + size
                    + " percentage points more likely to find the conversation appropriate, in the"
                    + " eyes of the model: "
                : "brings " + size + " more reward: ")
            + Numbers.probability(summary.best().value())
            + " instead of "
            + Numbers.probability(summary.average().value())
            + ".");
    List<Document.Figure> figures = new ArrayList<>();
    figures.add(figure("best reply", summary.best(), Document.Tone.NEUTRAL));
    figures.add(figure("average reply", summary.average(), Document.Tone.NEUTRAL));
    figures.add(
        new Document.Figure(
            "gain by the best" + words.inHeader(),
            words.difference(gain.value()),
            interval(gain),
            gain.low() > 0 ? Document.Tone.GOOD : Document.Tone.NEUTRAL));
    if (pairs != null) {
      figures.add(
          new Document.Figure(
              "preference pairs",
              Numbers.count(pairs.pairs().size()),
              "from " + Numbers.counted(pairs.groupsWithPairs(), "context"),
              Document.Tone.NEUTRAL));
    }
    RankSummary.Agreement agreement = summary.agreement();
    if (agreement != null) {
      figures.add(
          new Document.Figure(
              "agreement with people",
              Numbers.share(agreement.accuracy().value()),
              Numbers.interval(agreement.accuracy(), Numbers::share),
              agreement.accuracy().low() > 0.5
                  ? Document.Tone.GOOD
                  : agreement.accuracy().high() < 0.5 ? Document.Tone.BAD : Document.Tone.NEUTRAL));
    }
    document.figures(figures);
    StringBuilder remarks = new StringBuilder();
    if (summary.singles() > 0) {
      remarks
          .append(Numbers.counted(summary.singles(), "context"))
          .append(summary.singles() == 1 ? " has" : " have")
          .append(" only one reply. ");
    }
    if (summary.mixedContexts() > 0) {
      remarks
          .append(Numbers.counted(summary.mixedContexts(), "group"))
          .append(summary.mixedContexts() == 1 ? " holds" : " hold")
          .append(
              " replies to different contexts: their ranks compare contexts as well as replies.");
    }
    if (!remarks.isEmpty()) {
      document.paragraph(remarks.toString().strip());
    }
  }

  private static Document.Figure figure(String label, Estimate estimate, Document.Tone tone) {
    return new Document.Figure(
        label,
        Numbers.probability(estimate.value()),
        Numbers.interval(estimate, Numbers::probability),
        tone);
  }

  private String interval(Estimate estimate) {
    return Numbers.interval(estimate, words::difference);
  }

  private static void addPairs(Document document, PairSelection selection) {
    document.heading("Preference pairs");
    document.paragraph(
        Numbers.counted(selection.pairs().size(), "pair")
            + " from "
            + Numbers.count(selection.groupsWithPairs())
            + " of "
            + Numbers.counted(selection.groups(), "context")
            + " with several replies"
            + (selection.pairs().isEmpty()
                ? "."
                : "; chosen and rejected differ by "
                    + Numbers.probability(selection.margin().value())
                    + " on average."));
    PairOptions options = selection.options();
    document.table(
        2,
        List.of("left out", "because", "count"),
        leftOut(
            row("replies", selection.emptyReplies(), "there is no text in them"),
            row("replies", selection.nearDuplicates(), "they repeat another almost word by word"),
            row("replies", selection.otherContexts(), "they answer another context than the rest"),
            row("contexts", selection.oneReplyLeft(), "fewer than two replies were left"),
            row("contexts", selection.ties(), "all replies score the same"),
            row(
                "contexts",
                selection.smallMargins(),
                "no two replies differ by the margin of "
                    + Numbers.probability(options.minMargin())),
            row(
                "contexts",
                Math.max(0, selection.guarded()),
                "only their length sets their replies apart (length guard)")));
    addLengths(document, selection);
  }

  private static List<String> row(String what, int count, String reason) {
    return List.of(what, reason, Numbers.count(count));
  }

  @SafeVarargs
  private static List<List<String>> leftOut(List<String>... rows) {
    List<List<String>> some = new ArrayList<>();
    for (List<String> row : rows) {
      if (!row.get(2).equals("0")) {
        some.add(row);
      }
    }
    return some.isEmpty() ? List.of(List.of("nothing", "", "0")) : some;
  }

  private static void addLengths(Document document, PairSelection selection) {
    if (selection.withoutGuard().pairs() == 0) {
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(lengths("by score alone", selection.withoutGuard()));
    if (selection.options().lengthGuard()) {
      rows.add(lengths("with the length guard", selection.withGuard()));
    }
    document.table(
        1, List.of("", "pairs", "chosen longer by, characters", "chosen is the longer"), rows);
    document.paragraph(guard(selection));
  }

  private static String guard(PairSelection selection) {
    double price = selection.pricePerCharacter();
    if (!selection.options().lengthGuard()) {
      return "There is no length guard: training on these pairs teaches length as far as it goes"
          + " with the score.";
    }
    if (price == 0) {
      return "No other choice of pairs is more even in length.";
    }
    return "The guard "
        + (price < 0 ? "adds " : "takes ")
        + String.format(Locale.ROOT, "%.4f", Math.abs(price) * 100)
        + (price < 0 ? " to" : " off")
        + " a score for every 100 characters, so that pairs do not teach length; what is left "
        + (selection.withGuard().difference().excludes(0)
            ? "still differs from nothing."
            : "may be nothing.");
  }

  private static List<String> lengths(String name, PairSelection.Lengths lengths) {
    return List.of(
        name,
        Numbers.count(lengths.pairs()),
        Numbers.withInterval(lengths.difference(), Numbers::characters),
        Numbers.withInterval(lengths.chosenLonger(), Numbers::share));
  }

  private void addAgreement(Document document, RankSummary.Agreement agreement) {
    document.heading("Agreement with people");
    boolean chosen = agreement.source() == RankSummary.Agreement.Source.PREFERENCES;
    document.paragraph(
        "The "
            + (chosen ? "chosen reply scores higher than the rejected one" : "appropriate reply")
            + (chosen ? "" : " scores higher than the inappropriate one")
            + " in "
            + Numbers.withInterval(agreement.accuracy(), Numbers::share)
            + " of "
            + Numbers.counted(agreement.pairs(), "pair")
            + " (chance: 50%"
            + (agreement.ties() > 0
                ? "; " + Numbers.counted(agreement.ties(), "tie") + ", counted half"
                : "")
            + "), by "
            + Numbers.withInterval(agreement.margin(), Numbers::signed)
            + " on average.");
    if (agreement.slices().isEmpty()) {
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    List<Chart.Item> items = new ArrayList<>();
    for (RankSummary.Slice slice : agreement.slices()) {
      String name = named(slice.field(), slice.value());
      String pairsText = Numbers.counted(slice.pairs(), "pair");
      rows.add(
          List.of(
              name,
              Numbers.count(slice.pairs()),
              Numbers.withInterval(slice.accuracy(), Numbers::share),
              Numbers.pValue(slice.qValue()),
              slice.qValue() < NOTABLE
                  ? slice.accuracy().value() > agreement.accuracy().value() ? "better" : "worse"
                  : ""));
      items.add(new Chart.Item(name, slice.accuracy(), pairsText));
    }
    document.chart(
        new Chart.Intervals(
            "Agreement by " + fields(),
            "The share of pairs whose preferred reply scores higher; numbers are in the table.",
            "pairs in agreement",
            Chart.Unit.SHARE,
            new Chart.Reference(0.5, "chance"),
            items));
    document.table(1, List.of(fields(), "pairs", "agreement", "q", ""), rows);
    document.paragraph(
        "q is the false-discovery rate of calling the agreement different from that of all other"
            + " pairs."
            + (agreement.slicesLeftOut() > 0
                ? " " + Numbers.count(agreement.slicesLeftOut()) + " smaller slices are left out."
                : ""));
  }

  private void addBestOf(Document document) {
    if (summary.bestOf().size() < 2) {
      return;
    }
    document.heading("The best of several replies");
    List<Chart.Point> points = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    double first = summary.bestOf().get(0).score().value();
    for (RankSummary.BestOf best : summary.bestOf()) {
      points.add(new Chart.Point(best.replies(), best.score(), ""));
      rows.add(
          List.of(
              Numbers.count(best.replies()),
              Numbers.withInterval(best.score(), Numbers::probability),
              words.difference(best.score().value() - first)));
    }
    document.chart(
        new Chart.Trend(
            "Expected score of the best of n replies",
            "It rises from "
                + Numbers.probability(first)
                + " for one reply to "
                + Numbers.probability(
                    summary.bestOf().get(summary.bestOf().size() - 1).score().value())
                + " for the best of "
                + summary.bestOf().size()
                + ".",
            "replies to choose from",
            words.hasUnitRange() ? "expected score" : "expected reward",
            words.scores(),
            words.hasUnitRange()
                ? new Chart.Reference(
                    summary.options().baseline(), "baseline " + summary.options().baseline())
                : null,
            List.of(new Chart.Line("best of n", points))));
    document.table(
        1, List.of("replies", "expected best score", "gain" + words.inHeader()), shown(rows));
  }

  /** One, two, four, ... and the last: the curve is smooth. */
  private static List<List<String>> shown(List<List<String>> rows) {
    List<List<String>> shown = new ArrayList<>();
    for (int n = 1; n < rows.size(); n *= 2) {
      shown.add(rows.get(n - 1));
    }
    shown.add(rows.get(rows.size() - 1));
    return shown;
  }

  private void addParts(Document document) {
    if (summary.parts().isEmpty()) {
      return;
    }
    document.heading("Who gives the best reply");
    List<List<String>> rows = new ArrayList<>();
    List<Chart.Item> items = new ArrayList<>();
    for (RankSummary.Part part : summary.parts()) {
      String name = named(part.field(), part.value());
      boolean meets = part.groups() > 0;
      rows.add(
          List.of(
              name,
              Numbers.count(part.candidates()),
              Numbers.withInterval(part.mean(), Numbers::probability),
              meets ? Numbers.count(part.groups()) : "",
              meets ? Numbers.withInterval(part.first(), Numbers::share) : "",
              meets ? Numbers.share(part.byChance()) : ""));
      if (meets) {
        items.add(
            new Chart.Item(name, part.first(), "by chance " + Numbers.share(part.byChance())));
      }
    }
    if (!items.isEmpty()) {
      document.chart(
          new Chart.Intervals(
              "How often each gives the best reply",
              "The share of contexts in which the best reply is its own; numbers are in the table.",
              "contexts",
              Chart.Unit.SHARE,
              null,
              items));
    }
    document.table(
        1,
        List.of(fields(), "replies", words.mean(), "contexts", "gives the best", "by chance"),
        rows);
    if (summary.partsLeftOut() > 0) {
      document.paragraph(
          Numbers.count(summary.partsLeftOut()) + " values with fewer replies are left out.");
    }
  }

  private String fields() {
    return String.join(" and ", summary.options().sliceFields());
  }

  private String named(String field, String value) {
    return summary.options().sliceFields().size() > 1 ? field + " = " + value : value;
  }
}
