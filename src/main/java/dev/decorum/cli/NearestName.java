package dev.decorum.cli;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the name that someone meant who typed one that does not exist. A name counts as near if few
 * letters are wrong, missing, doubled or swapped with their neighbour, or if only its beginning was
 * typed.
 */
final class NearestName {
  private static final int LETTERS_PER_MISTAKE = 3;

  /** Up to this length, dashes aside, a beginning could be that of anything. */
  private static final int SHORTEST_BEGINNING = 2;

  private NearestName() {}

  /**
   * The known name nearest to the typed one; the first of those equally near. Upper and lower case
   * are the same, and so are {@code -} and {@code _}.
   *
   * @return empty if none is near
   */
  static Optional<String> of(String typed, Collection<String> known) {
    String wrong = plain(typed);
    Optional<String> nearest = Optional.empty();
    int fewest = Integer.MAX_VALUE;
    for (String name : known) {
      String right = plain(name);
      int mistakes = mistakes(wrong, right);
      if (isBeginning(wrong, right)) {
        // The shortest name that begins so is nearest, but a single mistake is nearer.
        mistakes = Math.min(mistakes, 1 + right.length() - wrong.length());
      } else if (mistakes > allowed(wrong, right)) {
        continue;
      }
      if (mistakes < fewest) {
        fewest = mistakes;
        nearest = Optional.of(name);
      }
    }
    return nearest;
  }

  private static String plain(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replace('_', '-');
    int start = 0;
    while (start < plain.length() && plain.charAt(start) == '-') {
      start++;
    }
    return plain.substring(start);
  }

  private static boolean isBeginning(String typed, String name) {
    return typed.length() >= SHORTEST_BEGINNING && name.startsWith(typed);
  }

  /** A third of the letters may be wrong, and one even of two. */
  private static int allowed(String typed, String name) {
    int shorter = Math.min(typed.length(), name.length());
    if (shorter < 2) {
      return 0;
    }
    return Math.max(1, shorter / LETTERS_PER_MISTAKE);
  }

  /** How many letters have to be changed, added, removed or swapped with their neighbour. */
  private static int mistakes(String from, String to) {
    int[][] fewest = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      fewest[i][0] = i;
    }
    for (int j = 0; j <= to.length(); j++) {
      fewest[0][j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      for (int j = 1; j <= to.length(); j++) {
        boolean same = from.charAt(i - 1) == to.charAt(j - 1);
        int least = fewest[i - 1][j - 1] + (same ? 0 : 1);
        least = Math.min(least, fewest[i - 1][j] + 1);
        least = Math.min(least, fewest[i][j - 1] + 1);
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          least = Math.min(least, fewest[i - 2][j - 2] + 1);
        }
        fewest[i][j] = least;
      }
    }
    return fewest[from.length()][to.length()];
  }
}
