package dev.decorum.cli;

import dev.decorum.run.HistoryRequest;
import dev.decorum.run.HistoryRun;
import dev.decorum.run.NightChoice;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code audit accept}: accepts a new level as the normal one. */
@Command(
    name = "accept",
    description = {
      "Restart the charts of a store, because a change that they alarm about was intended and the"
          + " level from a given night on is the new normal.",
      "Earlier nights stay in the history. The charts judge again once they have 14 nights."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    customSynopsis = "decorum audit accept [OPTIONS] --store FILE",
    footerHeading = "%nExamples:%n",
    footer = {
      "  decorum audit accept --store audits.db --from 2026-11-20 --reason 'bot version 7'",
      "  decorum audit accept --store audits.db --from 2026-11-20 --undo"
    })
final class AuditAcceptCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private StoreFlags storing = new StoreFlags();
  @Mixin private Verbosity verbosity = new Verbosity();

  @Option(
      names = "--from",
      paramLabel = "DATE",
      defaultValue = "today",
      description =
          "The first night of the new level: a date such as 2026-11-24, today or yesterday"
              + " (default: ${DEFAULT-VALUE}).")
  private String from = "today";

  @Option(
      names = "--undo",
      description = "Take back that the level from this night on was accepted.")
  private boolean undo;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "The reason, for the history.")
  private String reason = "";

  AuditAcceptCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    LocalDate date = NightChoice.ofTheClock("--from", from);
    HistoryRequest history = storing.request();
    Notices notices = new Notices(streams, verbosity);
    if (undo) {
      new HistoryRun(history).undo(date);
      notices.note(
          "the charts of the series " + history.series() + " no longer start anew on " + date);
    } else {
      new HistoryRun(history).restart(date, reason, notices);
      notices.note(
          "the charts of the series " + history.series() + " start anew with the night of " + date);
    }
    return ExitCode.DONE;
  }
}
