package dev.decorum.report;

import static dev.decorum.report.NumberFormat.COUNT_DIFFERENCE;
import static dev.decorum.report.NumberFormat.PROBABILITY;
import static dev.decorum.report.NumberFormat.P_VALUE;
import static dev.decorum.report.NumberFormat.SHARE;
import static dev.decorum.report.NumberFormat.SIGNED;

import dev.decorum.rank.Candidates;
import dev.decorum.rank.PairSelection;
import dev.decorum.rank.RankSummary;
import dev.decorum.score.ScoredRow;
import dev.decorum.stats.Estimate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The report of a ranking: first the answer, then the numbers behind it. */
public final class RankingDocument {
  private static final double NOTABLE = 0.05;

  private final RankSummary summary;
  private final @Nullable PairsReport pairs;
  private final ScoreWording wording;

  private RankingDocument(RankSummary summary, @Nullable PairsReport pairs) {
    this.summary = summary;
    this.pairs = pairs;
    this.wording = new ScoreWording(summary.scale());
  }

  /**
   * The report on a ranking.
   *
   * @param pairs the pairs made from it; {@code null} for none
   */
  public static Document of(RankSummary summary, @Nullable PairsReport pairs) {
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
    addParts(document);
    addBestOf(document);
    if (pairs != null && !pairs.samples().isEmpty()) {
      PairSamples.add(document, pairs.samples());
    }
    return document;
  }

  private void addAnswer(Document document) {
    document.heading(
        NumberText.counted(summary.candidates(), "reply", "replies")
            + " to "
            + NumberText.counted(summary.groups() + summary.singles(), "context"));
    if (summary.groups() == 0) {
      document.paragraph("No context has two replies, so there is nothing to rank.");
      return;
    }
    Estimate gain = summary.gain();
    // A size has no sign, unless its interval reaches below zero.
    NumberFormat ends = gain.low() < 0 ? wording.difference() : wording.size();
    String size =
        wording.size().text(gain.value())
            + (gain.hasInterval() ? " (" + ends.interval(gain) + ")" : "");
    document.paragraph(
        "Taking the best reply instead of a reply at random "
            + (wording.hasUnitRange()
                ? "makes users "
                    + size
                    + " percentage points more likely to find the conversation appropriate, in the"
                    + " eyes of the model: "
                : "brings " + size + " more reward: ")
            + PROBABILITY.text(summary.best().value())
            + " instead of "
            + PROBABILITY.text(summary.average().value())
            + ".");
    List<Document.Figure> figures = new ArrayList<>();
    figures.add(
        Document.Figure.of("best reply", summary.best(), PROBABILITY, Document.Tone.NEUTRAL));
    figures.add(
        Document.Figure.of("average reply", summary.average(), PROBABILITY, Document.Tone.NEUTRAL));
    figures.add(
        Document.Figure.of(
            "gain by the best" + wording.inHeader(),
            gain,
            wording.difference(),
            gain.low() > 0 ? Document.Tone.GOOD : Document.Tone.NEUTRAL));
    if (pairs != null) {
      figures.add(
          Document.Figure.of(
              "preference pairs",
              pairs.selection().pairs().size(),
              "from " + NumberText.counted(pairs.selection().groupsWithPairs(), "context")));
    }
    RankSummary.PreferenceAgreement agreement = summary.agreement();
    if (agreement != null) {
      figures.add(
          Document.Figure.of(
              "agreement with people",
              agreement.accuracy(),
              SHARE,
              agreement.accuracy().low() > 0.5
                  ? Document.Tone.GOOD
                  : agreement.accuracy().high() < 0.5 ? Document.Tone.BAD : Document.Tone.NEUTRAL));
    }
    document.figures(figures);
    StringBuilder remarks = new StringBuilder();
    if (summary.singles() > 0) {
      remarks
          .append(NumberText.counted(summary.singles(), "context"))
          .append(summary.singles() == 1 ? " has" : " have")
          .append(" only one reply. ");
    }
    if (summary.mixedContexts() > 0) {
      remarks
          .append(NumberText.counted(summary.mixedContexts(), "group"))
          .append(summary.mixedContexts() == 1 ? " holds" : " hold")
          .append(
              " replies to different contexts: their ranks compare contexts as well as replies.");
    }
    if (!remarks.isEmpty()) {
      document.paragraph(remarks.toString().strip());
    }
  }

