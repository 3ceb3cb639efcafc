package dev.decorum.read.bytes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/**
 * Reads a file at any place, by blocks, and counts what is read. Until told otherwise it hands out
 * no more than the list of an archive's files may take, since a reader of archives holds all of it
 * in memory.
 */
final class CountedChannel implements SeekableByteChannel {
  /** Some 70,000 files with names of usual length. Of 1 MiB, 20 MiB of heap may be made. */
  static final long LONGEST_LIST = 8 << 20;

  private static final int BLOCK = 1 << 13;

  private final SeekableByteChannel channel;
  private final ByteBuffer block = ByteBuffer.allocate(BLOCK).flip();

  /** Where the block begins in the file. */
  private long blockAt;

  private long position;
  private long read;
  private boolean limited = true;

  /** The list is longer than it may be. */
  static final class LimitException extends IOException {
    private static final long serialVersionUID = 1L;

    LimitException() {
      super("the list of files is longer than 8 MiB");
    }
  }

  CountedChannel(SeekableByteChannel channel) {
    this.channel = channel;
  }

  /** How many bytes were read so far. */
  long bytesRead() {
    return read;
  }

  void endLimit() {
    limited = false;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (!target.hasRemaining()) {
      return 0;
    }
    if (position < blockAt || position >= blockAt + block.limit()) {
      fill(target.remaining());
    }
    int from = (int) (position - blockAt);
    int count = Math.min(target.remaining(), block.limit() - from);
    if (count <= 0) {
      return -1;
    }
    target.put(block.array(), from, count);
    position += count;
    read += count;
    if (limited && read > LONGEST_LIST) {
      throw new LimitException();
    }
    return count;
  }

  /** The end of an archive is searched backwards. */
  private void fill(int wanted) throws IOException {
    boolean backwards = position < blockAt && wanted < BLOCK;
    blockAt = backwards ? Math.max(0, position + wanted - BLOCK) : position;
    channel.position(blockAt);
    block.clear();
    int count = 0;
    while (count >= 0 && block.hasRemaining()) {
      count = channel.read(block);
    }
    block.flip();
  }

  @Override
  public int write(ByteBuffer source) {
    throw new NonWritableChannelException();
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) {
    if (newPosition < 0) {
      throw new IllegalArgumentException("a negative position: " + newPosition);
    }
    position = newPosition;
    return this;
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
