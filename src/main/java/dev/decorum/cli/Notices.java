package dev.decorum.cli;

import dev.decorum.report.TerminalText;
import java.io.PrintStream;

/** What is said to people on stderr, one line a thing, by how much they want to hear. */
final class Notices {
  private final PrintStream err;
  private final Verbosity verbosity;

  Notices(PrintStream err, Verbosity verbosity) {
    this.err = err;
    this.verbosity = verbosity;
  }

  /** Something that is said even with {@code -q}. */
  void always(String message) {
    err.println("decorum: " + TerminalText.harmless(message));
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

  /** A line of a table, as it is. */
  void line(String line) {
    if (!verbosity.isQuiet()) {
      err.println(line);
    }
  }
}