  private static void addPairs(Document document, PairsReport report) {
    PairSelection selection = report.selection();
    document.heading("Preference pairs");
    document.paragraph(
        NumberText.counted(selection.pairs().size(), "pair")
            + " from "
            + NumberText.count(selection.groupsWithPairs())
            + " of "
            + NumberText.counted(selection.groups(), "context")
            + " with several replies"
            + (selection.pairs().isEmpty()
                ? "."
                : "; chosen and rejected differ by "
                    + PROBABILITY.text(selection.margin().value())
                    + " on average."));
    List<LeftOut> leftOut =
        Stream.of(
                new LeftOut("replies", "there is no text in them", selection.emptyReplies()),
                new LeftOut(
                    "replies", "their text is the same as another's", selection.identical()),
                new LeftOut(
                    "replies",
                    "they repeat another almost word by word",
                    selection.nearDuplicates()),
                new LeftOut(
                    "replies", "their context is not that of the rest", selection.otherContexts()),
                new LeftOut(
                    "contexts", "fewer than two replies were left", selection.oneReplyLeft()),
                new LeftOut("contexts", "all replies score the same", selection.ties()),
                new LeftOut(
                    "contexts",
                    "no two replies differ by " + PROBABILITY.text(selection.options().minMargin()),
                    selection.smallMargins()),
                new LeftOut(
                    "contexts",
                    "no reply scores "
                        + PROBABILITY.text(selection.options().minChosen())
                        + " or more",
                    selection.lowScores()),
                new LeftOut(
                    "contexts",
                    "only length sets them apart (guard)",
                    Math.max(0, selection.guarded())))
            .filter(some -> some.count() > 0)
            .toList();
    document.table(
        new Columns<LeftOut>()
            .name("left out", LeftOut::what)
            .name("because", LeftOut::reason)
            .count("count", LeftOut::count),
        leftOut.isEmpty() ? List.of(new LeftOut("nothing", "", 0)) : leftOut);
    addLengths(document, selection);
    addFiles(document, report);
    if (report.cleaned() > 0) {
      document.paragraph(cleaned(report));
    }
  }

  private static String cleaned(PairsReport report) {
    String said =
        NumberText.counted(report.cleaned(), "reply", "replies")
            + " began or ended with blank space, which "
            + (report.cleanedAfterScoring() ? "is removed from the pairs." : "was removed before")
            + (report.cleanedAfterScoring() ? "" : " scoring.");
    return report.cleanedAfterScoring()
        ? said
            + " The score files have their scores with it, so these pairs may score a little"
            + " differently when they are read again; ranking the conversations themselves, with"
            + " --cache to score only what is new, avoids that."
        : said;
  }

  private static void addFiles(Document document, PairsReport report) {
    if (report.files().isEmpty()) {
      return;
    }
    document.paragraph(
        "Split by context, so that no context is in both files; each context stays in its file when"
            + " others are added.");
    document.table(
        new Columns<PairsReport.File>()
            .name("file", PairsReport.File::name)
            .count("rows", PairsReport.File::rows)
            .count("contexts", PairsReport.File::groups),
        report.files());
    for (PairsReport.File file : report.files()) {
      if (file.rows() == 0) {
        document.paragraph(
            file.name()
                + " is empty: there are too few contexts for a split. Training libraries may"
                + " refuse an empty file.");
      }
    }
  }

  private record LeftOut(String what, String reason, int count) {}

  private record LengthsOfPairs(String name, PairSelection.Lengths lengths) {}

  private static void addLengths(Document document, PairSelection selection) {
    if (selection.withoutGuard().pairs() == 0) {
      return;
    }
    List<LengthsOfPairs> rows = new ArrayList<>();
    rows.add(new LengthsOfPairs("by score alone", selection.withoutGuard()));
    if (selection.options().lengthGuard()) {
      rows.add(new LengthsOfPairs("with the length guard", selection.withGuard()));
    }
    document.table(
        new Columns<LengthsOfPairs>()
            .name("", LengthsOfPairs::name)
            .count("pairs", row -> row.lengths().pairs())
            .estimate(
                "chosen longer by, characters", COUNT_DIFFERENCE, row -> row.lengths().difference())
            .estimate("chosen is the longer", SHARE, row -> row.lengths().chosenLonger()),
        rows);
    document.paragraph(guard(selection));
  }

