package dev.decorum.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an option is set to other than on the command line.
 *
 * @param values in the words of the command line
 * @param origin where, for people
 * @param file the file; null for the environment
 */
record Setting(List<String> values, String origin, @Nullable FileOptions file) {
  Setting {
    values = List.copyOf(values);
  }

  boolean isOfProject() {
    return file != null && file.isOfProject();
  }

  /** As one argument of the command line. */
  String text() {
    return String.join(",", values);
  }
}
