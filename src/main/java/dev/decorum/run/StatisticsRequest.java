package dev.decorum.run;

import dev.decorum.stats.Resampling;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What rows hang together, by what they are looked at apart, and how random procedures draw.
 *
 * @param cluster none, one or two fields whose equal values hang together
 * @param by fields whose values are looked at apart
 */
public record StatisticsRequest(List<String> cluster, List<String> by, Resampling resampling) {
  public StatisticsRequest {
    cluster = List.copyOf(cluster);
    by = List.copyOf(new LinkedHashSet<>(by));
    Objects.requireNonNull(resampling);
  }

  /** All fields that are needed of every row. */
  Set<String> fields() {
    Set<String> fields = new LinkedHashSet<>(cluster);
    fields.addAll(by);
    return fields;
  }
}