  private static String guard(PairSelection selection) {
    double price = selection.pricePerCharacter();
    if (!selection.options().lengthGuard()) {
      return "There is no length guard: training on these pairs teaches length to the extent that"
          + " it correlates with the score.";
    }
    if (price == 0) {
      return "No other choice of pairs is more even in length.";
    }
    Estimate left = selection.withGuard().difference();
    return "So that pairs do not teach length, the guard "
        + (price < 0 ? "adds " : "takes ")
        + String.format(Locale.ROOT, "%.4f", Math.abs(price) * 100)
        + (price < 0 ? " to" : " off")
        + " a score for every 100 characters of the reply. Chosen replies are then "
        + (left.excludes(0)
            ? "still " + (left.value() > 0 ? "longer" : "shorter") + " on average."
            : "neither longer nor shorter on average, as far as these pairs tell.");
  }

  private void addAgreement(Document document, RankSummary.PreferenceAgreement agreement) {
    document.heading("Agreement with people");
    boolean chosen = agreement.source() == RankSummary.PreferenceAgreement.Source.PREFERENCES;
    document.paragraph(
        "The "
            + (chosen ? "chosen reply scores higher than the rejected one" : "appropriate reply")
            + (chosen ? "" : " scores higher than the inappropriate one")
            + " in "
            + SHARE.withInterval(agreement.accuracy())
            + " of "
            + NumberText.counted(agreement.pairs(), "pair")
            + " (chance: 50%"
            + (agreement.ties() > 0
                ? "; " + NumberText.counted(agreement.ties(), "tie") + ", counted half"
                : "")
            + "), by "
            + SIGNED.withInterval(agreement.margin())
            + " on average.");
    if (agreement.slices().isEmpty()) {
      return;
    }
    List<Chart.Item> items = new ArrayList<>();
    for (RankSummary.SliceAgreement slice : agreement.slices()) {
      items.add(
          new Chart.Item(
              named(slice.field(), slice.value()),
              slice.accuracy(),
              NumberText.counted(slice.pairs(), "pair")));
    }
    document.chart(
        new Chart.Intervals(
            "Agreement by " + fields(),
            "The share of pairs whose preferred reply scores higher; numbers are in the table.",
            "pairs in agreement",
            Chart.Unit.SHARE,
            new Chart.Reference(0.5, "chance"),
            items));
    document.table(
        new Columns<RankSummary.SliceAgreement>()
            .name(fields(), slice -> named(slice.field(), slice.value()))
            .count("pairs", RankSummary.SliceAgreement::pairs)
            .estimate("agreement", SHARE, RankSummary.SliceAgreement::accuracy)
            .number("q", P_VALUE, RankSummary.SliceAgreement::qValue)
            .remark("", slice -> notable(slice, agreement)),
        agreement.slices());
    document.paragraph(
        "q is the false-discovery rate of calling the agreement different from that of all other"
            + " pairs."
            + (agreement.slicesLeftOut() > 0
                ? " " + SlicesText.leftOut(agreement.slicesLeftOut())
                : ""));
  }

  private static String notable(
      RankSummary.SliceAgreement slice, RankSummary.PreferenceAgreement all) {
    if (!(slice.qValue() < NOTABLE)) {
      return "";
    }
    return slice.accuracy().value() > all.accuracy().value() ? "better" : "worse";
  }

