package dev.decorum.run;

import dev.decorum.failure.UsageException;
import java.util.Objects;

/**
 * A request to report on scores: the inputs, what the report lists, and where it goes.
 *
 * @param lowest how many of the lowest-scoring conversations are listed, 0 to 1,000
 * @param includeText whether their texts are shown
 */
public record ReportRequest(
    ScoringRequest scoring,
    VersionRequest versions,
    StatisticsRequest statistics,
    int lowest,
    boolean includeText,
    ReportOutput report) {
  private static final int MOST = 1_000;

  public ReportRequest {
    Objects.requireNonNull(scoring);
    Objects.requireNonNull(versions);
    Objects.requireNonNull(statistics);
    Objects.requireNonNull(report);
    versions.requireFit(scoring.input().inputs());
    if (lowest < 0 || lowest > MOST) {
      throw new UsageException("--lowest must be a number from 0 to 1,000, not " + lowest);
    }
  }
}
