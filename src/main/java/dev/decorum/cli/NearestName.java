package dev.decorum.cli;

import dev.decorum.read.text.NearestNames;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the command or option that someone meant who typed one that does not exist. A name is near
 * if few letters are wrong, missing, doubled or swapped with their neighbour, or if only its
 * beginning was typed.
 */
final class NearestName {
  /** A single letter could be the beginning of anything. */
  private static final int FEWEST_LETTERS = 2;

  private NearestName() {}

  /**
   * The known name nearest to the typed one; the first of those equally near. Case and dashes do
   * not count.
   *
   * @return empty if none is near
   */
  static Optional<String> of(String typed, Collection<String> known) {
    String wanted = plain(typed);
    if (wanted.length() < FEWEST_LETTERS) {
      return Optional.empty();
    }
    List<String> words = known.stream().filter(name -> plain(name).length() > 1).toList();
    Optional<String> misspelt = NearestNames.nearest(wanted, words).stream().findFirst();
    return misspelt.isPresent() ? misspelt : shortestThatBegins(wanted, words);
  }

  private static Optional<String> shortestThatBegins(String wanted, Collection<String> known) {
    Optional<String> shortest = Optional.empty();
    for (String name : known) {
      if (plain(name).startsWith(wanted)
          && (shortest.isEmpty() || name.length() < shortest.get().length())) {
        shortest = Optional.of(name);
      }
    }
    return shortest;
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceFirst("^-+", "").replace('_', '-');
  }
}
