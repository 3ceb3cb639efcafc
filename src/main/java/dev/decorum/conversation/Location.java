package dev.decorum.conversation;

import java.util.Objects;

/**
 * A place in an input.
 *
 * @param file the file as the user would name it; {@code -} for standard input
 * @param line line number from 1; 0 where the input has no lines
 * @param column column from 1; 0 where only the line is known
 */
public record Location(String file, long line, long column) {

  public Location {
    Objects.requireNonNull(file);
    if (line < 0 || column < 0) {
      throw new IllegalArgumentException("negative line or column: " + line + ":" + column);
    }
  }

  /** {@code file:line:column}, without the parts that are not known. */
  @Override
  public String toString() {
    if (line == 0) {
      return file;
    }
    return column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
  }
}
