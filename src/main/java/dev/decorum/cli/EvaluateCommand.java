package dev.decorum.cli;

import dev.decorum.evaluate.Evaluation;
import dev.decorum.evaluate.EvaluationOptions;
import dev.decorum.evaluate.Evaluator;
import dev.decorum.read.bytes.InputException;
import dev.decorum.report.Checks;
import dev.decorum.report.EvaluationDocument;
import dev.decorum.report.EvaluationJson;
import dev.decorum.report.Source;
import dev.decorum.score.ScoreTable;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Judges the judge. */
@Command(
    name = "evaluate",
    description = {
      "Judge the reward model by conversations that people labelled, or by pairs of which people"
          + " chose one: loss, accuracy, ranking, thresholds and calibration, each with a 95%%"
          + " interval.",
      "Inputs are conversations, which are scored, or score files that kept their labels (--keep"
          + " label)."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  decorum evaluate labelled.jsonl",
      "  decorum evaluate scores.csv --cluster user_id --by channel",
      "  decorum evaluate export.csv --map label=rating --positive good,great --negative bad",
      "  decorum evaluate labelled.jsonl --calibrate platt --calibration calibration.json",
      "  decorum evaluate labelled.jsonl --format json | jq .roc_auc"
    })
final class EvaluateCommand implements Callable<Integer> {
  private final Streams streams;

  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private InputFlags input = new InputFlags();
  @Mixin private ModelFlags model = new ModelFlags();
  @Mixin private WindowFlags windowing = new WindowFlags();
  @Mixin private EngineFlags engine = new EngineFlags();
  @Mixin private StatisticsFlags statistics = new StatisticsFlags();
  @Mixin private CalibrationFlags calibration = new CalibrationFlags();
  @Mixin private RunAgreement agreement = new RunAgreement();
  @Mixin private ReportFlags report = new ReportFlags();
  @Mixin private HtmlFlags html = new HtmlFlags();
  @Mixin private RejectFlags rejects = new RejectFlags();
  @Mixin private Verbosity verbosity = new Verbosity();

  EvaluateCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    Notices notices = new Notices(streams.err(), verbosity);
    input.needLabels();
    report.format();
    calibration.check();
    // A slip of the pen is told before hours of scoring, not after.
    statistics.resampling();
    windowing.typedBaseline();
    ScoringFlags scoring = new ScoringFlags(input, model, windowing, engine, rejects, verbosity);
    OutputTargets.of(command.commandLine())
        .of(scoring)
        .writing(report.output(), html.file(), calibration.output())
        .check();
    try (ScoreGathering gathering =
        new ScoreGathering(scoring, statistics.fields(), streams, notices)) {
      ScoreTable table = new ScoreTable(new ScoreTable.Codebook(statistics.fields()));
      List<Source> sources = gathering.gather(input.inputs(), table);
      if (gathering.isFruitless(table)) {
        return gathering.rejects().exitCode();
      }
      List<String> mismatches = agreement.check(sources);
      RunAgreement.remark(sources, statistics.cluster(), notices);
      EvaluationOptions options =
          new EvaluationOptions(
              windowing.baseline(sources, table.scale()),
              statistics.cluster(),
              statistics.by(),
              statistics.resampling());
      Evaluation evaluation = new Evaluator(options).evaluate(table);
      if (evaluation.labels() == null && evaluation.preferences() == null) {
        throw new InputException(
            "none of the "
                + table.size()
                + " rows has a label; say where it is (--map label=FIELD), or keep it when you score"
                + " (--keep label)");
      }
      calibration.fit(table, sources, options, notices);
      ReportFlags.Report written =
          new ReportFlags.Report(
              "Evaluation of " + HtmlFlags.named(input.inputs()),
              () -> EvaluationDocument.of(evaluation, mismatches),
              () -> EvaluationJson.text(evaluation, sources, mismatches),
              () -> Checks.of(evaluation),
              sources);
      report.write(written, streams);
      html.write(written.title(), written.document(), sources);
      gathering.rejects().commit();
      return gathering.rejects().exitCode();
    }
  }
}