  private void addBestOf(Document document) {
    if (summary.bestOf().size() < 2) {
      return;
    }
    document.heading("The best of several replies");
    List<Chart.Point> points = new ArrayList<>();
    double first = summary.bestOf().get(0).score().value();
    for (RankSummary.BestOf best : summary.bestOf()) {
      points.add(new Chart.Point(best.replies(), best.score(), ""));
    }
    document.chart(
        new Chart.TrendLine(
            "Expected score of the best of n replies",
            "It rises from "
                + PROBABILITY.text(first)
                + " for one reply to "
                + PROBABILITY.text(
                    summary.bestOf().get(summary.bestOf().size() - 1).score().value())
                + " for the best of "
                + summary.bestOf().size()
                + ".",
            "replies to choose from",
            wording.hasUnitRange() ? "expected score" : "expected reward",
            wording.scores(),
            wording.hasUnitRange()
                ? new Chart.Reference(
                    summary.options().baseline(), "baseline " + summary.options().baseline())
                : null,
            List.of(new Chart.Line("best of n", points))));
    document.table(
        new Columns<RankSummary.BestOf>()
            .names("replies", best -> Cell.count(best.replies()))
            .estimate("expected best score", PROBABILITY, RankSummary.BestOf::score)
            .number(
                "gain" + wording.inHeader(),
                wording.difference(),
                best -> best.score().value() - first),
        shown(summary.bestOf()));
  }

  /** The powers of two and the last: enough of a smooth curve. */
  private static List<RankSummary.BestOf> shown(List<RankSummary.BestOf> all) {
    List<RankSummary.BestOf> shown = new ArrayList<>();
    for (int n = 1; n < all.size(); n *= 2) {
      shown.add(all.get(n - 1));
    }
    shown.add(all.get(all.size() - 1));
    return shown;
  }

  private void addParts(Document document) {
    if (summary.parts().isEmpty()) {
      return;
    }
    document.heading(
        isByBot(summary.options().sliceFields())
            ? "Which bot gives the best reply"
            : "Who gives the best reply");
    addWinner(document);
    List<Chart.Item> items = new ArrayList<>();
    for (RankSummary.Part part : summary.parts()) {
      if (meets(part)) {
        items.add(
            new Chart.Item(
                named(part.field(), part.value()),
                part.first(),
                "by chance " + SHARE.text(part.byChance())));
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
        new Columns<RankSummary.Part>()
            .name(fields(), part -> named(part.field(), part.value()))
            .count("replies", RankSummary.Part::candidates)
            .estimate(wording.mean(), PROBABILITY, RankSummary.Part::mean)
            .values("contexts", part -> meeting(part, Cell.count(part.groups())))
            .values("gives the best", part -> meeting(part, Cell.estimate(part.first(), SHARE)))
            .values("by chance", part -> meeting(part, Cell.number(part.byChance(), SHARE))),
        summary.parts());
    if (summary.partsLeftOut() > 0) {
      document.paragraph(
          NumberText.counted(summary.partsLeftOut(), "further value")
              + " left out, none with more replies.");
    }
  }

  /** Says which of the values wins most often, where there are no others to confuse it with. */
  private void addWinner(Document document) {
    List<RankSummary.Part> meeting =
        summary.parts().stream().filter(RankingDocument::meets).toList();
    if (summary.options().sliceFields().size() != 1 || meeting.size() < 2) {
      return;
    }
    RankSummary.Part winner =
        Collections.max(
            meeting, Comparator.comparingDouble((RankSummary.Part part) -> part.first().value()));
    document.paragraph(
        named(winner.field(), winner.value())
            + " gives the best reply most often in the eyes of the model: in "
            + SHARE.withInterval(winner.first())
            + " of "
            + NumberText.counted(winner.groups(), "context")
            + ", where chance would give it "
            + SHARE.text(winner.byChance())
            + ". Ties are shared.");
  }

  private static boolean isByBot(List<String> fields) {
    return fields.equals(List.of(ScoredRow.BOT_NAME)) || fields.equals(List.of(Candidates.FILE));
  }

  /** Whether there is any context whose best reply could be from this part. */
  private static boolean meets(RankSummary.Part part) {
    return part.groups() > 0;
  }

  private static Cell meeting(RankSummary.Part part, Cell cell) {
    return meets(part) ? cell : Cell.EMPTY;
  }

  private String fields() {
    return String.join(" and ", summary.options().sliceFields());
  }

  private String named(String field, String value) {
    return summary.options().sliceFields().size() > 1 ? field + " = " + value : shown(value);
  }

  /** A file without its folders, if no other has the same name. */
  private String shown(String value) {
    if (!summary.options().sliceFields().equals(List.of(Candidates.FILE))) {
      return value;
    }
    String name = lastPart(value);
    return summary.parts().stream().filter(part -> lastPart(part.value()).equals(name)).count() == 1
        ? name
        : value;
  }

  private static String lastPart(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
