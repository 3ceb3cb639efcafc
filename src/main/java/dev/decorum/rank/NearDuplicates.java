package dev.decorum.rank;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;

/**
 * Texts that say the same in almost the same letters. Case, punctuation and white space do not
 * count; what is left is compared by its sequences of four characters: texts are near-duplicates if
 * the Jaccard index of the two sets (Jaccard 1912; Broder 1997, "shingles") reaches a threshold.
 */
final class NearDuplicates {
  private static final int SHINGLE = 4;

  private final double threshold;

  /**
   * @param threshold 0 to 1; 1 for texts that differ in nothing that counts
   */
  NearDuplicates(double threshold) {
    this.threshold = threshold;
  }

  /** A text as it is compared. */
  static final class Shingles {
    private final String normalised;
    private final long[] sorted;

    private Shingles(String normalised, long[] sorted) {
      this.normalised = normalised;
      this.sorted = sorted;
    }
  }

  /** Prepares a text for comparisons. */
  Shingles shingles(String text) {
    String normalised = normalised(text);
    long[] all = new long[Math.max(0, normalised.length() - SHINGLE + 1)];
    for (int i = 0; i < all.length; i++) {
      long shingle = 0;
      for (int j = i; j < i + SHINGLE; j++) {
        shingle = shingle << Character.SIZE | normalised.charAt(j);
      }
      all[i] = shingle;
    }
    return new Shingles(normalised, Arrays.stream(all).sorted().distinct().toArray());
  }

  /** Letters and digits as they are folded, anything else between them as one space. */
  private static String normalised(String text) {
    String folded = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    StringBuilder kept = new StringBuilder(folded.length());
    folded
        .codePoints()
        .forEach(
            c -> {
              if (Character.isLetterOrDigit(c) || Character.getType(c) == Character.OTHER_SYMBOL) {
                kept.appendCodePoint(c);
              } else if (kept.length() > 0 && kept.charAt(kept.length() - 1) != ' ') {
                kept.append(' ');
              }
            });
    return kept.toString().strip();
  }

  /** Whether two texts are near-duplicates. */
  boolean are(Shingles a, Shingles b) {
    if (a.normalised.equals(b.normalised)) {
      return true;
    }
    int smaller = Math.min(a.sorted.length, b.sorted.length);
    int larger = Math.max(a.sorted.length, b.sorted.length);
    // Neither can two sets of very different sizes be alike, nor texts too short for a shingle.
    if (smaller < threshold * larger || smaller == 0) {
      return false;
    }
    int common = 0;
    for (int i = 0, j = 0; i < a.sorted.length && j < b.sorted.length; ) {
      if (a.sorted[i] == b.sorted[j]) {
        common++;
        i++;
        j++;
      } else if (a.sorted[i] < b.sorted[j]) {
        i++;
      } else {
        j++;
      }
    }
    return common >= threshold * (smaller + larger - common);
  }
}
