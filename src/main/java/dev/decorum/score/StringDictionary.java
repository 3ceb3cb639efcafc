package dev.decorum.score;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Numbers texts in the order of their first occurrence (dictionary encoding). A million ids take
 * about 35 MB, a quarter of the memory of a map of Java strings. Not thread-safe.
 */
public final class StringDictionary {
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private byte[] bytes = new byte[1 << 10];
  private int[] ends = new int[1 << 6];
  private int[] slots = new int[1 << 7];
  private int size;

  /** The number of texts. */
  public int size() {
    return size;
  }

  /** The number of {@code text}, a new one if the text has not occurred before. */
  public int encode(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    int slot = slot(encoded);
    if (slots[slot] != 0) {
      return slots[slot] - 1;
    }
    append(encoded);
    slots[slot] = size;
    if (size > slots.length / 2) {
      rehash();
    }
    return size - 1;
  }

  /** The text with the number {@code code}. */
  public String text(int code) {
    return new String(bytes, start(code), ends[code] - start(code), StandardCharsets.UTF_8);
  }

  private int start(int code) {
    return code == 0 ? 0 : ends[code - 1];
  }

  private void append(byte[] encoded) {
    int used = start(size);
    if ((long) used + encoded.length > LARGEST_ARRAY) {
      throw new IllegalStateException("the texts of one column fill 2 GiB");
    }
    if (used + encoded.length > bytes.length) {
      long wanted = Math.max(2L * bytes.length, (long) used + encoded.length);
      bytes = Arrays.copyOf(bytes, (int) Math.min(LARGEST_ARRAY, wanted));
    }
    System.arraycopy(encoded, 0, bytes, used, encoded.length);
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, 2 * ends.length);
    }
    ends[size++] = used + encoded.length;
  }

  /** The slot of the text, or the free slot for it; linear probing. */
  private int slot(byte[] encoded) {
    int slot = spread(hash(encoded, 0, encoded.length));
    while (slots[slot] != 0 && !isAt(slots[slot] - 1, encoded)) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private boolean isAt(int code, byte[] encoded) {
    return Arrays.equals(bytes, start(code), ends[code], encoded, 0, encoded.length);
  }

  private void rehash() {
    slots = new int[2 * slots.length];
    for (int code = 0; code < size; code++) {
      int slot = spread(hash(bytes, start(code), ends[code]));
      while (slots[slot] != 0) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = code + 1;
    }
  }

  private int spread(int hash) {
    return (hash ^ hash >>> 15) & (slots.length - 1);
  }

  private static int hash(byte[] bytes, int from, int to) {
    // FNV-1a with a final mix, since ids often differ only in their last digits.
    int hash = 0x811C9DC5;
    for (int i = from; i < to; i++) {
      hash = (hash ^ bytes[i]) * 0x01000193;
    }
    hash ^= hash >>> 16;
    return hash * 0x85EBCA6B;
  }
}
