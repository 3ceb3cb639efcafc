package dev.decorum.cli;

import dev.decorum.report.TerminalText;
import dev.decorum.report.UnderstoodText;
import dev.decorum.score.Understood;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * What is said to people on stderr: one line a thing, by how much they want to hear, and below them
 * a status line that repaints itself. Safe for use by several threads, since the reader speaks too.
 */
final class Notices {
  private static final String CLEAR_LINE = "\r\033[K";

  private final PrintStream err;
  private final Verbosity verbosity;
  private boolean painted;

  Notices(PrintStream err, Verbosity verbosity) {
    this.err = err;
    this.verbosity = verbosity;
  }

  /** Something that is said even with {@code -q}. */
  void always(String message) {
    print("decorum: " + TerminalText.harmless(message));
  }

  /** Something that most users want to know. */
  void note(String message) {
    if (!verbosity.isQuiet()) {
      always(message);
    }
  }

  /** Something that is said with {@code -v}. */
  void detail(String message) {
    if (verbosity.isVerbose()) {
      always(message);
    }
  }

  /**
   * What may go wrong with inputs.
   *
   * @param idsAreUnique whether every conversation should have an id of its own
   */
  void warnOf(@Nullable Understood understood, boolean idsAreUnique) {
    if (understood != null) {
      for (String warning : UnderstoodText.warnings(understood, idsAreUnique)) {
        note(warning);
      }
    }
  }

  /** A line of a table, as it is. */
  void line(String line) {
    if (!verbosity.isQuiet()) {
      print(line);
    }
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
