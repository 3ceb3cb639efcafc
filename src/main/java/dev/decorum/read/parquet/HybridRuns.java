package dev.decorum.read.parquet;

/**
 * Walks over runs of small numbers in Parquet's hybrid of run lengths and packed bits, before they
 * are decoded by a library that reserves what a run says it needs.
 */
final class HybridRuns {

  /** No writer is known that packs more than some 500 numbers into a run. */
  private static final int MOST_PACKED = 1 << 22;

  private final byte[] bytes;
  private final int to;
  private int at;
  private int longest;

  private HybridRuns(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from;
    this.to = to;
  }

  /**
   * What was found.
   *
   * @param counted how often the number occurs that was counted
   * @param memory what the decoder will take for the longest run
   */
  record Found(int counted, long memory) {}

  /**
   * Makes sure that there are enough numbers, and none above {@code most}.
   *
   * @param values how many numbers there are to be; what comes after them does not count
   * @param counted a number whose occurrences are counted
   * @throws DamagedFileException if the runs are broken
   */
  static Found count(byte[] bytes, int from, int to, int values, int most, int counted) {
    int width = Integer.SIZE - Integer.numberOfLeadingZeros(most);
    HybridRuns runs = new HybridRuns(bytes, from, to);
    int found = 0;
    for (int done = 0; done < values; ) {
      int header = runs.varint();
      if ((header & 1) == 0) {
        int length = Math.min(header >>> 1, values - done);
        int value = runs.value(width);
        require(length > 0 && value >= 0 && value <= most);
        found += value == counted ? length : 0;
        done += length;
      } else {
        int length = runs.packed(header, width, values - done);
        long bit = runs.at * 8L;
        for (int i = 0; i < length; i++, bit += width) {
          int value = runs.bits(bit, width);
          require(value <= most);
          found += value == counted ? 1 : 0;
        }
        runs.skipPacked(header, width);
        done += length;
      }
    }
    return new Found(found, runs.memory());
  }

  /** The first number of runs that {@link #count} has seen. */
  static int first(byte[] bytes, int from, int to, int most) {
    int width = Integer.SIZE - Integer.numberOfLeadingZeros(most);
    HybridRuns runs = new HybridRuns(bytes, from, to);
    return (runs.varint() & 1) == 0 ? runs.value(width) : runs.bits(runs.at * 8L, width);
  }

  /**
   * Makes sure that there are enough numbers, whatever they are.
   *
   * @param width of a number in bits
   * @return what the decoder will take for the longest run
   * @throws DamagedFileException if the runs are broken
   */
  static long check(byte[] bytes, int from, int to, int values, int width) {
    require(width >= 0 && width <= Integer.SIZE);
    HybridRuns runs = new HybridRuns(bytes, from, to);
    for (int done = 0; done < values; ) {
      int header = runs.varint();
      if ((header & 1) == 0) {
        require(header >>> 1 > 0);
        runs.value(width);
        done += Math.min(header >>> 1, values - done);
      } else {
        int length = runs.packed(header, width, values - done);
        runs.skipPacked(header, width);
        done += length;
      }
    }
    return runs.memory();
  }

  /** A number becomes four bytes; the packed bytes are held as well. */
  private long memory() {
    return 8L * longest;
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new DamagedFileException("a page is broken");
    }
  }

  private int varint() {
    int value = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 7) {
      require(at < to);
      byte b = bytes[at++];
      value |= (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new DamagedFileException("a page is broken");
  }

  private int value(int width) {
    int size = (width + 7) / 8;
    require(size <= to - at);
    int value = 0;
    for (int i = 0; i < size; i++) {
      value |= (bytes[at++] & 0xff) << (8 * i);
    }
    return value;
  }

  /** How many numbers of a packed run count. */
  private int packed(int header, int width, int left) {
    int groups = header >>> 1;
    require(groups > 0 && groups <= MOST_PACKED / 8);
    longest = Math.max(longest, groups * 8);
    int length = Math.min(groups * 8, left);
    // The last run need not be padded to the end.
    require(((long) length * width + 7) / 8 <= to - at);
    return length;
  }

  private void skipPacked(int header, int width) {
    at = (int) Math.min(to, at + (long) (header >>> 1) * width);
  }

  private int bits(long bit, int width) {
    int value = 0;
    for (int i = 0; i < width; i++) {
      long place = bit + i;
      value |= (bytes[(int) (place >>> 3)] >>> (place & 7) & 1) << i;
    }
    return value;
  }
}
