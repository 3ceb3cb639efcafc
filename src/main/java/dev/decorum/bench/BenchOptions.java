package dev.decorum.bench;

import java.util.List;
import java.util.OptionalInt;

/**
 * The options of a benchmark.
 *
 * @param workloads the workloads, in order; at least one
 * @param scale the size of each, above 0; 1 for that of its description
 * @param conversations the number of conversations in each instead, from 1
 * @param repeats the number of runs of each, from 1
 * @param seed the seed of the workloads
 * @param tune whether settings are tried as well
 */
public record BenchOptions(
    List<Workload> workloads,
    double scale,
    OptionalInt conversations,
    int repeats,
    long seed,
    boolean tune) {

  public BenchOptions {
    workloads = List.copyOf(workloads);
    if (workloads.isEmpty()
        || !(scale > 0 && scale < Double.POSITIVE_INFINITY)
        || conversations.orElse(1) < 1
        || repeats < 1) {
      throw new IllegalArgumentException(
          "out of range: " + workloads + ", " + scale + ", " + conversations + ", " + repeats);
    }
  }

  /** The number of conversations to make for a workload, from 1. */
  public int conversations(Workload workload) {
    return conversations.orElse(
        (int)
            Math.max(1, Math.min(Integer.MAX_VALUE, Math.round(workload.conversations() * scale))));
  }
}
