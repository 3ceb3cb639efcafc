package dev.decorum.cli;

import dev.decorum.run.AuditRequest;
import dev.decorum.run.AuditRun;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Spec;

/** {@code audit}: compares a night's conversations with those of earlier nights. */
@Command(
    name = "audit",
    description = {
      "Score a night's conversations, keep their numbers, and report whether something has changed.",
      "Scores in the store are not computed again. The exit code tells cron whether a condition of"
          + " --fail-if holds; with -q, the report is printed only if something is wrong. An interrupted audit"
          + " continues where it stopped."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    customSynopsis = {
      "decorum audit [OPTIONS] --store FILE INPUT...",
      "decorum audit history|accept|remove [OPTIONS] --store FILE%n"
    },
    subcommands = {AuditHistoryCommand.class, AuditAcceptCommand.class, AuditRemoveCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  decorum audit today/*.jsonl --store audits.db --fail-if any -q   prints only if something is"
          + " wrong",
      "  decorum audit chats-2026-11-24.jsonl --store audits.db --night from-name",
      "  decorum audit today/ --store audits.db --by bot_name --html audit.html",
      "  decorum audit chats.jsonl.gz --store audits.db --fail-if 'share_below_baseline > 35%%'",
      "  decorum audit today/ --store audits.db --metrics /var/lib/node_exporter/decorum.prom",
      "  decorum audit history --store audits.db",
      "  decorum score today/ --cache audits.db -o scores.csv   the rows, computed once"
    })
final class AuditCommand implements Callable<Integer> {
  private final Streams streams;

  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private ScoringFlags scoring = new ScoringFlags();
  @Mixin private StoreFlags store = new StoreFlags();
  @Mixin private AuditFlags audit = new AuditFlags();
  @Mixin private ReportFlags report = new ReportFlags();
  @Mixin private HtmlFlags html = new HtmlFlags();
  @Mixin private DryRunFlags dryRun = new DryRunFlags();

  AuditCommand(Streams streams) {
    this.streams = streams;
  }

  /**
   * Lets {@code audit history} be parsed without the inputs that only {@code audit} needs; the
   * request checks for them.
   */
  static void makeRoomForSubcommands(CommandSpec spec) {
    for (ArgSpec required : spec.args().stream().filter(ArgSpec::required).toList()) {
      spec.remove(required);
      if (required instanceof OptionSpec option) {
        spec.addOption(OptionSpec.builder(option).required(false).build());
      } else if (required instanceof PositionalParamSpec inputs) {
        spec.addPositional(
            PositionalParamSpec.builder(inputs).arity("0..*").required(false).build());
      }
    }
  }

  @Override
  public Integer call() throws Exception {
    AuditRequest request =
        audit.request(
            scoring.request(streams),
            store.request(),
            report.request(streams),
            html.request(),
            scoring.isQuiet());
    AuditRun run = new AuditRun(request, scoring.context(streams, command));
    return dryRun.run(run::run, run::plan, streams);
  }
}
