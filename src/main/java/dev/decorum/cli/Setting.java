package dev.decorum.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an option is set to other than on the command line.
 *
 * @param values in the words of the command line
 * @param origin where, for people
 * @param file the file; null for the environment
 * @param isOfProject whether it is a project's file
 */
record Setting(List<String> values, String origin, @Nullable Path file, boolean isOfProject) {
  Setting {
    values = List.copyOf(values);
  }

  /** As one argument of the command line. */
  String text() {
    return String.join(",", values);
  }
}
