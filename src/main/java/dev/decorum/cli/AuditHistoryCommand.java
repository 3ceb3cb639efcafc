package dev.decorum.cli;

import dev.decorum.audit.Audit;
import dev.decorum.audit.Auditor;
import dev.decorum.read.bytes.InputException;
import dev.decorum.report.Checks;
import dev.decorum.report.HistoryDocument;
import dev.decorum.report.Source;
import dev.decorum.store.History;
import dev.decorum.store.Night;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The nights that a store holds. */
@Command(
    name = "history",
    description = "List the nights of a store, without scoring anything.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  decorum audit history --store audits.db",
      "  decorum audit history --store audits.db -o history.html",
      "  sqlite3 audits.db \"SELECT date, mean FROM nightly WHERE field = ''\"",
      "  decorum audit history --sql"
    })
final class AuditHistoryCommand implements Callable<Integer> {
  private static final LocalDate EVER = LocalDate.of(9999, 12, 31);

  private final Streams streams;

  @Mixin private StoreFlags storing = new StoreFlags();
  @Mixin private ReportFlags report = new ReportFlags();

  @Option(
      names = "--nights",
      paramLabel = "N",
      defaultValue = "30",
      description = "List the last N nights (default: ${DEFAULT-VALUE}).")
  private int nights = 30;

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
      streams.out().write(History.schema().getBytes(StandardCharsets.UTF_8));
      return ExitCode.DONE;
    }
    try (History history = History.openToRead(storing.store())) {
      List<Night> known = history.nights(storing.series(), EVER, Auditor.MOST_NIGHTS);
      if (known.isEmpty()) {
        throw new InputException(
            storing.store()
                + ": holds no night of the series '"
                + storing.series()
                + "'"
                + others(history));
      }
      Night last = known.get(known.size() - 1);
      Audit audit =
          new Auditor(Auditor.DEFAULT_WINDOW)
              .audit(
                  last,
                  known.subList(0, known.size() - 1),
                  history.restarted(storing.series(), last.date()));
      List<Night> listed =
          known.subList(Math.max(0, known.size() - Math.max(1, nights)), known.size());
      report.write(
          new ReportFlags.Report(
              "History of " + storing.series(),
              () -> HistoryDocument.of(listed, audit),
              () -> HistoryDocument.json(listed, audit),
              () -> Checks.of(audit, List.of()),
              List.of(new Source("the last night", last.run()))),
          streams);
      return ExitCode.DONE;
    }
  }

  private static String others(History history) {
    List<String> series = history.series();
    return series.isEmpty() ? "" : "; there are " + String.join(", ", series);
  }
}
