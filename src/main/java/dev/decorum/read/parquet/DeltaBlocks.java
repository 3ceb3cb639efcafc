package dev.decorum.read.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesReader;

/**
 * Walks over numbers in Parquet's delta encoding, before they are decoded by a library that
 * reserves what their header says that they need.
 */
final class DeltaBlocks {
  private static final int MOST_IN_BLOCK = 1 << 20;

  private static final int MOST_VALUES = 1 << 22;

  private final byte[] bytes;
  private final int to;
  private int at;

  private DeltaBlocks(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from;
    this.to = to;
  }

  /**
   * Makes sure that the numbers are there.
   *
   * @param most how many there may be
   * @return where they end
   * @throws DamagedFileException if they are broken or too many
   */
  static int check(byte[] bytes, int from, int to, int most) {
    DeltaBlocks blocks = new DeltaBlocks(bytes, from, to);
    long inBlock = blocks.varint();
    long parts = blocks.varint();
    require(inBlock > 0 && inBlock <= MOST_IN_BLOCK && parts > 0 && parts <= inBlock);
    require(inBlock % parts == 0 && inBlock / parts % 8 == 0);
    long values = blocks.varint();
    require(values >= 0 && values <= most);
    if (values > MOST_VALUES) {
      throw new DamagedFileException("a page holds more than " + MOST_VALUES + " numbers");
    }
    blocks.varint();
    long inPart = inBlock / parts;
    for (long left = values - 1; left > 0; ) {
      blocks.varint();
      int widths = blocks.at;
      blocks.skip(parts);
      for (int i = 0; i < parts && left > 0; i++, left -= inPart) {
        int width = bytes[widths + i] & 0xff;
        require(width <= Long.SIZE);
        blocks.skip(inPart / 8 * width);
      }
    }
    return blocks.at;
  }

  /** How many numbers there are, by the header. */
  static long values(byte[] bytes, int from, int to) {
    DeltaBlocks header = new DeltaBlocks(bytes, from, to);
    header.varint();
    header.varint();
    return header.varint();
  }

  /**
   * Makes sure that strings are there, each of which takes over the beginning of the one before it.
   *
   * @throws DamagedFileException if they are broken or too many
   */
  static void checkStrings(byte[] bytes, int from, int to, int most) {
    int suffixes = check(bytes, from, to, most);
    int data = check(bytes, suffixes, to, most);
    long[] prefixes = decode(bytes, from, suffixes);
    long[] lengths = decode(bytes, suffixes, data);
    require(prefixes.length == lengths.length);
    long before = 0;
    long left = (long) to - data;
    for (int i = 0; i < lengths.length; i++) {
      require(prefixes[i] >= 0 && prefixes[i] <= before && lengths[i] >= 0);
      left -= lengths[i];
      require(left >= 0);
      before = prefixes[i] + lengths[i];
    }
  }

  private static long[] decode(byte[] bytes, int from, int to) {
    long[] values = new long[(int) values(bytes, from, to)];
    DeltaBinaryPackingValuesReader reader = new DeltaBinaryPackingValuesReader();
    try {
      reader.initFromPage(
          values.length, ByteBufferInputStream.wrap(ByteBuffer.wrap(bytes, from, to - from)));
    } catch (IOException e) {
      throw new DamagedFileException("a page is broken");
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = reader.readLong();
    }
    return values;
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new DamagedFileException("a page is broken");
    }
  }

  private void skip(long count) {
    require(count <= to - at);
    at += (int) count;
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      require(at < to);
      byte b = bytes[at++];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new DamagedFileException("a page is broken");
  }
}
