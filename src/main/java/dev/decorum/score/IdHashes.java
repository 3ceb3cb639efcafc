package dev.decorum.score;

import dev.decorum.read.StableHash;

/**
 * Which rows have come before, by a hash of id and turn: 8 bytes a slot of which at most three
 * quarters are taken, so 11 to 22 bytes a row whatever the ids. Two rows may have one hash although
 * their ids differ (among ten million with a probability of 3 in a million): whoever acts on it
 * looks first. Not thread-safe.
 */
final class IdHashes {
  private static final int TABLES = 1 << 8;

  /** By the first byte of the hash; each grows by itself, so that little is copied at a time. */
  private final Table[] tables = new Table[TABLES];

  IdHashes() {
    for (int i = 0; i < TABLES; i++) {
      tables[i] = new Table();
    }
  }

  /** Takes a row in; false if a row of its hash is in already. */
  boolean add(String id, int turn) {
    long hash = StableHash.of(id) + turn * 0x9E3779B97F4A7C15L;
    return tables[(int) (hash >>> 56)].add(hash);
  }

  private static final class Table {
    private long[] slots = new long[1 << 4];
    private int size;

    boolean add(long hash) {
      // An empty slot is 0.
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

    /** Where the hash is, or where it would go; linear probing. */
    private static int slot(long[] slots, long hash) {
      // Not by the lowest bits, which are the same for all rows of a shard of 1024.
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
