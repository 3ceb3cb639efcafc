package dev.decorum.cli;

import dev.decorum.pipeline.Progress;
import dev.decorum.report.NumberFormat;
import dev.decorum.report.NumberText;
import dev.decorum.run.RunListener;
import java.util.function.LongSupplier;

/** Shows the progress of rows. */
final class ProgressLine implements RunListener.RowProgress {
  private final StatusLine status;
  private final LongSupplier bytesRead;
  private final long bytesTotal;
  private final long started = System.nanoTime();

  /**
   * @param status where it is shown
   * @param bytesTotal size of the input; -1 if unknown
   */
  ProgressLine(StatusLine status, LongSupplier bytesRead, long bytesTotal) {
    this.status = status;
    this.bytesRead = bytesRead;
    this.bytesTotal = bytesTotal;
  }

  /** Shows {@code progress} if an update is due. */
  @Override
  public void update(Progress progress) {
    if (!status.isDue()) {
      return;
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    // Reading runs ahead of scoring, so the share of bytes read is scaled by the share of their
    // tokens that is done.
    double share =
        bytesTotal <= 0
            ? 0
            : Math.min(1, (double) bytesRead.getAsLong() / bytesTotal) * progress.shareOfKnown();
    status.show(
        bytesTotal <= 0 ? Double.NaN : share,
        NumberText.count(progress.rows())
            + " rows, "
            + NumberFormat.RATE.text(progress.rows() / seconds)
            + " rows/s"
            + eta(share, seconds));
  }

  private static String eta(double share, double seconds) {
    if (share == 0) {
      return "";
    }
    return ", "
        + Math.round(share * 100)
        + "%, "
        + NumberFormat.SECONDS.text(seconds * (1 - share) / share)
        + " left";
  }
}
