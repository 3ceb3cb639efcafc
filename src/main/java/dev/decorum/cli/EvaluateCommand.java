package dev.decorum.cli;

import dev.decorum.run.EvaluateRequest;
import dev.decorum.run.EvaluateRun;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code evaluate}: compares scores with labels that people gave. */
@Command(
    name = "evaluate",
    description = {
      "Evaluate the reward model on conversations that people labelled, or on pairs of which they"
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
  @Mixin private ScoringFlags scoring = new ScoringFlags();
  @Mixin private StatisticsFlags statistics = new StatisticsFlags();
  @Mixin private CalibrationFlags calibration = new CalibrationFlags();
  @Mixin private AgreementFlags agreement = new AgreementFlags();
  @Mixin private ReportFlags report = new ReportFlags();
  @Mixin private HtmlFlags html = new HtmlFlags();

  EvaluateCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    scoring.input().needLabels();
    EvaluateRequest request =
        new EvaluateRequest(
            scoring.request(streams),
            statistics.request(),
            calibration.request(),
            agreement.allowsMismatch(),
            report.request(streams),
            html.request());
    return ExitCode.of(new EvaluateRun(request, scoring.context(streams, command)).run());
  }
}
