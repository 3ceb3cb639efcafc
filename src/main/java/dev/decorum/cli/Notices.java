package dev.decorum.cli;

import dev.decorum.report.RunSummary;
import dev.decorum.report.TerminalText;
import dev.decorum.run.RunListener;
import dev.decorum.score.RunReport;
import java.io.PrintStream;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Writes messages for people to stderr, one line each, according to the verbosity, with a status
 * line below them that is repainted. Safe for use by several threads, since the reader writes
 * messages, too.
 */
final class Notices implements RunListener {
  private static final String CLEAR_LINE = "\r\033[K";

  private final PrintStream err;
  private final boolean isTerminal;
  private final Verbosity verbosity;
  private final StatusLine.When progress;
  private final StatusLine status;
  private final List<String> ofScoring;
  private boolean painted;

  /** Creates notices that show no progress of rows. */
  Notices(Streams streams, Verbosity verbosity) {
    this(streams, verbosity, StatusLine.When.NEVER, List.of());
  }

  /**
   * @param progress when the progress of rows is shown, unless the verbosity excludes it
   */
  Notices(Streams streams, Verbosity verbosity, StatusLine.When progress) {
    this(streams, verbosity, progress, List.of());
  }

  /**
   * @param ofScoring the options that were typed and matter only where something is scored
   */
  Notices(Streams streams, Verbosity verbosity, StatusLine.When progress, List<String> ofScoring) {
    this.err = streams.err();
    this.isTerminal = streams.errIsTerminal();
    this.verbosity = verbosity;
    this.progress = verbosity.isQuiet() ? StatusLine.When.NEVER : progress;
    this.status = statusLine();
    this.ofScoring = List.copyOf(ofScoring);
  }

  @Override
  public void warning(String message) {
    print("decorum: " + TerminalText.harmless(message));
  }

  /** Not printed with {@code -q}. */
  @Override
  public void note(String message) {
    if (!verbosity.isQuiet()) {
      warning(message);
    }
  }

  /** Printed only with {@code -q}. */
  @Override
  public void inShort(String message) {
    if (verbosity.isQuiet()) {
      warning(message);
    }
  }

  @Override
  public void onlyScoreFiles() {
    if (!ofScoring.isEmpty()) {
      note(
          String.join(", ", ofScoring)
              + (ofScoring.size() == 1 ? " has" : " have")
              + " no effect on score files");
    }
  }

  /** Printed only with {@code -v}. */
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
    return new ProgressLine(statusLine(), bytesRead, bytesTotal);
  }

  private StatusLine statusLine() {
    return new StatusLine(this::note, this::paintStatus, progress, isTerminal);
  }

  @Override
  public void progress(double share, String text) {
    if (status.isDue()) {
      status.show(share, text);
    }
  }

  @Override
  public void idle() {
    clearStatus();
  }

  /** Repaints the status line. */
  synchronized void paintStatus(String status) {
    err.print(CLEAR_LINE + status);
    err.flush();
    painted = true;
  }

  /** Removes the status line. */
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
