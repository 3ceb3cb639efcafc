package dev.decorum.run;

import dev.decorum.evaluate.EvaluationOptions;
import dev.decorum.stats.Resampling;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The clusters, the breakdowns and the random procedures of an analysis.
 *
 * @param cluster none, one or two fields whose equal values make clusters
 * @param by the fields by whose values results are broken down
 * @param explains whether the terms of statistics are explained
 */
public record StatisticsRequest(
    List<String> cluster, List<String> by, Resampling resampling, boolean explains) {
  public StatisticsRequest {
    cluster = List.copyOf(cluster);
    by = List.copyOf(new LinkedHashSet<>(by));
    Objects.requireNonNull(resampling);
  }

  /** All fields that are read from every row. */
  Set<String> fields() {
    Set<String> fields = new LinkedHashSet<>(cluster);
    fields.addAll(by);
    return fields;
  }

  /** The options of an evaluation with the same clusters, breakdowns and random procedures. */
  EvaluationOptions evaluation(double baseline) {
    return new EvaluationOptions(baseline, cluster, by, resampling);
  }
}
