package dev.decorum.cli;

import dev.decorum.run.CompareRequest;
import dev.decorum.run.CompareRun;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code compare}: tells which version of a bot is more appropriate. */
@Command(
    name = "compare",
    description = {
      "Compare bot versions: which is more appropriate, by how much, and how certain that is.",
      "Every INPUT is a version: a score file, or conversations, which are scored. The first is the"
          + " reference. Rows are paired by id where both versions have them. With one INPUT, the"
          + " values of the first --by field are the versions.",
      "The report says which is better, which slices carry the difference, and which conversations"
          + " got worse. Three versions or more are ranked first: best, tied for best, worse."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  decorum compare old.csv new.csv",
      "  decorum compare old.jsonl new.jsonl --cluster user_id --by channel",
      "  decorum compare all.jsonl --by bot_version --cluster context_id",
      "  decorum compare large.csv medium.csv small.csv --include-text --html compared.html",
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
  @Mixin private ScoringFlags scoring = new ScoringFlags();
  @Mixin private StatisticsFlags statistics = new StatisticsFlags();
  @Mixin private VersionFlags versions = new VersionFlags();
  @Mixin private AgreementFlags agreement = new AgreementFlags();
  @Mixin private ChangeFlags changes = new ChangeFlags();
  @Mixin private GateFlags gate = new GateFlags();
  @Mixin private ReportFlags report = new ReportFlags();
  @Mixin private HtmlFlags html = new HtmlFlags();

  CompareCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    CompareRequest request =
        new CompareRequest(
            scoring.request(streams),
            versions.request(agreement.allowsMismatch()),
            statistics.request(),
            changes.request(),
            gate.request(),
            report.request(streams),
            html.request());
    return ExitCode.of(new CompareRun(request, scoring.context(streams, command)).run());
  }
}
