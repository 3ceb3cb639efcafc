package dev.decorum.read;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/** Tells compressed data by its first bytes, whatever the file is called. */
final class Compression {
  private static final int BLOCK = 1 << 16;

  private Compression() {}

  /** The data itself, decompressed if need be. */
  static InputStream open(InputStream in) throws IOException {
    PushbackInputStream raw = new PushbackInputStream(in, BLOCK);
    byte[] magic = peek(raw);
    if (magic.length >= 2 && magic[0] == (byte) 0x1f && magic[1] == (byte) 0x8b) {
      return new GzipInputStream(raw);
    }
    if (magic.length == 4 && isZstd(magic)) {
      skipZstdSkippableFrames(raw);
      return new BrokenZstdInputStream(new ZstdInputStream(raw));
    }
    return raw;
  }

  private static byte[] peek(PushbackInputStream raw) throws IOException {
    byte[] magic = raw.readNBytes(4);
    raw.unread(magic);
    return magic;
  }

  private static boolean isZstd(byte[] magic) {
    return (magic[0] == 0x28
            && magic[1] == (byte) 0xb5
            && magic[2] == 0x2f
            && magic[3] == (byte) 0xfd)
        || isSkippableFrame(magic);
  }

  private static boolean isSkippableFrame(byte[] magic) {
    return (magic[0] & 0xf0) == 0x50 && magic[1] == 0x2a && magic[2] == 0x4d && magic[3] == 0x18;
  }

  /** Parallel compressors begin with such a frame, and the decoder does not know them. */
  private static void skipZstdSkippableFrames(PushbackInputStream raw) throws IOException {
    byte[] magic = peek(raw);
    while (magic.length == 4 && isSkippableFrame(magic)) {
      byte[] head = raw.readNBytes(8);
      if (head.length < 8) {
        throw new EOFException("the Zstandard data ends within a frame header");
      }
      long length =
          (head[4] & 0xffL)
              | (head[5] & 0xffL) << 8
              | (head[6] & 0xffL) << 16
              | (head[7] & 0xffL) << 24;
      raw.skipNBytes(length);
      magic = peek(raw);
    }
  }

  /** The decoder reports broken data by unchecked exceptions of its own. */
  private static final class BrokenZstdInputStream extends FilterInputStream {
    BrokenZstdInputStream(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      int read = read(one, 0, 1);
      return read < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
      try {
        return super.read(target, from, length);
      } catch (RuntimeException e) {
        throw new IOException("the Zstandard data is broken: " + e.getMessage(), e);
      }
    }
  }
}
