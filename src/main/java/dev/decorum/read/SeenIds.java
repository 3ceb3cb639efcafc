package dev.decorum.read;

/**
 * Ids that have been seen, by a hash of 64 bits: 16 bytes an id at most, 32 MB for all. Of a
 * million different ids one is taken for another in one of 37 million runs. When {@value #MOST} are
 * known, further ones are compared with these alone.
 */
final class SeenIds {
  static final int MOST = 1 << 21;

  private static final long FREE = 0;

  private long[] slots = new long[1 << 10];
  private int size;

  /** False if the id was there already. */
  boolean add(String id) {
    if (size == MOST) {
      return !isThere(hash(id));
    }
    if (2 * size >= slots.length) {
      grow();
    }
    return put(hash(id));
  }

  private boolean isThere(long hash) {
    int mask = slots.length - 1;
    int slot = (int) hash & mask;
    while (slots[slot] != FREE && slots[slot] != hash) {
      slot = slot + 1 & mask;
    }
    return slots[slot] == hash;
  }

  private boolean put(long hash) {
    int mask = slots.length - 1;
    int slot = (int) hash & mask;
    while (slots[slot] != FREE) {
      if (slots[slot] == hash) {
        return false;
      }
      slot = slot + 1 & mask;
    }
    slots[slot] = hash;
    size++;
    return true;
  }

  private void grow() {
    long[] before = slots;
    slots = new long[2 * before.length];
    size = 0;
    for (long hash : before) {
      if (hash != FREE) {
        put(hash);
      }
    }
  }

  private static long hash(String id) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
    }
    // Neighbouring numbers must not become neighbouring hashes.
    hash ^= hash >>> 33;
    hash *= 0xff51afd7ed558ccdL;
    hash ^= hash >>> 33;
    return hash == FREE ? 1 : hash;
  }
}
