package dev.decorum.compare;

import dev.decorum.score.ScoreTable;
import java.util.Objects;
import java.util.Set;

/**
 * The scored rows of one bot version.
 *
 * @param name what it is called
 * @param table its rows; the tables of all versions share a codebook
 * @param inputNames names of the files that its conversations were read from, without folders: an
 *     id made of one of them and a line number is a position, and pairs nothing
 */
public record Version(String name, ScoreTable table, Set<String> inputNames) {
  public Version {
    Objects.requireNonNull(name);
    Objects.requireNonNull(table);
    inputNames = Set.copyOf(inputNames);
  }

  /** Whether an id only says where the row stood in its file. */
  boolean isPosition(String id) {
    int turn = id.indexOf(" turn ");
    String own = turn < 0 ? id : id.substring(0, turn);
    int end = beforeNumber(own);
    return end > 0
        && (inputNames.contains(own.substring(0, end))
            || (beforeNumber(own.substring(0, end)) > 0
                && inputNames.contains(own.substring(0, beforeNumber(own.substring(0, end))))));
  }

  /** Where the {@code :123} at the end of a text begins; -1 if there is none. */
  private static int beforeNumber(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0 || colon == text.length() - 1) {
      return -1;
    }
    for (int i = colon + 1; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return -1;
      }
    }
    return colon;
  }
}
