package dev.decorum.read.bytes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/**
 * Counts what is read of a file at any place. Until told otherwise it hands out no more than the
 * list of an archive's files may take, since a reader of archives holds all of it in memory.
 */
final class CountedChannel implements SeekableByteChannel {
  /** Some 70,000 files with names of usual length. Of 1 MiB, 20 MiB of heap may be made. */
  static final long LONGEST_LIST = 8 << 20;

  private final SeekableByteChannel channel;
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
    int count = channel.read(target);
    read += Math.max(0, count);
    if (limited && read > LONGEST_LIST) {
      throw new LimitException();
    }
    return count;
  }

  @Override
  public int write(ByteBuffer source) {
    throw new NonWritableChannelException();
  }

  @Override
  public long position() throws IOException {
    return channel.position();
  }

  @Override
  public SeekableByteChannel position(long position) throws IOException {
    channel.position(position);
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
