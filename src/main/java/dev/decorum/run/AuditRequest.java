package dev.decorum.run;

import dev.decorum.audit.Calendar;
import dev.decorum.audit.Condition;
import dev.decorum.failure.UsageException;
import dev.decorum.score.ScoredRow;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request to audit a night: its conversations, what they are compared with, and where the report
 * goes.
 *
 * @param history where the nights are kept
 * @param night which night it is
 * @param by fields whose values have charts of their own
 * @param cluster the field whose equal values make a cluster; null if rows are independent
 * @param calendar when nights are due; null to learn it from earlier ones
 * @param window how many earlier nights this one is compared with, 3 to 365
 * @param conditions the conditions under which the run fails
 * @param report where the report goes
 * @param page an HTML page in addition to the report
 * @param onlyFailures whether the report on standard output is left out if nothing is wrong
 * @param metrics the file for metrics in the format of Prometheus; null for none
 */
public record AuditRequest(
    ScoringRequest scoring,
    HistoryRequest history,
    NightChoice night,
    List<String> by,
    @Nullable String cluster,
    @Nullable Calendar calendar,
    int window,
    List<Condition> conditions,
    ReportOutput report,
    PageOutput page,
    boolean onlyFailures,
    @Nullable Path metrics) {
  private static final int FEWEST_NIGHTS = 3;
  private static final int MOST_NIGHTS = 365;

  public AuditRequest {
    Objects.requireNonNull(scoring);
    Objects.requireNonNull(history);
    Objects.requireNonNull(night);
    by = List.copyOf(new LinkedHashSet<>(by));
    conditions = List.copyOf(conditions);
    Objects.requireNonNull(report);
    Objects.requireNonNull(page);
    if (window < FEWEST_NIGHTS || window > MOST_NIGHTS) {
      throw new UsageException("--window must be a number of nights from 3 to 365, not " + window);
    }
  }

  /**
   * The field whose equal values make a cluster; without one, the turns of a conversation are a
   * cluster.
   */
  @Nullable String cluster(boolean rowsAreTurns) {
    return cluster == null && rowsAreTurns ? ScoredRow.ID : cluster;
  }

  /** The fields that are read from every input row. */
  Set<String> fields() {
    Set<String> fields = new LinkedHashSet<>(by);
    if (cluster != null) {
      fields.add(cluster);
    }
    fields.removeAll(ScoredRow.OWN_FIELDS);
    return fields;
  }
}
