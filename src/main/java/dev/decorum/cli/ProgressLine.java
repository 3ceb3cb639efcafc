package dev.decorum.cli;

import dev.decorum.pipeline.Progress;
import dev.decorum.report.NumberFormat;
import dev.decorum.report.NumberText;
import dev.decorum.run.RunListener;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Shows the progress of rows. */
final class ProgressLine implements RunListener.RowProgress {
  private final StatusLine status;
  private final LongSupplier bytesRead;
  private final long bytesTotal;
  private final LongSupplier clock;
  private long started;

  /**
   * @param status where it is shown
   * @param bytesTotal size of the input; -1 if unknown
   * @param clock the time in nanoseconds
   */
  ProgressLine(StatusLine status, LongSupplier bytesRead, long bytesTotal, LongSupplier clock) {
    this.status = status;
    this.bytesRead = bytesRead;
    this.bytesTotal = bytesTotal;
    this.clock = clock;
    this.started = clock.getAsLong();
  }

  /** Shows {@code progress} if an update is due. */
  @Override
  public void update(Progress progress) {
    if (progress.rowsComputed() == 0) {
      // Nothing but rows that were there already, which say nothing of the speed.
      started = clock.getAsLong();
    }
    if (status.isDue()) {
      status.show(
          bytesTotal <= 0 ? Double.NaN : share(progress), parts(progress).toArray(String[]::new));
    }
  }

  /**
   * The share that is done. Reading runs ahead of scoring, so the share of bytes read is scaled by
   * the share of their tokens that is done.
   */
  private double share(Progress progress) {
    return Math.min(1, (double) bytesRead.getAsLong() / bytesTotal) * progress.shareOfKnown();
  }

  /** What is said, the most important first. */
  List<String> parts(Progress progress) {
    double seconds = (clock.getAsLong() - started) / 1e9;
    List<String> parts = new ArrayList<>();
    parts.add(NumberText.counted(progress.rows(), "row"));
    double share = bytesTotal <= 0 ? 0 : share(progress);
    if (share > 0) {
      parts.add(Math.round(share * 100) + "%");
      double computed = share * progress.shareComputed();
      if (computed > 0 && seconds > 0) {
        parts.add(NumberFormat.SECONDS.text(seconds * (1 - share) / computed) + " left");
      }
    }
    if (progress.rowsComputed() > 0 && seconds > 0) {
      parts.add(NumberFormat.RATE.text(progress.rowsComputed() / seconds) + " rows/s");
    }
    if (progress.reused().rows() > 0) {
      parts.add(NumberText.count(progress.reused().rows()) + " of them there already");
    }
    return parts;
  }
}
