package dev.decorum.score;

import dev.decorum.read.StableHash;

/**
 * A set of rows, known by a hash of id and turn. A slot has 8 bytes, and at most three quarters of
 * the slots are used, so that a row takes 11 to 22 bytes. Different rows may have the same hash
 * (with a probability of 3 in a million for ten million rows), so callers have to check. Not
 * thread-safe.
 */
final class IdHashes {
  private static final int TABLES = 1 << 8;

  /**
   * Tables by the first byte of the hash. Each grows on its own, so that little is copied at a
   * time.
   */
  private final Table[] tables = new Table[TABLES];

  IdHashes() {
    for (int i = 0; i < TABLES; i++) {
      tables[i] = new Table();
    }
  }

  /** Adds a row; false if a row with the same hash has been added before. */
  boolean add(String id, int turn) {
    long hash = StableHash.of(id) + turn * 0x9E3779B97F4A7C15L;
    return tables[(int) (hash >>> 56)].add(hash);
  }

  private static final class Table {
    private long[] slots = new long[1 << 4];
    private int size;

    boolean add(long hash) {
      // Empty slots are 0.
      long taken = hash == 0 ? 1 : hash;
      int slot = slot(slots, taken);
      if (slots[slot] != 0) {
        return false;
      }
      slots[slot] = taken;
      size++;
      if (size > slots.length / 4 * 3) {
        grow();
      }
      return true;
    }

    /** The slot of the hash, or the free slot for it; linear probing. */
    private static int slot(long[] slots, long hash) {
      // Not the lowest bits, which may be the same for all rows of a shard.
      int slot = (int) (hash >>> 24) & (slots.length - 1);
      while (slots[slot] != 0 && slots[slot] != hash) {
        slot = (slot + 1) & (slots.length - 1);
      }
      return slot;
    }

    private void grow() {
      long[] larger = new long[2 * slots.length];
      for (long hash : slots) {
        if (hash != 0) {
          larger[slot(larger, hash)] = hash;
        }
      }
      slots = larger;
    }
  }
}
