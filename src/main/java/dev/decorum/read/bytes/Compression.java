package dev.decorum.read.bytes;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.XZInputStream;

/** Tells compressed data by its first bytes, whatever the file is called. */
public final class Compression {
  /** What {@code xz -9} needs: a dictionary of 64 MiB and a little more. */
  static final int XZ_KIBIBYTES = 66 << 10;

  /** For xz data within xz data: what {@code xz} needs without an option, and a little more. */
  static final int INNER_XZ_KIBIBYTES = 10 << 10;

  private static final int BLOCK = 1 << 16;

  private Compression() {}

  /** The data itself, decompressed if need be. */
  public static InputStream open(InputStream in) throws IOException {
    ExpansionLimit expansion = new ExpansionLimit(in);
    HeadInputStream head = new HeadInputStream(expansion.compressed());
    FileKind kind = FileKind.of(head);
    return kind.isCompressed() ? expansion.limit(decompressed(kind, head, XZ_KIBIBYTES)) : head;
  }

  /** What compressed data becomes. */
  static InputStream decompressed(FileKind kind, InputStream in, int xzKibibytes)
      throws IOException {
    return switch (kind) {
      case GZIP -> new GzipInputStream(in);
      case ZSTANDARD -> new ZstdInputStream(in);
      case BZIP2 ->
          new Decoder(
              "bzip2",
              new BufferedInputStream(in, BLOCK),
              data -> new BZip2CompressorInputStream(data, true));
      case XZ ->
          new Decoder(
              "xz",
              new BufferedInputStream(in, BLOCK),
              data -> new XZInputStream(data, xzKibibytes));
      default -> throw new IllegalArgumentException(kind.name());
    };
  }

  /** Makes a decoder, which may begin to read. */
  private interface Opening {
    InputStream open(InputStream in) throws IOException;
  }

  /**
   * A decoder of a library. It says what is wrong in its own words or by unchecked exceptions, and
   * waits until it can fill all that it is given, so it is given little.
   */
  private static final class Decoder extends InputStream {
    private static final int AT_ONCE = 1 << 13;

    private final String format;
    private final Watched in;
    private final Opening opening;
    private @Nullable InputStream decoder;

    Decoder(String format, InputStream in, Opening opening) {
      this.format = format;
      this.in = new Watched(in);
      this.opening = opening;
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
        if (decoder == null) {
          decoder = opening.open(in);
        }
        return decoder.read(target, from, Math.min(length, AT_ONCE));
      } catch (MemoryLimitException e) {
        throw new IOException(
            "the xz data needs "
                + (e.getMemoryNeeded() + 1023) / 1024
                + " MiB of memory, "
                + e.getMemoryLimit() / 1024
                + " MiB are allowed; decompress it first",
            e);
      } catch (IOException | RuntimeException e) {
        if (in.failure != null) {
          throw in.failure;
        }
        if (in.ended) {
          throw new IOException("the " + format + " data is cut off", e);
        }
        throw new IOException("the " + format + " data is broken: " + InputException.reason(e), e);
      }
    }

    @Override
    public void close() throws IOException {
      if (decoder != null) {
        decoder.close();
      } else {
        in.close();
      }
    }
  }

  /** Knows whether the data came to its end, or could not be read for another reason. */
  private static final class Watched extends FilterInputStream {
    private boolean ended;
    private @Nullable IOException failure;

    Watched(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      try {
        int read = super.read();
        ended |= read < 0;
        return read;
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
      try {
        int read = super.read(target, from, length);
        ended |= read < 0;
        return read;
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }
  }
}
