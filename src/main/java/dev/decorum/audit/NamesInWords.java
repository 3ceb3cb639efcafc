package dev.decorum.audit;

import java.util.List;

/** Names as a list in a sentence. */
final class NamesInWords {
  /** More are counted only. */
  private static final int MOST_NAMED = 10;

  private NamesInWords() {}

  /** The names, or the first of very many and how many more there are. */
  static String some(List<String> all) {
    List<String> some = all.subList(0, Math.min(MOST_NAMED, all.size()));
    if (some.size() < all.size()) {
      return String.join(", ", some) + " and " + (all.size() - some.size()) + " more";
    }
    return all.size() == 1
        ? all.get(0)
        : String.join(", ", all.subList(0, all.size() - 1)) + " and " + all.get(all.size() - 1);
  }
}
