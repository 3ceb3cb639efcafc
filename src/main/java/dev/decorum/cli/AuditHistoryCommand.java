package dev.decorum.cli;

import dev.decorum.failure.UsageException;
import dev.decorum.run.HistoryRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code audit history}: lists the nights in a store. */
@Command(
    name = "history",
    description = "List the nights of a store, without scoring anything.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    customSynopsis = "decorum audit history [OPTIONS] --store FILE",
    footerHeading = "%nExamples:%n",
    footer = {
      "  decorum audit history --store audits.db",
      "  decorum audit history --store audits.db -o history.html",
      "  decorum audit history --store audits.db --nights 400 -o history.csv",
      "  sqlite3 audits.db \"SELECT date, mean FROM nightly WHERE field = ''\"",
      "  decorum audit history --sql"
    })
final class AuditHistoryCommand implements Callable<Integer> {
  private final Streams streams;

  @Mixin private StoreFlags storing = new StoreFlags();
  @Mixin private HistoryReportFlags report = new HistoryReportFlags();
  @Mixin private Verbosity verbosity = new Verbosity();

  @Option(
      names = "--nights",
      paramLabel = "N",
      defaultValue = "30",
      description = "List the last N nights (default: ${DEFAULT-VALUE}).")
  private int nights = 30;

  @Option(
      names = "--calendar",
      paramLabel = "WHEN",
      description =
          "When a night was due: nightly, weekdays, weekly, none, or auto, learned from the four"
              + " weeks before (default: as each night was audited).")
  private @Nullable CalendarChoice calendar;

  @Option(
      names = "--sql",
      description = "Show the SQL of the store's tables instead, for queries of your own.")
  private boolean sql;

  AuditHistoryCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    if (sql) {
      streams.exact().write(HistoryRun.schema().getBytes(StandardCharsets.UTF_8));
      return ExitCode.DONE;
    }
    if (nights < 1) {
      throw new UsageException("--nights must be 1 or more, not " + nights);
    }
    new HistoryRun(storing.request())
        .list(
            nights,
            calendar == null ? null : calendar.word(),
            report.request(streams),
            new Notices(streams, verbosity));
    return ExitCode.DONE;
  }
}
