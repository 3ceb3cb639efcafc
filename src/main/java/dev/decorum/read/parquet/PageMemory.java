package dev.decorum.read.parquet;

import java.nio.ByteBuffer;

/**
 * How much memory reading may take: a part of the heap, whatever the file says that it needs. Each
 * column holds one page and its dictionary.
 */
final class PageMemory {
  private static final long MEGABYTE = 1 << 20;

  private final long limit;
  private long held;
  private ByteBuffer compressed = ByteBuffer.allocate(0);

  /**
   * @param heap the most bytes that the heap may have
   */
  PageMemory(long heap) {
    this.limit = heap / 8 * 5;
  }

  /** Half of what pages may take, since the metadata stays while these are read. */
  void requireForMetadata(long bytes) {
    if (bytes > limit / 2) {
      throw tooLittle("its metadata takes", bytes);
    }
  }

  /**
   * Takes hold of so many bytes.
   *
   * @throws DamagedFileException if there are not so many
   */
  void hold(long bytes) {
    held += bytes;
    if (held > limit) {
      throw tooLittle("with it, pages take", held);
    }
  }

  /** Gives bytes back. */
  void release(long bytes) {
    held -= bytes;
  }

  private DamagedFileException tooLittle(String what, long bytes) {
    return new DamagedFileException(
        what
            + " "
            + (bytes + MEGABYTE - 1) / MEGABYTE
            + " MiB of memory, and "
            + limit / MEGABYTE
            + " MiB are available; give Java more (DECORUM_OPTS=-Xmx4g), or write the file with smaller"
            + " pages or fewer columns");
  }

  /**
   * Room outside of the heap for one compressed page at a time; what it held before is gone.
   *
   * @throws DamagedFileException if there is not so much
   */
  ByteBuffer forCompressed(int bytes) {
    if (compressed.capacity() < bytes) {
      if (bytes > limit) {
        throw tooLittle("a page takes", bytes);
      }
      compressed = ByteBuffer.allocate(0);
      int room = (int) Math.min(limit, Math.max(bytes + (long) (bytes >> 2), 1 << 16));
      compressed = ByteBuffer.allocateDirect(room);
    }
    return compressed.clear().limit(bytes);
  }
}
