package dev.decorum.report;

import static dev.decorum.report.NumberFormat.DELTA_PERCENT;
import static dev.decorum.report.NumberFormat.POINTS;
import static dev.decorum.report.NumberFormat.PROBABILITY;
import static dev.decorum.report.NumberFormat.P_VALUE;
import static dev.decorum.report.NumberFormat.SHARE;
import static dev.decorum.report.NumberFormat.SIGNED;

import dev.decorum.compare.Changes;
import dev.decorum.compare.Comparison;
import dev.decorum.compare.ComparisonOptions;
import dev.decorum.compare.Matching;
import dev.decorum.compare.PairComparison;
import dev.decorum.compare.Standings;
import dev.decorum.score.SharedField;
import dev.decorum.stats.Estimate;
import dev.decorum.stats.MeanDifference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The report of a comparison: first the verdicts, then the numbers behind them. */
public final class ComparisonDocument {
  /** The level of the test behind a verdict. */
  private static final double LEVEL = 0.05;

  private final Comparison comparison;
  private final ComparisonOptions options;
  private final ComparisonDetails details;
  private final ScoreWording wording;
  private final boolean severalPairs;

  private ComparisonDocument(Comparison comparison, ComparisonDetails details) {
    this.comparison = comparison;
    this.options = comparison.options();
    this.details = details;
    this.wording = new ScoreWording(comparison.scale());
    this.severalPairs = comparison.pairs().size() > 1;
  }

  /** The report on {@code comparison}. */
  public static Document of(Comparison comparison, ComparisonDetails details) {
    return new ComparisonDocument(comparison, details).document();
  }

  private Document document() {
    Document document = new Document().explaining(details.explains());
    Standings standings = comparison.standings();
    if (standings == null) {
      document.heading("Verdict");
      addMismatches(document);
      addVerdicts(document);
      addAdvice(document);
      document.figures(figures());
    } else {
      StandingsText text = new StandingsText(comparison, standings, wording);
      document.heading("Ranking");
      addMismatches(document);
      text.sentences().forEach(document::paragraph);
      addAdvice(document);
      document.figures(figures());
      if (standings.isKnown()) {
        document.chart(text.chart());
        document.explain(text.explanation());
      }
      document.heading("Verdicts, two by two");
      document.paragraph(
          "Each interval here is by itself. Those of the ranking hold all at once, which is why they"
              + " differ.");
      addVerdicts(document);
      text.contradictions().forEach(document::paragraph);
    }
    addVersions(document);
    addDifferences(document);
    addDesigns(document);
    addSlices(document);
    addChanges(document);
    return document;
  }

  private void addMismatches(Document document) {
    for (String mismatch : details.mismatches()) {
      document.paragraph("NOT COMPARABLE, compared nevertheless: " + mismatch + ".");
    }
  }

  /** What is wrong where rows hang together by a field, and what to ask instead. */
  static String advice(SharedField shared) {
    return "INTERVALS ARE TOO NARROW: rows with the same "
        + shared.name()
        + " resemble each other ("
        + NumberText.count(shared.values())
        + " values, about "
        + NumberText.roughly((double) shared.rows() / shared.values())
        + " rows each). Add --cluster "
        + shared.name()
        + ".";
  }

  /** What should be asked instead, where rows hang together and nobody said so. */
  private void addAdvice(Document document) {
    SharedField shared = details.sharedField();
    if (shared != null) {
      document.paragraph(advice(shared));
    }
  }

  private void addVerdicts(Document document) {
    for (PairComparison pair : comparison.pairs()) {
      addVerdict(document, pair);
    }
  }

