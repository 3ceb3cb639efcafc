package dev.decorum.cli;

import dev.decorum.audit.Auditor;
import dev.decorum.audit.Condition;
import dev.decorum.score.ScoredRow;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a night is held against, and when it fails. */
final class AuditFlags {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--night",
      paramLabel = "DATE",
      description =
          "The night that is audited, as 2026-11-24 (default: today). A night that was audited"
              + " before is replaced.")
  private @Nullable LocalDate night;

  @Option(
      names = "--by",
      paramLabel = "FIELD",
      split = ",",
      description = "Keep and follow the values of FIELD apart as well. May be repeated.")
  private List<String> by = List.of();

  @Option(
      names = "--cluster",
      paramLabel = "FIELD",
      description =
          "Rows with the same value in FIELD (user_id, context_id, ...) hang together and count for"
              + " less; id where rows are turns.")
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
        "Exit with 1 if CONDITION holds: drift (a chart of all rows alarms), slice-drift (a slice's),"
            + " or a number and its limit, as in 'share_below_baseline > 0.35'. May be repeated."
      })
  private List<String> conditions = List.of();

  @Option(
      names = "--metrics",
      paramLabel = "FILE",
      description =
          "Write the numbers to FILE for Prometheus (the textfile collector of its node exporter).")
  private @Nullable Path metrics;

  /**
   * The night that is audited.
   *
   * @throws ParameterException if it is of no year that sorts with the others as a text
   */
  LocalDate night() {
    if (night != null && (night.getYear() < 1 || night.getYear() > 9999)) {
      throw wrong("--night is a date of the years 1 to 9999, not " + night);
    }
    return night == null ? LocalDate.now(ZoneId.systemDefault()) : night;
  }

  /** Whether the user said which night it is. */
  boolean isNightGiven() {
    return night != null;
  }

  List<String> by() {
    return new ArrayList<>(new LinkedHashSet<>(by));
  }

  /** The field whose equal values hang together; {@code null} where rows are independent. */
  @Nullable String cluster(boolean rowsAreTurns) {
    return cluster == null && rowsAreTurns ? ScoredRow.ID : cluster;
  }

  /** Fields that are needed of every input row. */
  Set<String> fields() {
    Set<String> fields = new LinkedHashSet<>(by);
    if (cluster != null) {
      fields.add(cluster);
    }
    fields.removeAll(ScoredRow.OWN_FIELDS);
    return fields;
  }

  int window() {
    if (window < 3 || window > 365) {
      throw wrong("--window is a number of nights from 3 to 365, not " + window);
    }
    return window;
  }

  List<Condition> conditions() {
    List<Condition> parsed = new ArrayList<>();
    for (String condition : conditions) {
      try {
        parsed.add(Condition.parse(condition));
      } catch (IllegalArgumentException e) {
        throw wrong("--fail-if: " + e.getMessage());
      }
    }
    return parsed;
  }

  /** The file for Prometheus; {@code null} for none. */
  @Nullable Path metrics() {
    return metrics;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
