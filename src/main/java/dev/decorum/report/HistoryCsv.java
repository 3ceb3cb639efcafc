package dev.decorum.report;

import dev.decorum.audit.Audit;
import dev.decorum.audit.Finding;
import dev.decorum.audit.Metric;
import dev.decorum.audit.Trend;
import dev.decorum.score.CsvText;
import dev.decorum.store.History;
import dev.decorum.store.Night;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * The nights of a series as CSV: a row for each, with all digits of every number. What is not known
 * is empty.
 */
public final class HistoryCsv {
  private static final String SEPARATOR = ";";

  private final List<@Nullable Object> cells = new ArrayList<>();

  private HistoryCsv() {}

  /**
   * The nights.
   *
   * @param audits of the nights, oldest first
   * @param restarts the levels that were accepted, oldest first
   */
  public static String text(List<Audit> audits, List<History.Restart> restarts) {
    StringBuilder text = new StringBuilder();
    try (CSVPrinter printer = new CSVPrinter(text, CsvText.FORMAT)) {
      printer.printRecord(header());
      for (Audit audit : audits) {
        printer.printRecord(row(audit, accepted(restarts, audit.tonight().date())));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static List<String> header() {
    List<String> header = new ArrayList<>(List.of("night", "scale", "read", "scored", "rejected"));
    for (Metric metric : Metric.values()) {
      String name = name(metric);
      header.add(name);
      for (String part :
          List.of("low", "high", "expected", "low_limit", "high_limit", "score", "alarm")) {
        header.add(name + "_" + part);
      }
    }
    header.addAll(List.of("findings", "found", "accepted_from", "accepted_reason"));
    return header;
  }

  /** The name of the number, as in conditions and in the view {@code nightly}. */
  private static String name(Metric metric) {
    return switch (metric) {
      case MEAN -> "mean";
      case TOKENS -> "mean_tokens";
      case TRUNCATED -> "truncated_share";
      case EMPTY -> "empty_share";
    };
  }

  /** The accepted level that the charts of a night go by. */
  private static Optional<History.Restart> accepted(
      List<History.Restart> restarts, LocalDate night) {
    return restarts.stream()
        .filter(restart -> !restart.from().isAfter(night))
        .reduce((first, second) -> second);
  }

  private static List<@Nullable Object> row(Audit audit, Optional<History.Restart> accepted) {
    HistoryCsv row = new HistoryCsv();
    Night night = audit.tonight();
    row.text(night.date().toString());
    row.text(night.run().model().scored().label());
    row.cells.add(night.run().counts().read());
    row.cells.add(night.run().counts().scored());
    row.cells.add(night.run().counts().rejected());
    for (Metric metric : Metric.values()) {
      row.metric(
          audit.trends().stream()
              .filter(trend -> trend.metric() == metric)
              .findFirst()
              .map(Trend::tonight));
    }
    row.text(
        audit.findings().stream()
            .map(finding -> finding.kind().word())
            .distinct()
            .collect(Collectors.joining(SEPARATOR)));
    row.text(audit.findings().stream().map(Finding::brief).collect(Collectors.joining(", ")));
    row.text(accepted.map(restart -> restart.from().toString()).orElse(""));
    row.text(accepted.map(History.Restart::reason).orElse(""));
    return row.cells;
  }

  private void metric(Optional<Trend.Day> night) {
    number(night.map(day -> day.estimate().value()));
    number(night.map(day -> day.estimate().low()));
    number(night.map(day -> day.estimate().high()));
    number(night.map(day -> day.expected().value()));
    number(night.map(day -> day.expected().low()));
    number(night.map(day -> day.expected().high()));
    number(night.map(Trend.Day::score));
    text(night.map(HistoryCsv::alarm).orElse(""));
  }

  private static String alarm(Trend.Day day) {
    return day.isLearning() ? "learning" : day.alarm().name().toLowerCase(Locale.ROOT);
  }

  private void number(Optional<Double> number) {
    cells.add(
        number
            .filter(Double::isFinite)
            .map(value -> BigDecimal.valueOf(value).toPlainString())
            .orElse(null));
  }

  private void text(String text) {
    cells.add(text.isEmpty() ? null : CsvText.neutralised(text));
  }
}
