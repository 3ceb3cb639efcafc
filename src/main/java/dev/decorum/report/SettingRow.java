package dev.decorum.report;

import java.util.List;

/**
 * What an option is set to.
 *
 * @param option its long name, without dashes
 * @param values in the words of the command line; none for an option without a value
 * @param origin where it is set
 * @param commands the commands that take it from there
 */
public record SettingRow(String option, List<String> values, String origin, List<String> commands) {
  public SettingRow {
    values = List.copyOf(values);
    commands = List.copyOf(commands);
  }
}
