package dev.decorum.bench;

/** Hears how far a benchmark is. */
public interface BenchListener {

  /** Settings were tried. */
  void tuned(Tuning tuning);

  /**
   * A workload is about to be run.
   *
   * @param rows how many rows each run has
   * @param tokens how many tokens they have together
   * @param repeats how often it will be run
   */
  void starts(Workload workload, int rows, long tokens, int repeats);

  /** A workload was run as often as it should. */
  void measured(Measurement measurement);
}
