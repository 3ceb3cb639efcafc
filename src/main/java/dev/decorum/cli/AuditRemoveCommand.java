package dev.decorum.cli;

import dev.decorum.run.HistoryRequest;
import dev.decorum.run.HistoryRun;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code audit remove}: takes nights out of the history. */
@Command(
    name = "remove",
    description = {
      "Take nights out of the history of a store, because their data were wrong.",
      "Later nights are no longer compared with them. The scores of their conversations are kept."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    customSynopsis = "decorum audit remove [OPTIONS] --store FILE NIGHT...",
    footerHeading = "%nExamples:%n",
    footer = {"  decorum audit remove 2026-11-20 --store audits.db"})
final class AuditRemoveCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private StoreFlags storing = new StoreFlags();
  @Mixin private Verbosity verbosity = new Verbosity();

  @Parameters(
      arity = "1..*",
      paramLabel = "NIGHT",
      description = "The dates of the nights, such as 2026-11-24.")
  private List<LocalDate> named = List.of();

  AuditRemoveCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    HistoryRequest history = storing.request();
    List<LocalDate> nights = named.stream().distinct().toList();
    new HistoryRun(history).remove(nights);
    new Notices(streams, verbosity)
        .note(
            (nights.size() == 1 ? "the night of " : "the nights of ")
                + String.join(", ", nights.stream().map(LocalDate::toString).toList())
                + " of "
                + history.series()
                + (nights.size() == 1 ? " is removed" : " are removed"));
    return ExitCode.DONE;
  }
}
