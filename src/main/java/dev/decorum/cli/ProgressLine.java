package dev.decorum.cli;

import dev.decorum.pipeline.Progress;
import dev.decorum.report.NumberFormat;
import dev.decorum.report.NumberText;
import dev.decorum.run.RunListener;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Shows the progress of a run: a repainted bar on a terminal, a plain line every half minute in a
 * log. Not thread-safe.
 */
final class ProgressLine implements RunListener.RowProgress {

  /** When progress is shown. */
  enum When {
    /** A bar on a terminal, plain lines elsewhere. */
    AUTO,
    ALWAYS,
    NEVER
  }

  private enum Style {
    BAR,
    LOG,
    NONE
  }

  private static final long BAR_INTERVAL_NANOS = 100_000_000L;
  private static final long LOG_INTERVAL_NANOS = 30_000_000_000L;
  private static final int BAR_WIDTH = 24;

  private final RunListener log;
  private final Consumer<String> statusLine;
  private final Style style;
  private final LongSupplier bytesRead;
  private final long bytesTotal;
  private final long started = System.nanoTime();
  private long lastShown = started;

  /**
   * @param log receives lines where no bar is shown
   * @param statusLine shows the bar
   * @param bytesTotal size of the input; -1 if unknown
   */
  ProgressLine(
      RunListener log,
      Consumer<String> statusLine,
      When when,
      boolean isTerminal,
      LongSupplier bytesRead,
      long bytesTotal) {
    this.log = log;
    this.statusLine = statusLine;
    this.style =
        switch (when) {
          case NEVER -> Style.NONE;
          case ALWAYS -> Style.BAR;
          case AUTO -> isTerminal ? Style.BAR : Style.LOG;
        };
    this.bytesRead = bytesRead;
    this.bytesTotal = bytesTotal;
  }

  /** Shows {@code progress} if an update is due. */
  @Override
  public void update(Progress progress) {
    long now = System.nanoTime();
    long interval = style == Style.LOG ? LOG_INTERVAL_NANOS : BAR_INTERVAL_NANOS;
    if (style == Style.NONE || now - lastShown < interval) {
      return;
    }
    lastShown = now;
    double seconds = (now - started) / 1e9;
    // Reading runs ahead of scoring, so the share of bytes read is scaled by the share of their
    // tokens that is done.
    double share =
        bytesTotal <= 0
            ? 0
            : Math.min(1, (double) bytesRead.getAsLong() / bytesTotal) * progress.shareOfKnown();
    String line =
        NumberText.count(progress.rows())
            + " rows, "
            + NumberFormat.RATE.text(progress.rows() / seconds)
            + " rows/s"
            + eta(share, seconds);
    if (style == Style.LOG) {
      log.note(line);
    } else {
      statusLine.accept((bytesTotal <= 0 ? "" : bar(share)) + line);
    }
  }

  /** A bar filled to {@code share}, followed by a space. */
  static String bar(double share) {
    int filled = (int) Math.round(share * BAR_WIDTH);
    return "█".repeat(filled) + "░".repeat(BAR_WIDTH - filled) + " ";
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
