package dev.decorum.read.bytes;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An input that is itself the file with the rows. */
final class SingleFile implements UnpackedFiles {
  private final InputStream bytes;
  private @Nullable UnpackedFile unpacked;

  /**
   * A file.
   *
   * @param bytes what is read of the input to its end, so that all of it is counted
   */
  SingleFile(UnpackedFile unpacked, InputStream bytes) {
    this.unpacked = unpacked;
    this.bytes = bytes;
  }

  @Override
  public @Nullable UnpackedFile next() throws IOException {
    UnpackedFile next = unpacked;
    if (next == null) {
      Unwrapping.drain(bytes);
    }
    unpacked = null;
    return next;
  }

  @Override
  public List<String> passedOver() {
    return List.of();
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