  private List<Document.Figure> figures() {
    List<Document.Figure> figures = new ArrayList<>();
    for (Comparison.VersionSummary version : comparison.versions()) {
      figures.add(
          Document.Figure.of(
              version.name() + ", " + wording.mean(),
              version.mean(),
              PROBABILITY,
              Document.Tone.NEUTRAL));
    }
    for (PairComparison pair : comparison.pairs()) {
      figures.add(
          Document.Figure.of(
              name(pair) + wording.inHeader(),
              pair.difference().difference(),
              wording.difference(),
              switch (pair.verdict()) {
                case BETTER -> Document.Tone.GOOD;
                case WORSE -> Document.Tone.BAD;
                case EQUIVALENT, NOT_WORSE, NOT_BETTER, INCONCLUSIVE -> Document.Tone.NEUTRAL;
              }));
    }
    return figures;
  }

  private void addVerdict(Document document, PairComparison pair) {
    String text = verdict(pair);
    String before = pair.candidate() + " is ";
    switch (pair.verdict()) {
      case BETTER -> addVerdict(document, text, before, "BETTER", Document.Tone.GOOD);
      case WORSE -> addVerdict(document, text, before, "WORSE", Document.Tone.BAD);
      case EQUIVALENT, NOT_WORSE, NOT_BETTER, INCONCLUSIVE -> document.paragraph(text);
    }
  }

  private static void addVerdict(
      Document document, String text, String before, String verdict, Document.Tone tone) {
    document.verdict(before, verdict, text.substring(before.length() + verdict.length()), tone);
  }

  private String verdict(PairComparison pair) {
    String candidate = pair.candidate();
    String reference = pair.reference();
    Estimate difference = pair.difference().difference();
    String size = wording.size().text(difference.value());
    Estimate sizes = difference.value() < 0 ? difference.scaled(-1, 0) : difference;
    String interval = " (95% interval " + wording.size().interval(sizes) + ")";
    String margin = wording.size().text(options.margin()) + " " + wording.unit();
    return switch (pair.verdict()) {
      case BETTER ->
          candidate
              + " is BETTER than "
              + reference
              + ": "
              + wording.verdict(size, true)
              + interval
              + ".";
      case WORSE ->
          candidate
              + " is WORSE than "
              + reference
              + ": "
              + wording.verdict(size, false)
              + interval
              + ".";
      case EQUIVALENT ->
          candidate
              + " and "
              + reference
              + " are ALIKE: "
              + (isNone(difference)
                  ? (pair.matching().design() == Matching.Design.PAIRED
                      ? "they do not differ in any pair."
                      : "all rows of both have the same score.")
                  : "they differ by less than the margin of "
                      + margin
                      + ", "
                      + difference(difference)
                      + ".");
      case NOT_WORSE ->
          candidate
              + " is NOT WORSE than "
              + reference
              + " by more than the margin of "
              + margin
              + ", "
              + difference(difference)
              + "; whether it is better is not known yet."
              + onlyByInterval(pair)
              + further(pair);
      case NOT_BETTER ->
          candidate
              + " is NOT BETTER than "
              + reference
              + " by more than the margin of "
              + margin
              + ", "
              + difference(difference)
              + "; whether it is worse is not known yet."
              + onlyByInterval(pair)
              + further(pair);
      case INCONCLUSIVE ->
          "NOT ENOUGH DATA to tell "
              + candidate
              + " from "
              + reference
              + ": the difference is "
              + difference(difference)
              + ", which may be zero, or more than the margin of "
              + margin
              + "."
              + further(pair);
    };
  }

  /** Whether no two rows that were compared differ. */
  private static boolean isNone(Estimate difference) {
    return difference.value() == 0 && difference.low() == 0 && difference.high() == 0;
  }

  /** Why an interval without 0 is not enough for a verdict; empty if it has 0. */
  private String onlyByInterval(PairComparison pair) {
    MeanDifference difference = pair.difference();
    if (!difference.difference().excludes(0)) {
      return "";
    }
    String interval = " The interval by itself excludes 0, but ";
    return difference.pValue() < LEVEL && severalPairs
        ? interval + "of " + comparison.pairs().size() + " comparisons some do so by chance."
        : interval
            + "chance alone makes a difference this large in "
            + SHARE.text(difference.pValue())
            + " of cases.";
  }

