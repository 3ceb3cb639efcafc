package dev.decorum.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Tells a closed pipe from every other failure to write, and is never closed itself. */
final class StandardOutput extends FilterOutputStream {
  StandardOutput(OutputStream out) {
    super(out);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      throw message.contains("roken pipe") || message.contains("pipe has been ended")
          ? new BrokenPipeException(e)
          : new IOException("standard output: " + message, e);
    }
  }

  @Override
  public void close() {
    // the process owns it
  }
}
