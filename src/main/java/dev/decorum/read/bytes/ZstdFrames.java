package dev.decorum.read.bytes;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Zstandard data (RFC 8878), header by header and block by block, on its way to the decoder, which
 * would hold as large a window as a frame demands, up to gigabytes, and move all of it again and
 * again. Here larger windows than every decoder has to support are refused, and skippable frames,
 * which the decoder does not know, are left out. Checksums are taken out, since they are compared
 * elsewhere.
 */
final class ZstdFrames implements Closeable {
  /** What the RFC recommends, and what compressors keep to unless they are told otherwise. */
  static final long LARGEST_WINDOW = 8 << 20;

  private static final int MAGIC = 0xfd2fb528;
  private static final int SKIPPABLE = 0x184d2a50;
  private static final int SKIPPABLE_BITS = 0xfffffff0;
  private static final int BLOCK = 1 << 16;
  private static final int MAGIC_BYTES = 4;
  private static final int BLOCK_HEADER_BYTES = 3;
  private static final int RLE = 1;
  private static final int COMPRESSED = 2;
  private static final int RESERVED = 3;
  private static final int LARGEST_BLOCK = 1 << 17;
  private static final int CHECKED = 0x04;
  private static final int[] DICTIONARY_ID_BYTES = {0, 1, 2, 4};
  private static final int[] CONTENT_SIZE_BYTES = {0, 2, 4, 8};
  private static final int CHECKSUM_BYTES = 4;

  private final InputStream in;
  private boolean inFrame;
  private boolean checked;

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

  /** Whether the block that was read last is not the last one of its frame. */
  boolean isInFrame() {
    return inFrame;
  }

  /** The header of the next frame, as one without a checksum; {@code null} if there is none. */
  byte @Nullable [] frameHeader() throws IOException {
    byte[] magic = in.readNBytes(MAGIC_BYTES);
    while (magic.length == MAGIC_BYTES && isSkippable((int) littleEndian(magic, 0, MAGIC_BYTES))) {
      skipFrame(littleEndian(required(MAGIC_BYTES), 0, MAGIC_BYTES));
      magic = in.readNBytes(MAGIC_BYTES);
    }
    if (magic.length == 0) {
      return null;
    }
    if (magic.length < MAGIC_BYTES || (int) littleEndian(magic, 0, MAGIC_BYTES) != MAGIC) {
      throw new IOException("the Zstandard data is broken: what follows a frame is not a frame");
    }
    int descriptor = required(1)[0] & 0xff;
    boolean single = (descriptor & 0x20) != 0;
    checked = (descriptor & CHECKED) != 0;
    int dictionary = DICTIONARY_ID_BYTES[descriptor & 3];
    int size = CONTENT_SIZE_BYTES[descriptor >> 6];
    if (single && size == 0) {
      size = 1;
    }
    byte[] rest = required((single ? 0 : 1) + dictionary + size);
    requireWindow(single ? contentSize(rest, dictionary, size) : windowSize(rest[0] & 0xff));
    byte[] header = new byte[MAGIC_BYTES + 1 + rest.length];
    System.arraycopy(magic, 0, header, 0, MAGIC_BYTES);
    header[MAGIC_BYTES] = (byte) (descriptor & ~CHECKED);
    System.arraycopy(rest, 0, header, MAGIC_BYTES + 1, rest.length);
    inFrame = true;
    return header;
  }

  /** The next block of the frame, with its header. */
  byte[] block() throws IOException {
    byte[] header = required(BLOCK_HEADER_BYTES);
    int value = (int) littleEndian(header, 0, BLOCK_HEADER_BYTES);
    int type = value >> 1 & 3;
    int size = value >> 3;
    if (type == RESERVED || size > LARGEST_BLOCK || (type == COMPRESSED && size < 3)) {
      throw new IOException("the Zstandard data is broken: a block has no proper header");
    }
    byte[] content = required(type == RLE ? 1 : size);
    byte[] block = new byte[BLOCK_HEADER_BYTES + content.length];
    System.arraycopy(header, 0, block, 0, BLOCK_HEADER_BYTES);
    System.arraycopy(content, 0, block, BLOCK_HEADER_BYTES, content.length);
    inFrame = (value & 1) == 0;
    return block;
  }

  /** Compares what a frame became with the checksum behind it, if it has one. */
  void check(XxHash64 hash) throws IOException {
    if (checked && (int) littleEndian(required(CHECKSUM_BYTES), 0, 4) != (int) hash.value()) {
      throw new IOException("the Zstandard data is broken: its checksum differs");
    }
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
          "its Zstandard window is larger than 8 MiB, as with --long or --ultra; decompress it first");
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