  private String difference(Estimate difference) {
    return wording.difference().text(difference.value())
        + " "
        + wording.shortUnit()
        + (difference.hasInterval()
            ? " (95% interval " + wording.difference().interval(difference) + ")"
            : "");
  }

  private String further(PairComparison pair) {
    double further = pair.furtherClusters(options.margin());
    if (!(further > 0) || Double.isInfinite(further)) {
      return "";
    }
    return " About "
        + NumberText.roughly(further)
        + " more "
        + units(pair)
        + " of this kind would show a difference of "
        + wording
            .size()
            .text(
                options.margin() > 0
                    ? options.margin()
                    : Math.abs(pair.difference().difference().value()))
        + " "
        + wording.shortUnit()
        + ".";
  }

  /** The unit that is counted: values of a field, pairs or conversations. */
  private String units(PairComparison pair) {
    if (!options.clusterFields().isEmpty()) {
      return "values of " + options.clusterFields().get(0);
    }
    return pair.matching().design() == Matching.Design.PAIRED
        ? "pairs of conversations"
        : "conversations";
  }

  private void addVersions(Document document) {
    document.heading("Versions");
    document.chart(
        new Chart.Intervals(
            wording.meanInTitle() + " by version",
            "Every version with its interval; the numbers are in the table.",
            wording.mean(),
            wording.scores(),
            wording.hasUnitRange() ? baseline() : null,
            comparison.versions().stream()
                .map(
                    version ->
                        new Chart.Item(
                            version.name(),
                            version.mean(),
                            NumberText.counted(version.rows(), "row")))
                .toList()));
    Columns<Comparison.VersionSummary> columns =
        new Columns<Comparison.VersionSummary>()
            .name("", Comparison.VersionSummary::name)
            .count("rows", Comparison.VersionSummary::rows);
    if (!options.clusterFields().isEmpty()) {
      columns.count("clusters", Comparison.VersionSummary::clusters);
    }
    columns.estimate(wording.mean(), PROBABILITY, Comparison.VersionSummary::mean);
    if (wording.hasUnitRange()) {
      columns.estimate(
          "against " + options.baseline(),
          DELTA_PERCENT,
          Comparison.VersionSummary::baselineDeltaPercent);
    }
    if (hasBaseline()) {
      columns.estimate(
          wording.hasUnitRange() ? "below it" : "below " + options.baseline(),
          SHARE,
          Comparison.VersionSummary::shareBelowBaseline);
    }
    document.table(columns, comparison.versions());
    addQuantiles(document);
  }

  private void addQuantiles(Document document) {
    Columns<Double> columns =
        new Columns<Double>()
            .name("", share -> Math.round(share * 100) + "% of scores are at most");
    for (Comparison.VersionSummary version : comparison.versions()) {
      columns.estimate(
          version.name(),
          PROBABILITY,
          share -> version.quantiles().getOrDefault(share, Estimate.UNDEFINED));
    }
    document.heading("Spread of the scores");
    document.chart(
        wording.distribution("rows", hasBaseline() ? baseline() : null, comparison.versions()));
    document.table(columns, List.copyOf(comparison.versions().get(0).quantiles().keySet()));
  }

