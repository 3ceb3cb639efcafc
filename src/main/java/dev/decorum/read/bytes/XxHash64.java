package dev.decorum.read.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** XXH64 with the seed 0, of which Zstandard keeps the lower half. */
final class XxHash64 {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long PRIME_1 = 0x9E3779B185EBCA87L;
  private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
  private static final long PRIME_3 = 0x165667B19E3779F9L;
  private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
  private static final long PRIME_5 = 0x27D4EB2F165667C5L;
  private static final int STRIPE = 32;

  private final byte[] stripe = new byte[STRIPE];
  private int filled;
  private long length;

  /** The sum of the first two primes, without what is beyond 64 bits. */
  private long first = 0x60EA27EEADC0B5D6L;

  private long second = PRIME_2;
  private long third;
  private long fourth = -PRIME_1;

  void update(byte[] bytes, int from, int count) {
    int at = from;
    int end = from + count;
    length += count;
    if (filled > 0) {
      int fill = Math.min(count, STRIPE - filled);
      System.arraycopy(bytes, at, stripe, filled, fill);
      filled += fill;
      at += fill;
      if (filled < STRIPE) {
        return;
      }
      stripe(stripe, 0);
      filled = 0;
    }
    while (end - at >= STRIPE) {
      stripe(bytes, at);
      at += STRIPE;
    }
    filled = end - at;
    System.arraycopy(bytes, at, stripe, 0, filled);
  }

  private void stripe(byte[] bytes, int at) {
    first = round(first, (long) LONGS.get(bytes, at));
    second = round(second, (long) LONGS.get(bytes, at + 8));
    third = round(third, (long) LONGS.get(bytes, at + 16));
    fourth = round(fourth, (long) LONGS.get(bytes, at + 24));
  }

  private static long round(long sum, long input) {
    return Long.rotateLeft(sum + input * PRIME_2, 31) * PRIME_1;
  }

  private static long merged(long hash, long sum) {
    return (hash ^ round(0, sum)) * PRIME_1 + PRIME_4;
  }

  /** The hash of all bytes so far. */
  long value() {
    long hash = PRIME_5;
    if (length >= STRIPE) {
      hash =
          Long.rotateLeft(first, 1)
              + Long.rotateLeft(second, 7)
              + Long.rotateLeft(third, 12)
              + Long.rotateLeft(fourth, 18);
      hash = merged(merged(merged(merged(hash, first), second), third), fourth);
    }
    hash += length;
    int at = 0;
    for (; at + Long.BYTES <= filled; at += Long.BYTES) {
      hash ^= round(0, (long) LONGS.get(stripe, at));
      hash = Long.rotateLeft(hash, 27) * PRIME_1 + PRIME_4;
    }
    if (at + Integer.BYTES <= filled) {
      hash ^= ((int) INTS.get(stripe, at) & 0xffffffffL) * PRIME_1;
      hash = Long.rotateLeft(hash, 23) * PRIME_2 + PRIME_3;
      at += Integer.BYTES;
    }
    for (; at < filled; at++) {
      hash ^= (stripe[at] & 0xffL) * PRIME_5;
      hash = Long.rotateLeft(hash, 11) * PRIME_1;
    }
    hash = (hash ^ hash >>> 33) * PRIME_2;
    hash = (hash ^ hash >>> 29) * PRIME_3;
    return hash ^ hash >>> 32;
  }
}
