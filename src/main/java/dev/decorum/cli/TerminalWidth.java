package dev.decorum.cli;

/**
 * The number of columns that reports for a terminal are laid out for. Java 17 cannot find it out;
 * the launcher does, and sets a property.
 */
final class TerminalWidth {
  private static final int USUAL = 100;
  private static final int NARROWEST = 40;
  private static final int WIDEST = 160;

  private TerminalWidth() {}

  static int of(Streams streams) {
    int columns = Integer.getInteger("decorum.terminal.columns", USUAL);
    return streams.outIsTerminal() ? Math.max(NARROWEST, Math.min(WIDEST, columns)) : USUAL;
  }
}
