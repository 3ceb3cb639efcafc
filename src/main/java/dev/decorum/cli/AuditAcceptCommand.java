package dev.decorum.cli;

import dev.decorum.run.HistoryRequest;
import dev.decorum.run.HistoryRun;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  decorum audit accept --store audits.db --from 2026-11-20 --reason 'bot version 7'"
    })
final class AuditAcceptCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private StoreFlags storing = new StoreFlags();
  @Mixin private Verbosity verbosity = new Verbosity();

  @Option(
      names = "--from",
      paramLabel = "DATE",
      description = "The first night of the new level, such as 2026-11-24 (default: today).")
  private @Nullable LocalDate from;

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
    LocalDate date = from == null ? LocalDate.now(ZoneId.systemDefault()) : from;
    HistoryRequest history = storing.request();
    new HistoryRun(history).restart(date, reason);
    new Notices(streams, verbosity)
        .note("the charts of " + history.series() + " start anew with the night of " + date);
    return ExitCode.DONE;
  }
}
