package dev.decorum.bench;

/** Receives the progress of a benchmark. */
public interface BenchListener {

  /** Receives the result of trying settings. */
  void tuned(Tuning tuning);

  /**
   * A workload is about to run.
   *
   * @param rows the number of rows in each run
   * @param tokens the number of their tokens
   * @param repeats the number of runs
   */
  void starts(Workload workload, int rows, long tokens, int repeats);

  /** All runs of a workload are done. */
  void measured(Measurement measurement);
}
