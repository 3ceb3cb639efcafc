package dev.decorum.read.parquet;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of a file, read at any place. */
final class FileBytes implements Closeable {
  private final FileChannel channel;
  private final long size;

  FileBytes(Path file) throws IOException {
    this.channel = FileChannel.open(file, StandardOpenOption.READ);
    this.size = channel.size();
  }

  long size() {
    return size;
  }

  byte[] read(long position, int length) throws IOException {
    byte[] bytes = new byte[length];
    read(position, ByteBuffer.wrap(bytes));
    return bytes;
  }

  /** Fills the buffer. */
  void read(long position, ByteBuffer target) throws IOException {
    long at = position;
    while (target.hasRemaining()) {
      int read = channel.read(target, at);
      if (read < 0) {
        throw new EOFException("it became shorter while it was read");
      }
      at += read;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