  private void addDifferences(Document document) {
    document.heading(wording.hasUnitRange() ? "Differences, in percentage points" : "Differences");
    document.table(
        new Columns<PairComparison>()
            .name("", ComparisonDocument::name)
            .estimate(wording.mean(), wording.difference(), pair -> pair.difference().difference())
            .number("by chance", P_VALUE, PairComparison::holmP)
            .number("detectable", wording.size(), pair -> pair.difference().minimalDetectable()),
        comparison.pairs());
    document.paragraph(
        "By chance: how often chance alone makes a difference this large. Detectable: the smallest"
            + " true difference that as much data finds four times in five.");
    document.explain(
        "\"By chance\" is the p-value of no difference, "
            + test(comparison.pairs().get(0).difference().test())
            + (severalPairs
                ? ", corrected for " + comparison.pairs().size() + " comparisons (Holm)"
                : "")
            + ". Detectable: with a power of 80% at a level of 5%.");
    document.heading("Row by row");
    Columns<PairComparison> columns =
        new Columns<PairComparison>().name("", ComparisonDocument::name);
    if (hasBaseline()) {
      columns.estimate("below baseline, points", POINTS, PairComparison::shareBelowDifference);
    }
    columns.estimate("scores higher", SHARE, PairComparison::superiority);
    if (details.explains()) {
      columns.estimate("Cliff's delta", SIGNED, PairComparison::cliffsDelta);
    }
    document.table(columns, comparison.pairs());
    document.paragraph(
        "Scores higher: of all pairs of "
            + (isPaired() ? "rows" : "a row of each version")
            + ", in how many the version before \"against\" scores higher; ties count half.");
    document.explain(
        "Cliff's delta says the same from -1 to 1, and is 0 where neither scores higher: "
            + comparison.pairs().stream()
                .map(pair -> name(pair) + " " + SIGNED.withInterval(pair.cliffsDelta()))
                .collect(Collectors.joining("; "))
            + ".");
  }

  private static String name(PairComparison pair) {
    return pair.candidate() + " against " + pair.reference();
  }

  private boolean hasBaseline() {
    return !Double.isNaN(options.baseline());
  }

  private Chart.Reference baseline() {
    return new Chart.Reference(options.baseline(), "baseline " + options.baseline());
  }

  private boolean isPaired() {
    return comparison.pairs().get(0).matching().design() == Matching.Design.PAIRED;
  }

  private static String test(MeanDifference.Test test) {
    return switch (test) {
      case SIGN_FLIPS, CLUSTER_PERMUTATION -> "by permutation";
      case STUDENT -> "by Student's t";
    };
  }

  private void addDesigns(Document document) {
    document.heading("How they were compared");
    for (PairComparison pair : comparison.pairs()) {
      document.paragraph(
          (comparison.pairs().size() > 1
                  ? pair.candidate() + " against " + pair.reference() + ": "
                  : "")
              + design(pair));
    }
    if (options.clusterFields().isEmpty() && details.sharedField() == null) {
      document.paragraph(
          "Rows count as independent. If several belong to one user, context or bot, name the field"
              + " (--cluster user_id): otherwise intervals are too narrow.");
    }
    boolean bootstrapped =
        comparison.pairs().stream().anyMatch(pair -> pair.difference().bootstrapped());
    document.explain(
        "Intervals of means: "
            + (bootstrapped
                ? "studentised bootstrap"
                    + (options.clusterFields().isEmpty() ? "" : " of whole clusters")
                : "Student's t")
            + "; of shares: Wilson's; seed "
            + options.resampling().seed()
            + ", "
            + NumberText.count(options.resampling().replicates())
            + " resamples."
            + comparison.pairs().stream()
                .filter(pair -> !options.clusterFields().isEmpty())
                .filter(pair -> pair.difference().designEffect() > 0)
                .map(
                    pair ->
                        String.format(
                            Locale.ROOT,
                            " Design effect of %s: %.2f.",
                            name(pair),
                            pair.difference().designEffect()))
                .collect(Collectors.joining()));
  }

  private String design(PairComparison pair) {
    Matching matching = pair.matching();
    boolean paired = matching.design() == Matching.Design.PAIRED;
    StringBuilder text = new StringBuilder();
    text.append(paired ? "in pairs" : "not in pairs").append(", because ");
    text.append(reason(matching)).append('.');
    text.setCharAt(0, Character.toUpperCase(text.charAt(0)));
    if (!options.clusterFields().isEmpty()) {
      text.append(' ')
          .append(NumberText.counted(pair.difference().clusters(), "cluster"))
          .append(" by ")
          .append(String.join(" and ", options.clusterFields()))
          .append(worth(pair))
          .append('.');
    }
    if (paired) {
      appendIds(text, matching.onlyInReference(), "only in " + pair.reference());
      appendIds(text, matching.onlyInCandidate(), "only in " + pair.candidate());
    }
    if (matching.duplicates().count() > 0) {
      appendIds(text, matching.duplicates(), paired ? "not unique and left out" : "not unique");
    }
    return text.toString();
  }

