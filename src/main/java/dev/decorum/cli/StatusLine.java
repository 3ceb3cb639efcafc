package dev.decorum.cli;

import java.util.function.Consumer;

/**
 * Shows the progress of a run: a repainted bar on a terminal, a plain line every half minute in a
 * log.
 */
final class StatusLine {

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

  private final Consumer<String> log;
  private final Consumer<String> statusLine;
  private final Style style;
  private long lastShown = System.nanoTime();

  /**
   * @param log receives lines where no bar is shown
   * @param statusLine shows the bar
   */
  StatusLine(Consumer<String> log, Consumer<String> statusLine, When when, boolean isTerminal) {
    this.log = log;
    this.statusLine = statusLine;
    this.style =
        switch (when) {
          case NEVER -> Style.NONE;
          case ALWAYS -> Style.BAR;
          case AUTO -> isTerminal ? Style.BAR : Style.LOG;
        };
  }

  /** Whether it is time to show progress again, which starts the next interval. */
  synchronized boolean isDue() {
    long now = System.nanoTime();
    long interval = style == Style.LOG ? LOG_INTERVAL_NANOS : BAR_INTERVAL_NANOS;
    if (style == Style.NONE || now - lastShown < interval) {
      return false;
    }
    lastShown = now;
    return true;
  }

  /**
   * Shows progress.
   *
   * @param share the share that is done; NaN if it is unknown
   */
  void show(double share, String text) {
    if (style == Style.LOG) {
      log.accept(text);
    } else {
      statusLine.accept((Double.isNaN(share) ? "" : bar(share)) + text);
    }
  }

  /** A bar filled to {@code share}, followed by a space. */
  static String bar(double share) {
    int filled = (int) Math.round(share * BAR_WIDTH);
    return "█".repeat(filled) + "░".repeat(BAR_WIDTH - filled) + " ";
  }
}
