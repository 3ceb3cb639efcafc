package dev.decorum.cli;

import dev.decorum.bench.BenchListener;
import dev.decorum.bench.Measurement;
import dev.decorum.bench.Tuning;
import dev.decorum.bench.Workload;
import dev.decorum.report.BenchDocument;
import dev.decorum.report.NumberFormat;
import dev.decorum.report.NumberText;

/** Reports on stderr how far a benchmark has come and how long its next part will take. */
final class BenchProgress implements BenchListener {
  private static final double WORTH_TELLING_SECONDS = 10;

  private final Notices notices;
  private double tokensPerSecond = Double.NaN;

  BenchProgress(Notices notices) {
    this.notices = notices;
  }

  @Override
  public void tuned(Tuning tuning) {
    tokensPerSecond = tuning.batchTokens().get(0).tokensPerSecond();
    notices.note(BenchDocument.recommendation(tuning));
  }

  @Override
  public void starts(Workload workload, int rows, long tokens, int repeats) {
    double seconds = tokens * repeats / tokensPerSecond;
    notices.note(
        workload.label()
            + ": "
            + NumberText.counted(rows, "row")
            + ", "
            + NumberText.counted(tokens, "token")
            + ", "
            + NumberText.counted(repeats, "run")
            + (seconds > WORTH_TELLING_SECONDS
                ? ", about " + NumberFormat.SECONDS.text(seconds)
                : ""));
  }

  @Override
  public void measured(Measurement measurement) {
    tokensPerSecond = measurement.tokensPerSecond();
    notices.note(
        measurement.workload().label()
            + ": "
            + NumberFormat.SECONDS.text(measurement.medianSeconds())
            + ", "
            + NumberFormat.RATE.text(tokensPerSecond)
            + " tokens/s");
  }
}
