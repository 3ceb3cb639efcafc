package dev.decorum.cli;

import dev.decorum.run.ReportRequest;
import dev.decorum.run.ReportRun;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code report}: describes scores on a page or in another form. */
@Command(
    name = "report",
    description = {
      "Report on scores: their mean and distribution, by slices, turns and length, and the"
          + " lowest-scoring conversations.",
      "Every INPUT is a version: a score file, or conversations, which are scored. Several versions"
          + " are compared; labels are evaluated if there are any.",
      "The folder that train wrote is reported on alone: its learning curves, and the evaluation of"
          + " the best checkpoint. It may still be training."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  decorum report scores.csv -o report.html",
      "  decorum report old.csv new.csv --cluster user_id --by channel -o report.html",
      "  decorum report scores.csv --include-text -o report.html",
      "  decorum report scores.csv --include-text --explain 10 -o report.html",
      "  decorum report scores.csv --format junit -o checks.xml",
      "  decorum report my-model/ -o training.html"
    })
final class ReportCommand implements Callable<Integer> {
  private final Streams streams;

  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private ScoringFlags scoring = new ScoringFlags();
  @Mixin private StatisticsFlags statistics = new StatisticsFlags();
  @Mixin private VersionFlags versions = new VersionFlags();
  @Mixin private AgreementFlags agreement = new AgreementFlags();
  @Mixin private LowestFlags lowest = new LowestFlags();
  @Mixin private ReportFlags report = new ReportFlags();

  ReportCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    ReportRequest request =
        new ReportRequest(
            scoring.request(streams),
            versions.request(agreement.allowsMismatch()),
            statistics.request(),
            lowest.lowest(),
            lowest.includesText(),
            lowest.explains(),
            report.request(streams));
    return ExitCode.of(new ReportRun(request, scoring.context(streams, command)).run());
  }
}
