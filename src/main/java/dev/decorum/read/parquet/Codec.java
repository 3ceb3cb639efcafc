package dev.decorum.read.parquet;

import io.airlift.compress.Decompressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.format.CompressionCodec;

/** Decompresses pages, each as a whole. */
final class Codec {
  private final Decompressor snappy = new SnappyDecompressor();
  private final Decompressor lz4 = new Lz4Decompressor();
  private final Decompressor zstd = new ZstdDecompressor();

  /**
   * Makes sure that a column can be decompressed.
   *
   * @throws DamagedFileException if not
   */
  static void require(CompressionCodec codec) {
    if (codec == CompressionCodec.BROTLI || codec == CompressionCodec.LZO) {
      throw new DamagedFileException(
          "it is compressed with "
              + codec
              + ", which Decorum does not read; write the file with zstd, snappy, gzip, lz4 or no"
              + " compression");
    }
  }

  /** The most that so many compressed bytes can become; known bounds of the methods, rounded up. */
  static long most(CompressionCodec codec, long bytes) {
    int times =
        switch (codec) {
          case UNCOMPRESSED, BROTLI, LZO -> 1;
          case SNAPPY -> 25; // 64 bytes of 3
          case LZ4, LZ4_RAW -> 256;
          case GZIP -> 1_050;
          case ZSTD -> 40_000; // 128 KiB of 4 bytes
        };
    return times * bytes;
  }

  /**
   * Decompresses a page.
   *
   * @param from the compressed bytes, all that remain
   * @param to where the page goes; it has to fill what remains there
   * @throws DamagedFileException if it does not, or the data is broken
   */
  void decompress(CompressionCodec codec, ByteBuffer from, ByteBuffer to) {
    try {
      switch (codec) {
        case UNCOMPRESSED -> to.put(from);
        case SNAPPY -> snappy.decompress(from, to);
        case GZIP -> gunzip(from, to);
        case LZ4_RAW -> lz4.decompress(from, to);
        case LZ4 -> lz4(from, to);
        case ZSTD -> zstd.decompress(from, to);
        case BROTLI, LZO -> throw new IllegalArgumentException(codec.name());
      }
    } catch (IOException | RuntimeException e) {
      throw new DamagedFileException("a page cannot be decompressed (" + codec + ")");
    }
    if (to.hasRemaining()) {
      throw new DamagedFileException("a page is shorter than its header says (" + codec + ")");
    }
  }

  private static void gunzip(ByteBuffer from, ByteBuffer to) throws IOException {
    try (InputStream in = new GZIPInputStream(new BufferInputStream(from))) {
      int read;
      while (to.hasRemaining()
          && (read = in.read(to.array(), to.arrayOffset() + to.position(), to.remaining())) >= 0) {
        to.position(to.position() + read);
      }
      if (in.read() >= 0) {
        throw new IOException("there is more than the header says");
      }
    }
  }

  /**
   * What is called LZ4 without more is, by history, blocks with their lengths before and after
   * compression (Hadoop), or one bare block (old Arrow).
   */
  private void lz4(ByteBuffer from, ByteBuffer to) {
    ByteBuffer blocks = from.duplicate();
    int begin = to.position();
    try {
      while (blocks.hasRemaining()) {
        int expanded = blocks.getInt();
        if (expanded < 0 || expanded > to.remaining()) {
          throw new IllegalArgumentException("no length");
        }
        int end = to.position() + expanded;
        while (to.position() < end) {
          int compressed = blocks.getInt();
          ByteBuffer block = blocks.slice(blocks.position(), compressed);
          ByteBuffer room = to.duplicate().limit(end);
          lz4.decompress(block, room);
          if (room.position() == to.position() && compressed == 0) {
            throw new IllegalArgumentException("no progress");
          }
          to.position(room.position());
          blocks.position(blocks.position() + compressed);
        }
      }
      if (!to.hasRemaining()) {
        return;
      }
    } catch (RuntimeException e) {
      // It is not such a sequence.
    }
    to.position(begin);
    lz4.decompress(from, to);
  }

  /** What remains of a buffer. */
  private static final class BufferInputStream extends InputStream {
    private final ByteBuffer buffer;

    BufferInputStream(ByteBuffer buffer) {
      this.buffer = buffer;
    }

    @Override
    public int read() {
      return buffer.hasRemaining() ? buffer.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (!buffer.hasRemaining()) {
        return length == 0 ? 0 : -1;
      }
      int count = Math.min(length, buffer.remaining());
      buffer.get(target, offset, count);
      return count;
    }

    @Override
    public int available() {
      return buffer.remaining();
    }
  }
}
