package dev.decorum.run;

import dev.decorum.failure.UsageException;
import java.util.List;
import java.util.Objects;

/** A request to compare versions: their inputs, the statistics, and where the report goes. */
public record CompareRequest(
    ScoringRequest scoring,
    VersionRequest versions,
    StatisticsRequest statistics,
    ChangeRequest changes,
    GateRequest gate,
    ReportOutput report,
    PageOutput page) {
  public CompareRequest {
    Objects.requireNonNull(scoring);
    Objects.requireNonNull(versions);
    Objects.requireNonNull(statistics);
    Objects.requireNonNull(changes);
    Objects.requireNonNull(gate);
    Objects.requireNonNull(report);
    Objects.requireNonNull(page);
    List<String> inputs = scoring.input().inputs();
    if (inputs.size() == 1 && statistics.by().isEmpty()) {
      throw new UsageException(
          "name two inputs, or with one input the field that tells versions apart: --by");
    }
    if (inputs.size() == 1 && !versions.names().isEmpty()) {
      throw new UsageException(
          "--names is for several inputs; with one, the versions are the values of --by");
    }
    versions.requireFit(inputs);
  }
}
