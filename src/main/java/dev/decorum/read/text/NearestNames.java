package dev.decorum.read.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The names that somebody may have meant, for "did you mean". */
public final class NearestNames {
  private static final int MOST = 3;
  private static final int LONGEST = 100;

  /** A hostile file may have a million columns. */
  private static final int MOST_KNOWN = 10_000;

  private record Candidate(String name, int distance) {}

  private NearestNames() {}

  /**
   * At most three of the known names, the nearest first and those that are equally near in their
   * order; none where no name is near. Distance is counted in letters that are missing, wrong, too
   * many or exchanged with their neighbour; case and {@code _}, {@code -}, dots and spaces do not
   * count. A third of the letters may be wrong, or a single one of a short name.
   */
  public static List<String> nearest(String wanted, Collection<String> known) {
    String plain = plain(wanted);
    if (plain.isEmpty() || plain.length() > LONGEST) {
      return List.of();
    }
    int farthest = Math.max(1, plain.length() / 3);
    List<Candidate> near = new ArrayList<>();
    int seen = 0;
    for (String name : known) {
      if (++seen > MOST_KNOWN) {
        break;
      }
      if (name.length() <= 2 * LONGEST) {
        int distance = distance(plain, plain(name), farthest);
        if (distance <= farthest) {
          near.add(new Candidate(name, distance));
        }
      }
    }
    near.sort(Comparator.comparingInt(Candidate::distance));
    List<String> names = new ArrayList<>();
    for (Candidate candidate : near) {
      if (names.size() < MOST && !names.contains(candidate.name())) {
        names.add(candidate.name());
      }
    }
    return List.copyOf(names);
  }

  private static String plain(String name) {
    StringBuilder plain = new StringBuilder(name.length());
    String lower = name.toLowerCase(Locale.ROOT);
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      if (c != '_' && c != '-' && c != '.' && !Character.isWhitespace(c)) {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  /** Optimal string alignment; anything above {@code farthest} where it is certain to be more. */
  private static int distance(String a, String b, int farthest) {
    if (Math.abs(a.length() - b.length()) > farthest || b.isEmpty()) {
      return farthest + 1;
    }
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int best = Math.min(last[j - 1] + (same ? 0 : 1), Math.min(last[j], row[j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          best = Math.min(best, beforeLast[j - 2] + 1);
        }
        row[j] = best;
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
    }
    return last[b.length()];
  }
}
