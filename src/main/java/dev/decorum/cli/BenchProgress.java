package dev.decorum.cli;

import dev.decorum.bench.BenchListener;
import dev.decorum.bench.Measurement;
import dev.decorum.bench.Tuning;
import dev.decorum.bench.Workload;
import dev.decorum.report.BenchDocument;
import dev.decorum.report.Numbers;

/** Says on stderr how far a benchmark is. */
record BenchProgress(Notices notices) implements BenchListener {

  @Override
  public void tuned(Tuning tuning) {
    notices.note(BenchDocument.recommendation(tuning));
  }

  @Override
  public void starts(Workload workload, int rows, long tokens) {
    notices.note(
        workload.label()
            + ": "
            + Numbers.counted(rows, "row")
            + ", "
            + Numbers.counted(tokens, "token"));
  }

  @Override
  public void measured(Measurement measurement) {
    notices.note(
        measurement.workload().label()
            + ": "
            + Numbers.seconds(measurement.medianSeconds())
            + ", "
            + Numbers.rate(measurement.tokensPerSecond())
            + " tokens/s");
  }
}
