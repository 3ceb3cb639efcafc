package dev.decorum.run;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request to compare scores with labels: the inputs, the statistics, and where the report goes.
 *
 * @param calibration the calibration to fit; null for none
 * @param allowMismatch whether models, formatters and windows of the inputs may differ
 */
public record EvaluateRequest(
    ScoringRequest scoring,
    StatisticsRequest statistics,
    @Nullable CalibrationRequest calibration,
    boolean allowMismatch,
    ReportOutput report,
    PageOutput page) {
  public EvaluateRequest {
    Objects.requireNonNull(scoring);
    Objects.requireNonNull(statistics);
    Objects.requireNonNull(report);
    Objects.requireNonNull(page);
  }
}
