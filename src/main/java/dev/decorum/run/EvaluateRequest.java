package dev.decorum.run;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the model is held against, and where the report goes.
 *
 * @param calibration the correction that is fitted; null for none
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
