package dev.decorum.cli;

import dev.decorum.compare.Comparer;
import dev.decorum.compare.Comparison;
import dev.decorum.compare.ComparisonOptions;
import dev.decorum.compare.Version;
import dev.decorum.evaluate.Evaluation;
import dev.decorum.evaluate.EvaluationOptions;
import dev.decorum.evaluate.Evaluator;
import dev.decorum.overview.Overview;
import dev.decorum.overview.OverviewOptions;
import dev.decorum.overview.Overviewer;
import dev.decorum.report.Check;
import dev.decorum.report.Checks;
import dev.decorum.report.Excerpt;
import dev.decorum.report.OverviewDocument;
import dev.decorum.report.OverviewJson;
import dev.decorum.report.Source;
import dev.decorum.score.ScoreTable;
import dev.decorum.score.ScoredRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What scores say, as a page or in another form. */
@Command(
    name = "report",
    description = {
      "Report on scores: how high, how spread, by slices, turns and length, and which conversations"
          + " score lowest.",
      "Every INPUT is a version: a score file, or conversations, which are scored. Several versions"
          + " are compared; labels are evaluated where there are any."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  decorum report scores.csv -o report.html",
      "  decorum report old.csv new.csv --cluster user_id --by channel -o report.html",
      "  decorum report scores.csv --include-text -o report.html",
      "  decorum report scores.csv --format junit -o checks.xml"
    })
final class ReportCommand implements Callable<Integer> {
  private final Streams streams;

  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private InputFlags input = new InputFlags();
  @Mixin private ModelFlags model = new ModelFlags();
  @Mixin private WindowFlags windowing = new WindowFlags();
  @Mixin private EngineFlags engine = new EngineFlags();
  @Mixin private StatisticsFlags statistics = new StatisticsFlags();
  @Mixin private VersionFlags versioning = new VersionFlags();
  @Mixin private RunAgreement agreement = new RunAgreement();
  @Mixin private LowestFlags lowest = new LowestFlags();
  @Mixin private ReportFlags report = new ReportFlags();
  @Mixin private RejectFlags rejects = new RejectFlags();
  @Mixin private Verbosity verbosity = new Verbosity();

  ReportCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    Notices notices = new Notices(streams.err(), verbosity);
    report.format();
    versioning.checkNames(input.inputs());
    lowest.lowest();
    statistics.resampling();
    windowing.typedBaseline();
    ScoringFlags scoring = new ScoringFlags(input, model, windowing, engine, rejects, verbosity);
    OutputTargets.of(command.commandLine()).of(scoring).writing(report.output()).check();
    Set<String> fields = new LinkedHashSet<>(statistics.fields());
    fields.add(ScoredRow.TURN);
    try (ScoreGathering gathering = new ScoreGathering(scoring, fields, streams, notices)) {
      ScoreTable.Codebook codebook = new ScoreTable.Codebook(fields);
      List<List<Source>> byVersion = new ArrayList<>();
      List<Version> versions = versioning.ofInputs(input.inputs(), codebook, gathering, byVersion);
      Map<String, List<Source>> sources = new LinkedHashMap<>();
      for (int i = 0; i < versions.size(); i++) {
        if (gathering.isFruitless(versions.get(i).table())) {
          return gathering.rejects().exitCode();
        }
        sources.put(versions.get(i).name(), byVersion.get(i));
      }
      write(versions, sources, notices);
      gathering.rejects().commit();
      return gathering.rejects().exitCode();
    }
  }

  private void write(List<Version> versions, Map<String, List<Source>> byVersion, Notices notices)
      throws Exception {
    List<Source> sources = byVersion.values().stream().flatMap(List::stream).toList();
    List<String> mismatches = agreement.check(sources);
    RunAgreement.remark(sources, statistics.cluster(), notices);
    double baseline = windowing.baseline(sources, versions.get(0).table().scale());
    Overview overview =
        new Overviewer(
                new OverviewOptions(
                    baseline,
                    statistics.cluster(),
                    statistics.by(),
                    lowest.lowest(),
                    statistics.resampling()))
            .overview(versions);
    Comparison comparison = versions.size() < 2 ? null : comparison(versions, baseline);
    Evaluation evaluation = versions.size() > 1 ? null : evaluation(versions.get(0), baseline);
    List<Excerpt> plain = OverviewDocument.excerpts(overview);
    List<Excerpt> excerpts =
        lowest.includesText()
            ? new ExcerptTexts(input, notices).in(plain, overview, byVersion)
            : plain;
    report.write(
        new ReportFlags.Report(
            "Scores of " + String.join(", ", byVersion.keySet()),
            () -> OverviewDocument.of(overview, comparison, evaluation, excerpts, mismatches),
            () -> OverviewJson.text(overview, sources, mismatches),
            () -> checks(overview, comparison, evaluation),
            sources),
        streams);
  }

  private Comparison comparison(List<Version> versions, double baseline) {
    return new Comparer(
            new ComparisonOptions(
                baseline,
                GateFlags.usualMargin(versions),
                versioning.pairing(),
                statistics.cluster(),
                statistics.by(),
                statistics.resampling()))
        .compare(versions);
  }

  private @Nullable Evaluation evaluation(Version version, double baseline) {
    Evaluation evaluation =
        new Evaluator(
                new EvaluationOptions(
                    baseline, statistics.cluster(), statistics.by(), statistics.resampling()))
            .evaluate(version.table());
    return evaluation.labels() == null && evaluation.preferences() == null ? null : evaluation;
  }

  private static List<Check> checks(
      Overview overview, @Nullable Comparison comparison, @Nullable Evaluation evaluation) {
    List<Check> checks = new ArrayList<>(Checks.of(overview));
    if (comparison != null) {
      checks.addAll(Checks.of(comparison));
    }
    if (evaluation != null) {
      checks.addAll(Checks.of(evaluation));
    }
    return checks;
  }
}
