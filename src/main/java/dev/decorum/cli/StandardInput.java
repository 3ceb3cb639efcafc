package dev.decorum.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Standard input on which a waiting thread can be interrupted, which ends the input. */
final class StandardInput extends InputStream {
  private final FileChannel channel;

  private StandardInput(FileChannel channel) {
    this.channel = channel;
  }

  /** The process's standard input. On Windows, a thread that reads cannot be interrupted. */
  static InputStream ofProcess() {
    return System.getProperty("os.name", "").startsWith("Windows")
        ? System.in
        : new StandardInput(new FileInputStream(FileDescriptor.in).getChannel());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return length == 0 ? 0 : channel.read(ByteBuffer.wrap(bytes, offset, length));
  }
}
