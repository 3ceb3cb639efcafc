package dev.decorum.cli;

import dev.decorum.audit.Audit;
import dev.decorum.audit.Auditor;
import dev.decorum.audit.Condition;
import dev.decorum.disk.AtomicFile;
import dev.decorum.report.AuditDocument;
import dev.decorum.report.AuditJson;
import dev.decorum.report.AuditMetrics;
import dev.decorum.report.Checks;
import dev.decorum.report.Source;
import dev.decorum.store.History;
import dev.decorum.store.Night;
import dev.decorum.store.NightLock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A night's conversations beside those of the nights before. */
@Command(
    name = "audit",
    description = {
      "Score a night's conversations, keep their numbers, and tell whether something has changed.",
      "What was scored before is not computed again. The exit code says whether a condition of"
          + " --fail-if holds, so that cron can tell you; an interrupted audit goes on where it"
          + " stopped."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    customSynopsis = {
      "decorum audit [OPTIONS] --store=FILE INPUT...",
      "decorum audit history|accept [OPTIONS] --store=FILE%n"
    },
    subcommands = {AuditHistoryCommand.class, AuditAcceptCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  decorum audit today/*.jsonl --store audits.db --fail-if drift",
      "  decorum audit today/ --store audits.db --by bot_name --html audit.html",
      "  decorum audit chats.jsonl.gz --store audits.db --fail-if 'share_below_baseline > 35%%'",
      "  decorum audit today/ --store audits.db --metrics /var/lib/node_exporter/decorum.prom",
      "  decorum audit history --store audits.db",
      "  decorum score today/ --cache audits.db -o scores.csv   the rows, computed once"
    })
final class AuditCommand implements Callable<Integer> {
  private final Streams streams;

  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private InputFlags input = new InputFlags();
  @Mixin private StoreFlags storing = new StoreFlags();
  @Mixin private AuditFlags audit = new AuditFlags();
  @Mixin private ReportFlags report = new ReportFlags();
  @Mixin private HtmlFlags html = new HtmlFlags();
  @Mixin private ModelFlags model = new ModelFlags();
  @Mixin private WindowFlags windowing = new WindowFlags();
  @Mixin private EngineFlags engine = new EngineFlags();
  @Mixin private RejectFlags rejects = new RejectFlags();
  @Mixin private Verbosity verbosity = new Verbosity();

  AuditCommand(Streams streams) {
    this.streams = streams;
  }

  /**
   * Lets {@code audit history} be parsed without what {@code audit} alone needs; {@link #call}
   * looks after that itself.
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

  private void requireInputAndStore() {
    if (input.inputs().isEmpty()) {
      throw new ParameterException(command.commandLine(), "Missing required parameter: 'INPUT...'");
    }
    storing.store();
  }

  @Override
  @SuppressWarnings("try") // the lock is held, not used
  public Integer call() throws Exception {
    Notices notices = new Notices(streams.err(), verbosity);
    requireInputAndStore();
    report.format();
    List<Condition> conditions = audit.conditions();
    audit.window();
    audit.night();
    engine.check();
    ScoringFlags scoring = new ScoringFlags(input, model, windowing, engine, rejects, verbosity);
    OutputTargets.of(command.commandLine())
        .of(scoring)
        .store(storing.store())
        .journal(storing.journal(), storing.store())
        .writing(report.output(), html.file(), audit.metrics())
        .check();
    Path store = storing.store();
    try (History history = History.open(store, true);
        NightLock lock =
            NightLock.acquire(
                store,
                () -> notices.note("another audit is at work on " + store + "; waiting for it"));
        Rejects rejected = new Rejects(rejects, notices)) {
      Optional<Night> night =
          new AuditRun(scoring, audit, storing, streams, notices).score(rejected, history);
      if (night.isEmpty()) {
        return rejected.exitCode();
      }
      List<Condition.Result> results = tell(night.get(), history, conditions, notices);
      rejected.commit();
      boolean failed = results.stream().anyMatch(r -> r.outcome() == Condition.Outcome.FAILED);
      return rejected.inputs() > 0 || !failed ? rejected.exitCode() : ExitCode.GATE;
    }
  }

  /** Writes the report and says which conditions fail. */
  private List<Condition.Result> tell(
      Night night, History history, List<Condition> conditions, Notices notices)
      throws IOException {
    Audit audited =
        new Auditor(audit.window())
            .audit(
                night,
                history.nights(night.series(), night.date(), Auditor.MOST_NIGHTS),
                history.restarted(night.series(), night.date()));
    List<Condition.Result> results = Condition.all(conditions, audited);
    List<Source> sources = List.of(new Source(String.join(" ", input.inputs()), night.run()));
    ReportFlags.Report written =
        new ReportFlags.Report(
            "Audit of " + night.date() + ", " + night.series(),
            () -> AuditDocument.of(audited, results),
            () -> AuditJson.text(audited, results),
            () -> Checks.of(audited, results),
            sources);
    report.write(written, streams);
    html.write(written.title(), written.document(), sources);
    Path metrics = audit.metrics();
    if (metrics != null) {
      AtomicFile.write(metrics, AuditMetrics.text(audited, results));
    }
    for (Condition.Result result : results) {
      if (result.outcome() == Condition.Outcome.FAILED) {
        notices.always("FAILED --fail-if '" + result.condition() + "': " + result.because());
      }
    }
    return results;
  }
}
