package dev.decorum.bench;

import java.util.List;
import java.util.OptionalInt;

/**
 * What is to be measured.
 *
 * @param workloads which, in this order; at least one
 * @param scale how much of each, above 0; 1 for the size that its description gives
 * @param conversations how many conversations of each instead, from 1
 * @param repeats how often each is run, from 1
 * @param seed of the workloads
 * @param tune whether settings are tried too
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

  /** How many conversations of a workload are made, from 1. */
  public int conversations(Workload workload) {
    return conversations.orElse(
        (int)
            Math.max(1, Math.min(Integer.MAX_VALUE, Math.round(workload.conversations() * scale))));
  }
}
