package dev.decorum.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Standard output, which distinguishes a closed pipe from other write failures and is never closed.
 * It remembers its first failure, since Java's print streams swallow theirs.
 */
final class StandardOutput extends FilterOutputStream {
  /** What stands for standard output, and for standard input among inputs. */
  static final String NAME = "-";

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

  /** The file of an option; null for standard output, which has the name {@code -}. */
  static @Nullable Path orFile(@Nullable Path named) {
    return named == null || named.toString().equals(NAME) ? null : named;
  }

  /** The failure because of which output is incomplete, unless that is a closed pipe. */
  Optional<IOException> failure() {
    return Optional.ofNullable(failure).filter(e -> !(e instanceof BrokenPipeException));
  }

  @Override
  public void close() {
    // the process owns it
  }
}
