package dev.decorum.read.bytes;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Zstandard data (RFC 8878) on its way to the decoder, which would hold as large a window as a
 * frame demands, up to gigabytes, and move all of it again and again. Here larger windows than
 * every decoder has to support are refused, and skippable frames, which the decoder does not know,
 * are left out.
 */
final class ZstdFrames extends InputStream {
  /** What the RFC recommends, and what compressors keep to unless they are told otherwise. */
  static final long LARGEST_WINDOW = 8 << 20;

  private static final int MAGIC = 0xfd2fb528;
  private static final int SKIPPABLE = 0x184d2a50;
  private static final int SKIPPABLE_BITS = 0xfffffff0;
  private static final int BLOCK = 1 << 16;
  private static final int MAGIC_BYTES = 4;
  private static final int BLOCK_HEADER_BYTES = 3;
  private static final int RLE = 1;
  private static final int[] DICTIONARY_ID_BYTES = {0, 1, 2, 4};
  private static final int[] CONTENT_SIZE_BYTES = {0, 2, 4, 8};
  private static final int CHECKSUM_BYTES = 4;

  private final InputStream in;

  /** A header that has been read and not yet handed out. */
  private byte[] header = {};

  private int headerOffset;

  /** Bytes after the header that belong to the same block. */
  private int left;

  private boolean inFrame;
  private boolean checksum;

  ZstdFrames(InputStream in) {
    this.in = new BufferedInputStream(in, BLOCK);
  }

  /** Whether the first bytes of a file are those of a frame. */
  static boolean isMagic(HeadInputStream head) {
    int magic = 0;
    for (int i = MAGIC_BYTES - 1; i >= 0; i--) {
      magic = magic << 8 | head.at(i);
    }
    return isMagic(magic);
  }

  private static boolean isMagic(int magic) {
    return magic == MAGIC || isSkippable(magic);
  }

  private static boolean isSkippable(int magic) {
    return (magic & SKIPPABLE_BITS) == SKIPPABLE;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (headerOffset == header.length && left == 0) {
      if (inFrame) {
        readBlockHeader();
      } else if (!readFrameHeader()) {
        return -1;
      }
    }
    if (headerOffset < header.length) {
      int count = Math.min(length, header.length - headerOffset);
      System.arraycopy(header, headerOffset, target, from, count);
      headerOffset += count;
      return count;
    }
    int read = in.read(target, from, Math.min(length, left));
    if (read < 0) {
      throw cutOff();
    }
    left -= read;
    return read;
  }

  /** False at the end of the data. */
  private boolean readFrameHeader() throws IOException {
    byte[] magic = in.readNBytes(MAGIC_BYTES);
    while (magic.length == MAGIC_BYTES && isSkippable((int) littleEndian(magic, 0, MAGIC_BYTES))) {
      skipFrame(littleEndian(required(MAGIC_BYTES), 0, MAGIC_BYTES));
      magic = in.readNBytes(MAGIC_BYTES);
    }
    if (magic.length == 0) {
      return false;
    }
    if (magic.length < MAGIC_BYTES || (int) littleEndian(magic, 0, MAGIC_BYTES) != MAGIC) {
      throw new IOException("the Zstandard data is broken: what follows a frame is none");
    }
    int descriptor = required(1)[0] & 0xff;
    boolean single = (descriptor & 0x20) != 0;
    checksum = (descriptor & 0x04) != 0;
    int dictionary = DICTIONARY_ID_BYTES[descriptor & 3];
    int size = CONTENT_SIZE_BYTES[descriptor >> 6];
    if (single && size == 0) {
      size = 1;
    }
    byte[] rest = required((single ? 0 : 1) + dictionary + size);
    requireWindow(single ? contentSize(rest, dictionary, size) : windowSize(rest[0] & 0xff));
    header = new byte[MAGIC_BYTES + 1 + rest.length];
    System.arraycopy(magic, 0, header, 0, MAGIC_BYTES);
    header[MAGIC_BYTES] = (byte) descriptor;
    System.arraycopy(rest, 0, header, MAGIC_BYTES + 1, rest.length);
    headerOffset = 0;
    inFrame = true;
    return true;
  }

  /** What a frame without a window of its own is decoded in. */
  private static long contentSize(byte[] rest, int from, int size) {
    return littleEndian(rest, from, size) + (size == 2 ? 256 : 0);
  }

  private static long windowSize(int descriptor) {
    long base = 1L << (10 + (descriptor >> 3));
    return base + base / 8 * (descriptor & 7);
  }

  private static void requireWindow(long bytes) throws IOException {
    if (bytes < 0 || bytes > LARGEST_WINDOW) {
      throw new IOException(
          "its Zstandard window is larger than 8 MiB, as by --long or --ultra; decompress it first");
    }
  }

  private void readBlockHeader() throws IOException {
    header = required(BLOCK_HEADER_BYTES);
    headerOffset = 0;
    int block = (int) littleEndian(header, 0, BLOCK_HEADER_BYTES);
    boolean last = (block & 1) != 0;
    int type = block >> 1 & 3;
    left = type == RLE ? 1 : block >> 3;
    if (last) {
      left += checksum ? CHECKSUM_BYTES : 0;
      inFrame = false;
    }
  }

  private void skipFrame(long count) throws IOException {
    try {
      in.skipNBytes(count);
    } catch (EOFException e) {
      throw cutOff();
    }
  }

  private byte[] required(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw cutOff();
    }
    return bytes;
  }

  private static EOFException cutOff() {
    return new EOFException("the Zstandard data is cut off");
  }

  private static long littleEndian(byte[] bytes, int from, int count) {
    long value = 0;
    for (int i = from + count - 1; i >= from; i--) {
      value = value << 8 | (bytes[i] & 0xff);
    }
    return value;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
