package dev.decorum.run;

import static java.util.Objects.requireNonNullElse;

import dev.decorum.audit.Audit;
import dev.decorum.audit.Auditor;
import dev.decorum.audit.Calendar;
import dev.decorum.read.bytes.InputException;
import dev.decorum.report.Checks;
import dev.decorum.report.HistoryCsv;
import dev.decorum.report.HistoryDocument;
import dev.decorum.report.ScoreSource;
import dev.decorum.store.History;
import dev.decorum.store.Night;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lists the nights in a store, and restarts their charts. */
public final class HistoryRun {
  private static final LocalDate EVER = LocalDate.of(9999, 12, 31);

  private final HistoryRequest request;

  public HistoryRun(HistoryRequest request) {
    this.request = request;
  }

  /** The SQL of the store's tables. */
  public static String schema() {
    return History.schema();
  }

  /**
   * Lists the last nights.
   *
   * @param nights how many at most, at least 1
   * @param calendar the name of the calendar by which nights were due; null for those that they
   *     were audited with
   * @param listener is told of a file that was written
   * @throws InputException if there are no nights
   */
  public void list(int nights, @Nullable String calendar, ReportOutput report, RunListener listener)
      throws IOException {
    try (History history = History.openToRead(request.store())) {
      List<Night> known = history.nights(request.series(), EVER, Auditor.MOST_NIGHTS);
      if (known.isEmpty()) {
        throw noNight(history);
      }
      List<Audit> listed = new ArrayList<>();
      for (int i = Math.max(0, known.size() - nights); i < known.size(); i++) {
        listed.add(audit(known.get(i), known.subList(0, i), calendar, history));
      }
      List<History.Restart> restarts = history.restarts(request.series());
      Night last = known.get(known.size() - 1);
      report.write(
          new ReportOutput.Report(
              "History of the series " + request.series(),
              () -> HistoryDocument.of(listed, restarts),
              () -> HistoryDocument.json(listed, restarts),
              () -> Checks.of(listed.get(listed.size() - 1), List.of()),
              () -> HistoryCsv.text(listed, restarts),
              List.of(new ScoreSource("the last night", last.run()))),
          listener);
    }
  }

  /** What an audit of a night says, by the charts as they are started today. */
  private Audit audit(
      Night night, List<Night> earlier, @Nullable String calendar, History history) {
    Night.Settings settings =
        requireNonNullElse(
            night.settings(), new Night.Settings(Auditor.DEFAULT_WINDOW, Calendar.LEARNED));
    return new Auditor(
            settings.window(), Calendar.named(calendar == null ? settings.calendar() : calendar))
        .audit(night, earlier, history.restarted(request.series(), night.date()));
  }

  /**
   * Restarts the charts.
   *
   * @param from the first night of the new level
   * @param reason the reason that the history shows
   * @param listener is told if no night of the store is of the new level
   * @throws InputException if the series has no night
   */
  public void restart(LocalDate from, String reason, RunListener listener) {
    try (History history = History.open(request.store(), false)) {
      LocalDate newest = history.newest(request.series()).orElseThrow(() -> noNight(history));
      if (from.isAfter(newest)) {
        listener.warning(
            from
                + " is after the last night, "
                + newest
                + ": until then the charts go on as they are; --undo takes it back");
      }
      history.restart(request.series(), from, reason);
    }
  }

  /**
   * Takes back that a level was accepted.
   *
   * @throws InputException if none was accepted from this night on
   */
  public void undo(LocalDate from) {
    try (History history = History.open(request.store(), false)) {
      if (!history.undo(request.series(), from)) {
        List<History.Restart> known = history.restarts(request.series());
        throw new InputException(
            request.store()
                + ": no level was accepted from "
                + from
                + " on"
                + (known.isEmpty()
                    ? ""
                    : "; accepted were "
                        + known.stream()
                            .map(restart -> restart.from().toString())
                            .collect(Collectors.joining(", "))));
      }
    }
  }

  /**
   * Takes nights out.
   *
   * @throws InputException if one of them is not there; then none is taken out
   */
  public void remove(List<LocalDate> nights) {
    try (History history = History.open(request.store(), false)) {
      for (LocalDate night : nights) {
        if (!history.has(request.series(), night)) {
          throw new InputException(
              request.store()
                  + " has no night of "
                  + night
                  + " in the series "
                  + request.series()
                  + others(history));
        }
      }
      nights.forEach(night -> history.remove(request.series(), night));
    }
  }

  private InputException noNight(History history) {
    return new InputException(
        request.store() + " has no night of the series " + request.series() + others(history));
  }

  private static String others(History history) {
    List<String> series = history.series();
    return series.isEmpty() ? "" : "; its series: " + String.join(", ", series);
  }
}
