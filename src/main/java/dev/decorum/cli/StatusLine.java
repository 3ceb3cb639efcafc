package dev.decorum.cli;

import dev.decorum.report.TerminalText;
import dev.decorum.terminal.AsciiDrawing;
import dev.decorum.terminal.StatusArea;
import dev.decorum.terminal.Terminal;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Shows the progress of a run: a repainted bar on a terminal, a plain line every half minute in a
 * log. On a narrow terminal the bar becomes shorter, and then the last parts of the text go.
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
  private static final int WIDEST_BAR = 24;
  private static final int NARROWEST_BAR = 6;

  private final Consumer<String> log;
  private final StatusArea area;
  private final Terminal terminal;
  private final Style style;
  private long lastShown = System.nanoTime();

  /**
   * @param log receives lines where no bar is shown
   * @param streams where the bar is shown
   */
  StatusLine(Consumer<String> log, Streams streams, When when) {
    this.log = log;
    this.area = streams.status();
    this.terminal = streams.terminal();
    this.style =
        switch (when) {
          case NEVER -> Style.NONE;
          case ALWAYS -> Style.BAR;
          case AUTO -> terminal.isErr() && !terminal.isDumb() ? Style.BAR : Style.LOG;
        };
  }

  /** Whether it is time to show progress again, which starts the next interval. */
  synchronized boolean isDue() {
    long now = System.nanoTime();
    long interval = style == Style.LOG ? LOG_INTERVAL_NANOS : BAR_INTERVAL_NANOS;
    if (style == Style.NONE || terminal.isLent() || now - lastShown < interval) {
      return false;
    }
    lastShown = now;
    return true;
  }

  /**
   * Shows progress.
   *
   * @param share the share that is done; NaN if it is unknown
   * @param parts what is said of it, the most important first
   */
  void show(double share, String... parts) {
    if (style == Style.LOG) {
      log.accept(String.join(", ", parts));
      return;
    }
    // In the last column some terminals would go on to the next line.
    String line = fitted(share, Arrays.asList(parts), terminal.columns() - 1);
    area.paint(terminal.isAscii() ? AsciiDrawing.of(line) : line);
  }

  /** A bar and as many of the parts as fit into {@code room} columns. */
  static String fitted(double share, List<String> parts, int room) {
    boolean hasBar = !Double.isNaN(share);
    for (int shown = parts.size(); shown > 0; shown--) {
      String text = TerminalText.harmless(String.join(", ", parts.subList(0, shown)));
      int left = room - TerminalText.width(text);
      if (!hasBar && left >= 0) {
        return text;
      }
      if (hasBar && left > NARROWEST_BAR) {
        return bar(share, Math.min(WIDEST_BAR, left - 1)) + " " + text;
      }
    }
    return room < 1 ? "" : TerminalText.shortened(parts.get(0), room);
  }

  private static String bar(double share, int width) {
    int filled = (int) Math.round(Math.max(0, Math.min(1, share)) * width);
    return "█".repeat(filled) + "░".repeat(width - filled);
  }
}
