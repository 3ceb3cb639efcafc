package dev.decorum.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * The line at the bottom of the terminal that is repainted, and goes when something is printed
 * above it, be it by standard output or by standard error. Safe for use by several threads.
 */
public final class StatusArea {
  private static final String CLEAR_LINE = "\r\033[K";

  private final PrintStream err;
  private boolean painted;

  /** Creates the area at the end of {@code err}. */
  public StatusArea(PrintStream err) {
    this.err = err;
  }

  /** Repaints the line. */
  public synchronized void paint(String status) {
    err.print(CLEAR_LINE + status);
    err.flush();
    painted = true;
  }

  /** Removes the line. */
  public synchronized void clear() {
    if (painted) {
      err.print(CLEAR_LINE);
      err.flush();
      painted = false;
    }
  }

  /** Writes text to {@code out} above the line. */
  synchronized void above(OutputStream out, byte[] text) throws IOException {
    clear();
    out.write(text);
    out.flush();
  }
}
