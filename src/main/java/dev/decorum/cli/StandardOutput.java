package dev.decorum.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells a closed pipe from every other failure to write, and is never closed itself. It remembers
 * its first failure, since much of what prints text in Java keeps failures to itself.
 */
final class StandardOutput extends FilterOutputStream {
  private @Nullable IOException failure;

  StandardOutput(OutputStream out) {
    super(out);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      IOException named =
          message.contains("roken pipe") || message.contains("pipe has been ended")
              ? new BrokenPipeException(e)
              : new IOException("standard output: cannot be written: " + message, e);
      failure = failure == null ? named : failure;
      throw named;
    }
  }

  /** Why something is missing from what was written, other than that nobody reads on. */
  Optional<IOException> failure() {
    return Optional.ofNullable(failure).filter(e -> !(e instanceof BrokenPipeException));
  }

  @Override
  public void close() {
    // the process owns it
  }
}
