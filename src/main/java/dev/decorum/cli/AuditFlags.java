package dev.decorum.cli;

import dev.decorum.audit.Auditor;
import dev.decorum.audit.Calendar;
import dev.decorum.audit.Condition;
import dev.decorum.failure.UsageException;
import dev.decorum.run.AuditRequest;
import dev.decorum.run.HistoryRequest;
import dev.decorum.run.NightChoice;
import dev.decorum.run.PageOutput;
import dev.decorum.run.ReportOutput;
import dev.decorum.run.ScoringRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags for what a night is compared with and when it fails. */
final class AuditFlags {
  @Option(
      names = "--night",
      paramLabel = "DATE",
      defaultValue = "today",
      description =
          "The night: a date such as 2026-11-24, today, yesterday, or from-name, the date in the"
              + " names of the inputs (default: ${DEFAULT-VALUE}). A night that was audited before is"
              + " replaced.")
  private String night = "today";

  @Option(
      names = "--calendar",
      paramLabel = "WHEN",
      defaultValue = "auto",
      description =
          "When a night is due, so that a missing one is noticed: nightly, weekdays, weekly (on"
              + " tonight's day of the week), none, or auto, learned from the last four weeks"
              + " (default: ${DEFAULT-VALUE}).")
  private CalendarChoice calendar = CalendarChoice.AUTO;

  @Option(
      names = "--by",
      paramLabel = "FIELD",
      split = ",",
      description =
          "Also keep separate numbers and charts for each value of FIELD. May be" + " repeated.")
  private List<String> by = List.of();

  @Option(
      names = "--cluster",
      paramLabel = "FIELD",
      description =
          "Rows with the same value in FIELD (user_id, context_id, ...) make a cluster and are not"
              + " independent; by default id if rows are turns.")
  private @Nullable String cluster;

  @Option(
      names = "--window",
      paramLabel = "N",
      defaultValue = "" + Auditor.DEFAULT_WINDOW,
      description = "Compare tonight with the last N nights (default: ${DEFAULT-VALUE}).")
  private int window = Auditor.DEFAULT_WINDOW;

  @Option(
      names = "--fail-if",
      paramLabel = "CONDITION",
      description = {
        "Exit with 1 if CONDITION holds: any (anything was found), drift (a chart of all rows"
            + " alarms), slice-drift (a chart of a slice does), missing-slice, missing-night,"
            + " repeated-night (its conversations are those of an earlier one), volume (far fewer"
            + " rows than usual, or far more), no-data (always a failure), or a number and its"
            + " limit, as in 'share_below_baseline > 0.35'. May be repeated."
      })
  private List<String> conditions = List.of();

  @Option(
      names = "--metrics",
      paramLabel = "FILE",
      description =
          "Write the numbers to FILE for Prometheus (the textfile collector of its node exporter).")
  private @Nullable Path metrics;

  AuditRequest request(
      ScoringRequest scoring,
      HistoryRequest history,
      ReportOutput report,
      PageOutput page,
      boolean onlyFailures) {
    return new AuditRequest(
        scoring,
        history,
        new NightChoice(night),
        by,
        cluster,
        Calendar.named(calendar.word()),
        window,
        conditions(),
        report,
        page,
        onlyFailures,
        metrics);
  }

  private List<Condition> conditions() {
    List<Condition> parsed = new ArrayList<>();
    for (String condition : conditions) {
      try {
        parsed.add(Condition.parse(condition));
      } catch (IllegalArgumentException e) {
        throw new UsageException("--fail-if: " + e.getMessage(), e);
      }
    }
    return parsed;
  }
}
