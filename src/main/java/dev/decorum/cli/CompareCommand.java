package dev.decorum.cli;

import dev.decorum.compare.Comparer;
import dev.decorum.compare.Comparison;
import dev.decorum.compare.ComparisonOptions;
import dev.decorum.compare.Version;
import dev.decorum.report.Checks;
import dev.decorum.report.ComparisonDocument;
import dev.decorum.report.ComparisonJson;
import dev.decorum.report.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Which bot version is more appropriate. */
@Command(
    name = "compare",
    description = {
      "Compare bot versions: which is more appropriate, by how much, and how sure that is.",
      "Every INPUT is a version: a score file, or conversations, which are scored. The first is the"
          + " reference. Rows are paired by id where both versions have them. With one INPUT, the"
          + " first field of --by tells its versions apart."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  decorum compare old.csv new.csv",
      "  decorum compare old.jsonl new.jsonl --cluster user_id --by channel",
      "  decorum compare all.jsonl --by bot_version --cluster context_id",
      "  decorum compare old.csv new.csv --gate --margin 0.01 --fail-if worse && deploy"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done; with --gate, the candidate passes",
      "1:done, but rows were rejected; with --gate, the candidate fails",
      "3:an input, an output or a model is unusable, or runs must not be compared",
      "5:with --gate, the data do not decide"
    })
final class CompareCommand implements Callable<Integer> {
  private final Streams streams;

  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private InputFlags input = new InputFlags();
  @Mixin private ModelFlags model = new ModelFlags();
  @Mixin private WindowFlags windowing = new WindowFlags();
  @Mixin private EngineFlags engine = new EngineFlags();
  @Mixin private StatisticsFlags statistics = new StatisticsFlags();
  @Mixin private VersionFlags versioning = new VersionFlags();
  @Mixin private RunAgreement agreement = new RunAgreement();
  @Mixin private GateFlags gate = new GateFlags();
  @Mixin private ReportFlags report = new ReportFlags();
  @Mixin private HtmlFlags html = new HtmlFlags();
  @Mixin private RejectFlags rejects = new RejectFlags();
  @Mixin private Verbosity verbosity = new Verbosity();

  CompareCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    Notices notices = new Notices(streams.err(), verbosity);
    report.format();
    versioning.check(input.inputs(), statistics.by());
    // A slip of the pen is told before hours of scoring, not after.
    gate.check();
    statistics.resampling();
    windowing.typedBaseline();
    ScoringFlags scoring = new ScoringFlags(input, model, windowing, engine, rejects, verbosity);
    OutputTargets.of(command.commandLine())
        .of(scoring)
        .writing(report.output(), html.file())
        .check();
    try (ScoreGathering gathering =
        new ScoreGathering(scoring, statistics.fields(), streams, notices)) {
      List<Source> sources = new ArrayList<>();
      List<Version> gathered = versioning.gather(input.inputs(), statistics, gathering, sources);
      List<Version> versions = versioning.largeEnough(input.inputs(), gathered, notices);
      for (Version version : versions) {
        if (gathering.isFruitless(version.table())) {
          return gathering.rejects().exitCode();
        }
      }
      List<String> mismatches = agreement.check(sources);
      RunAgreement.remark(sources, statistics.cluster(), notices);
      ComparisonOptions options =
          new ComparisonOptions(
              windowing.baseline(sources, versions.get(0).table().scale()),
              gate.margin(versions),
              versioning.pairing(),
              statistics.cluster(),
              versioning.sliceFields(input.inputs(), statistics.by()),
              statistics.resampling());
      Comparison comparison = new Comparer(options).compare(versions);
      ReportFlags.Report written =
          new ReportFlags.Report(
              "Comparison of " + String.join(", ", versions.stream().map(Version::name).toList()),
              () -> ComparisonDocument.of(comparison, mismatches),
              () -> ComparisonJson.text(comparison, sources, mismatches),
              () -> Checks.of(comparison),
              sources);
      report.write(written, streams);
      html.write(written.title(), written.document(), sources);
      gathering.rejects().commit();
      boolean all = versions.size() == gathered.size();
      return gate.exitCode(comparison, all, gathering.rejects(), notices);
    }
  }
}
