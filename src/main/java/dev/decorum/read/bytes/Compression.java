package dev.decorum.read.bytes;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/** Tells compressed data by its first bytes, whatever the file is called. */
public final class Compression {
  private static final int BLOCK = 1 << 16;

  private Compression() {}

  /** The data itself, decompressed if need be. */
  public static InputStream open(InputStream in) throws IOException {
    ExpansionLimit expansion = new ExpansionLimit(in);
    PushbackInputStream raw = new PushbackInputStream(expansion.compressed(), BLOCK);
    byte[] magic = peek(raw);
    if (magic.length >= 2 && magic[0] == (byte) 0x1f && magic[1] == (byte) 0x8b) {
      return expansion.limit(new GzipInputStream(raw));
    }
    if (ZstdFrames.isMagic(magic)) {
      return expansion.limit(new BrokenZstdInputStream(new ZstdInputStream(new ZstdFrames(raw))));
    }
    return raw;
  }

  private static byte[] peek(PushbackInputStream raw) throws IOException {
    byte[] magic = raw.readNBytes(4);
    raw.unread(magic);
    return magic;
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