  /** The effect of the clusters, in words; empty if nothing varies. */
  private String worth(PairComparison pair) {
    double designEffect = pair.difference().designEffect();
    if (!(designEffect > 0)) {
      return "";
    }
    int rows =
        pair.matching().design() == Matching.Design.PAIRED
            ? pair.matching().pairs()
            : rows(pair.reference()) + rows(pair.candidate());
    return "; the rows are worth " + NumberText.roughly(rows / designEffect) + " independent ones";
  }

  private int rows(String version) {
    return comparison.versions().stream()
        .filter(summary -> summary.name().equals(version))
        .mapToInt(Comparison.VersionSummary::rows)
        .sum();
  }

  private static void appendIds(StringBuilder text, Matching.Ids ids, String what) {
    if (ids.count() == 0) {
      return;
    }
    text.append(' ')
        .append(NumberText.count(ids.count()))
        .append(ids.count() == 1 ? " id is " : " ids are ")
        .append(what)
        .append(" (")
        .append(String.join(", ", ids.examples()))
        .append(ids.count() > ids.examples().size() ? ", ..." : "")
        .append(").");
  }

  private static String reason(Matching matching) {
    String pairs = NumberText.count(matching.pairs());
    return switch (matching.reason()) {
      case ASKED ->
          matching.design() == Matching.Design.PAIRED
              ? "you asked for it; " + pairs + " ids are in both"
              : "you asked for it";
      case IDS_MATCH -> pairs + " ids are in both";
      case NO_ID_MATCHES -> "no id is in both";
      case FEW_IDS_MATCH ->
          "only " + pairs + (matching.pairs() == 1 ? " id is" : " ids are") + " in both";
      case IDS_ARE_POSITIONS ->
          "the rows have no ids of their own, and a line number pairs nothing";
    };
  }

  private void addSlices(Document document) {
    if (comparison.decompositions().isEmpty()) {
      return;
    }
    new SlicesText(comparison, wording, details.explains()).addTo(document);
  }

  private void addChanges(Document document) {
    for (Changes changes : comparison.changes()) {
      String of = changes.candidate() + " against " + changes.reference();
      addChanges(document, changes, changes.losses(), changes.lossesInAll(), "losses", of);
      addChanges(document, changes, changes.gains(), changes.gainsInAll(), "gains", of);
    }
  }

  private void addChanges(
      Document document,
      Changes changes,
      List<Changes.Change> listed,
      int inAll,
      String what,
      String of) {
    if (listed.isEmpty()) {
      return;
    }
    document.heading("Largest " + what + ", " + of);
    boolean isGrouped = !changes.unit().isEmpty();
    String all =
        isGrouped
            ? NumberText.count(inAll) + " values of " + changes.unit()
            : NumberText.counted(inAll, "pair");
    document.paragraph(
        all
            + (inAll == 1 ? " has a " : " have a ")
            + (what.equals("losses") ? "lower " : "higher ")
            + (isGrouped ? wording.mean() : wording.one())
            + " in "
            + changes.candidate()
            + (listed.size() < inAll ? "; the largest " + what + " are listed." : ".")
            + (isGrouped && !details.texts().isEmpty()
                ? " Of each version, the conversation nearest to the mean is shown."
                : ""));
    document.contrasts(
        new ContrastTable(
            isGrouped ? changes.unit() : "id",
            changes.reference(),
            changes.candidate(),
            isGrouped,
            wording.difference(),
            "change" + wording.inHeader(),
            listed.stream()
                .map(
                    change ->
                        new ContrastTable.Contrast(
                            change,
                            details.text(changes.reference(), change.referenceId()),
                            details.text(changes.candidate(), change.candidateId())))
                .toList()));
  }
}
