package dev.decorum.report;

import java.util.ArrayList;
import java.util.List;

/** The values of options and where they come from, as a table for a terminal. */
public final class SettingsText {
  private static final int MOST_COMMANDS = 3;
  private static final int NARROWEST_VALUE = 16;
  private static final String GAP = "  ";

  private SettingsText() {}

  /**
   * The lines of the table. Long values go on in the next line.
   *
   * @param width the number of columns of the terminal
   * @param withCommands whether the commands are listed
   */
  public static List<String> lines(List<SettingRow> rows, int width, boolean withCommands) {
    int options = "option".length();
    int values = "value".length();
    int origins = "from".length();
    int commands = withCommands ? GAP.length() + "for".length() : 0;
    for (SettingRow row : rows) {
      options = Math.max(options, TerminalText.width(row.option()));
      values = Math.max(values, TerminalText.width(value(row)));
      origins = Math.max(origins, TerminalText.width(TerminalText.harmless(row.origin())));
      if (withCommands) {
        commands = Math.max(commands, GAP.length() + commands(row).length());
      }
    }
    int room = width - options - origins - commands - 2 * GAP.length();
    values = Math.max(NARROWEST_VALUE, Math.min(values, room));
    List<String> lines = new ArrayList<>();
    lines.add(line("option", options, "value", values, "from", origins, withCommands ? "for" : ""));
    for (SettingRow row : rows) {
      String option = row.option();
      String origin = TerminalText.harmless(row.origin());
      String names = withCommands ? commands(row) : "";
      for (String part : ChatDrawing.wrapped(value(row), values)) {
        lines.add(line(option, options, part, values, origin, origins, names));
        option = "";
        origin = "";
        names = "";
      }
    }
    return lines;
  }

  private static String value(SettingRow row) {
    return row.values().isEmpty()
        ? "(not set)"
        : TerminalText.harmless(String.join(", ", row.values()));
  }

  private static String commands(SettingRow row) {
    return row.commands().size() <= MOST_COMMANDS
        ? String.join(", ", row.commands())
        : row.commands().size() + " commands";
  }

  private static String line(
      String option,
      int options,
      String value,
      int values,
      String origin,
      int origins,
      String commands) {
    return (padded(option, options)
            + GAP
            + padded(value, values)
            + GAP
            + padded(origin, origins)
            + GAP
            + commands)
        .stripTrailing();
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - TerminalText.width(text)));
  }
}
