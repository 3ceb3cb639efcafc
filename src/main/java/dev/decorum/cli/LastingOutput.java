package dev.decorum.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Standard output of a command that has more to do than to print: it writes other files, or its
 * exit code is a finding. If the reader goes, the rest of the text is dropped and the command goes
 * on.
 */
final class LastingOutput extends FilterOutputStream {
  private boolean closed;

  LastingOutput(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (closed) {
      return;
    }
    try {
      out.write(bytes, offset, length);
    } catch (BrokenPipeException e) {
      closed = true;
    }
  }
}
