package dev.decorum.pipeline;

import dev.decorum.infer.Logits;
import dev.decorum.tokenize.TokenWindow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The logits of windows that a run has scored, so that equal ones are not computed again. It keeps
 * a fixed number of them in a fixed amount of memory; a new one takes the place of an old one.
 *
 * <p>Windows are told apart by the first 128 bits of the SHA-256 of their token ids.
 */
final class SeenWindows {
  private static final int SLOTS = 1 << 17;
  private static final int HEX = 16;
  private static final int DIGITS = 16;

  private final long[] keys = new long[2 * SLOTS];
  private final float[] logits = new float[Logits.LABELS * SLOTS];

  /** What the model gave for an equal window, if it is still known. */
  synchronized @Nullable Logits logits(TokenWindow window) {
    String sha256 = window.sha256();
    long first = part(sha256, 0);
    int slot = slot(first);
    if (keys[2 * slot] != first || keys[2 * slot + 1] != part(sha256, 1)) {
      return null;
    }
    return new Logits(new float[] {logits[Logits.LABELS * slot], logits[Logits.LABELS * slot + 1]});
  }

  /** Takes note of what the model gave. */
  synchronized void add(List<TokenWindow> windows, Logits given) {
    for (int i = 0; i < windows.size(); i++) {
      String sha256 = windows.get(i).sha256();
      long first = part(sha256, 0);
      int slot = slot(first);
      keys[2 * slot] = first;
      keys[2 * slot + 1] = part(sha256, 1);
      logits[Logits.LABELS * slot] = given.get(i, 0);
      logits[Logits.LABELS * slot + 1] = given.get(i, 1);
    }
  }

  private static int slot(long key) {
    return (int) (key & (SLOTS - 1));
  }

  /** 64 bits of a hash: an empty slot has none that any window would have. */
  private static long part(String sha256, int index) {
    return Long.parseUnsignedLong(sha256, DIGITS * index, DIGITS * (index + 1), HEX);
  }
}
