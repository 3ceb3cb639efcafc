package dev.decorum.run;

import dev.decorum.failure.UsageException;
import java.util.Objects;

/**
 * A request to report on scores: the inputs, what the report lists, and where it goes.
 *
 * @param lowest how many of the lowest-scoring conversations are listed, 0 to 1,000
 * @param includeText whether their texts are shown
 * @param explain of how many of them the score is explained, 0 to 100; needs their texts and a page
 */
public record ReportRequest(
    ScoringRequest scoring,
    VersionRequest versions,
    StatisticsRequest statistics,
    int lowest,
    boolean includeText,
    int explain,
    ReportOutput report) {
  private static final int MOST = 1_000;
  private static final int MOST_EXPLAINED = 100;

  public ReportRequest {
    Objects.requireNonNull(scoring);
    Objects.requireNonNull(versions);
    Objects.requireNonNull(statistics);
    Objects.requireNonNull(report);
    versions.requireFit(scoring.input().inputs());
    if (lowest < 0 || lowest > MOST) {
      throw new UsageException("--lowest must be a number from 0 to 1,000, not " + lowest);
    }
    if (includeText && lowest == 0) {
      throw new UsageException(
          "--include-text shows the texts of listed conversations; --lowest 0 lists none");
    }
    if (includeText && report.form() != ReportForm.HTML) {
      throw new UsageException(
          "--include-text shows texts on a page only: write one with -o FILE.html; 'decorum explain"
              + " --lowest N' shows the lowest-scoring conversations in the other forms");
    }
    if (explain < 0 || explain > MOST_EXPLAINED) {
      throw new UsageException("--explain must be a number from 0 to 100, not " + explain);
    }
    if (explain > 0 && !includeText) {
      throw new UsageException("--explain shows texts on a page: add --include-text");
    }
  }
}
