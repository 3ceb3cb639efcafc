package dev.decorum.read.bytes;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Ends the decompression of a file that is made to go on and on. Memory is bounded without it,
 * since rows are; this bounds time.
 *
 * <p>Chat logs become 3 to 20 times as long, very repetitive ones 100 times. Gzip can do 1,032
 * times, Zstandard 32,000 times, bzip2 a million times.
 */
public final class ExpansionLimit {
  /** So much may come out of any file. */
  public static final long ALWAYS = 1L << 30;

  /** Beyond that, so much for each byte that has gone in. */
  public static final int TIMES = 500;

  private final Compressed compressed;

  /** Watches what goes in. */
  ExpansionLimit(InputStream compressed) {
    this.compressed = new Compressed(compressed);
  }

  /** What a decompressor is to read. */
  InputStream compressed() {
    return compressed;
  }

  /** What comes out of it, as long as it is not too much. */
  InputStream limit(InputStream expanded) {
    return stage().limit(expanded);
  }

  /** For several streams that come out of it. */
  Stage stage() {
    return new Stage();
  }

  private static final class Compressed extends FilterInputStream {
    private long bytes;

    Compressed(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      bytes += read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
      int read = super.read(target, from, length);
      bytes += Math.max(0, read);
      return read;
    }
  }

  /** Streams that may not become too much together. */
  final class Stage {
    private long bytes;

    private Stage() {}

    InputStream limit(InputStream expanded) {
      return new Expanded(expanded, this);
    }

    private void count(int read) throws IOException {
      bytes += read;
      if (bytes > ALWAYS && bytes / TIMES > compressed.bytes) {
        throw new IOException(
            "it expands to more than 1 GiB and to more than "
                + TIMES
                + " times its size, as no chat log does; decompress it first if it is one");
      }
    }
  }

  private static final class Expanded extends FilterInputStream {
    private final Stage stage;

    Expanded(InputStream in, Stage stage) {
      super(in);
      this.stage = stage;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
      int read = super.read(target, from, length);
      stage.count(Math.max(0, read));
      return read;
    }
  }
}
