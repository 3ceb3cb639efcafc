package dev.decorum.cli;

import dev.decorum.report.Document;
import dev.decorum.report.RunSummary;
import dev.decorum.report.TerminalText;
import dev.decorum.report.TextDocument;
import dev.decorum.run.RunListener;
import dev.decorum.score.ReusedRows;
import dev.decorum.score.RunReport;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Writes messages for people to stderr, one line each, according to the verbosity, with a status
 * line below them that is repainted. Safe for use by several threads, since the reader writes
 * messages, too.
 */
final class Notices implements RunListener {
  private final Streams streams;
  private final Verbosity verbosity;
  private final StatusLine.When progress;
  private final StatusLine status;
  private final List<String> ofScoring;

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
    this.streams = streams;
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

  /** With the file as a link, where the terminal shows links. */
  @Override
  public void wrote(String what, Path file) {
    if (!verbosity.isQuiet()) {
      String name = streams.terminal().link(file, TerminalText.harmless(file.toString()));
      print("decorum: wrote " + TerminalText.harmless(what) + " to " + name);
    }
  }

  @Override
  public void document(Document document) {
    TextDocument.lines(document, streams.terminal().layoutOfErr()).forEach(this::line);
  }

  @Override
  public void summary(RunReport report, ReusedRows reused) {
    if (streams.errIsTerminal()) {
      RunSummary.terminalLines(report, reused, streams.terminal().layoutOfErr())
          .forEach(this::line);
    } else {
      RunSummary.logLines(report, reused).forEach(this::note);
    }
  }

  @Override
  public RowProgress rows(LongSupplier bytesRead, long bytesTotal) {
    return new ProgressLine(statusLine(), bytesRead, bytesTotal, System::nanoTime);
  }

  /** A status line of its own. */
  StatusLine statusLine() {
    return new StatusLine(this::note, streams, progress);
  }

  @Override
  public void progress(double share, String... parts) {
    if (status.isDue()) {
      status.show(share, parts);
    }
  }

  @Override
  public void idle() {
    streams.status().clear();
  }

  private synchronized void print(String line) {
    streams.status().clear();
    streams.err().println(line);
  }
}
