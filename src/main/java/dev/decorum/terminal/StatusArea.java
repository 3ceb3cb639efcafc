package dev.decorum.terminal;

import dev.decorum.report.TerminalText;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * The line at the bottom of the terminal that is repainted, and goes when something is printed
 * above it, be it by standard output or by standard error. Safe for use by several threads.
 */
public final class StatusArea {
  private static final String CLEAR_LINE = "\r\033[K";

  private static final String CLEAR_BELOW = "\033[J";

  private final PrintStream err;
  private final Terminal terminal;
  private int painted;

  /** Creates the area at the end of {@code err}. */
  public StatusArea(PrintStream err, Terminal terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  /** Repaints the line. */
  public synchronized void paint(String status) {
    err.print(erasing() + status);
    err.flush();
    painted = TerminalText.width(status);
  }

  /** Removes the line. */
  public synchronized void clear() {
    if (painted > 0) {
      err.print(erasing());
      err.flush();
      painted = 0;
    }
  }

  /**
   * A terminal that has become narrower since has wrapped the line, and goes up to its beginning.
   */
  private String erasing() {
    int columns = terminal.columns();
    boolean isWrapped = painted > columns && terminal.wrapsAgain();
    return isWrapped ? "\r\033[" + (painted - 1) / columns + "A" + CLEAR_BELOW : CLEAR_LINE;
  }

  /** Writes text to {@code out} above the line. */
  synchronized void above(OutputStream out, byte[] text) throws IOException {
    clear();
    out.write(text);
    out.flush();
  }
}
