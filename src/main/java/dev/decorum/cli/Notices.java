package dev.decorum.cli;

import dev.decorum.report.RunSummary;
import dev.decorum.report.TerminalText;
import dev.decorum.run.RunListener;
import dev.decorum.score.RunReport;
import java.io.PrintStream;
import java.util.function.LongSupplier;

/**
 * What is said to people on stderr: one line a thing, by how much they want to hear, and below them
 * a status line that repaints itself. Safe for use by several threads, since the reader speaks too.
 */
final class Notices implements RunListener {
  private static final String CLEAR_LINE = "\r\033[K";

  private final PrintStream err;
  private final boolean isTerminal;
  private final Verbosity verbosity;
  private final ProgressLine.When progress;
  private boolean painted;

  /** Shows no progress of rows. */
  Notices(Streams streams, Verbosity verbosity) {
    this(streams, verbosity, ProgressLine.When.NEVER);
  }

  /**
   * @param progress when the progress of rows is shown to those who want to hear of it
   */
  Notices(Streams streams, Verbosity verbosity, ProgressLine.When progress) {
    this.err = streams.err();
    this.isTerminal = streams.errIsTerminal();
    this.verbosity = verbosity;
    this.progress = verbosity.isQuiet() ? ProgressLine.When.NEVER : progress;
  }

  @Override
  public void warning(String message) {
    print("decorum: " + TerminalText.harmless(message));
  }

  /** Is not said with {@code -q}. */
  @Override
  public void note(String message) {
    if (!verbosity.isQuiet()) {
      warning(message);
    }
  }

  /** Is said with {@code -v}. */
  @Override
  public void detail(String message) {
    if (verbosity.isVerbose()) {
      warning(message);
    }
  }

  @Override
  public void line(String line) {
    if (!verbosity.isQuiet()) {
      print(line);
    }
  }

  @Override
  public void summary(RunReport report) {
    if (isTerminal) {
      RunSummary.terminalLines(report).forEach(this::line);
    } else {
      RunSummary.logLines(report).forEach(this::note);
    }
  }

  @Override
  public RowProgress rows(LongSupplier bytesRead, long bytesTotal) {
    return new ProgressLine(this, this::paintStatus, progress, isTerminal, bytesRead, bytesTotal);
  }

  @Override
  public void idle() {
    clearStatus();
  }

  /** Paints the status line anew. */
  synchronized void paintStatus(String status) {
    err.print(CLEAR_LINE + status);
    err.flush();
    painted = true;
  }

  /** Takes the status line away. */
  synchronized void clearStatus() {
    if (painted) {
      err.print(CLEAR_LINE);
      err.flush();
      painted = false;
    }
  }

  private synchronized void print(String line) {
    clearStatus();
    err.println(line);
  }
}
