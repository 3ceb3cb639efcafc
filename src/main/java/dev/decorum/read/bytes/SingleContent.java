package dev.decorum.read.bytes;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An input that is itself the file with the rows. */
final class SingleContent implements ContentSequence {
  private final InputStream bytes;
  private @Nullable Content content;

  /**
   * A file.
   *
   * @param bytes what is read of the input to its end, so that all of it is counted
   */
  SingleContent(Content content, InputStream bytes) {
    this.content = content;
    this.bytes = bytes;
  }

  @Override
  public @Nullable Content next() throws IOException {
    Content next = content;
    if (next == null) {
      Unwrapping.drain(bytes);
    }
    content = null;
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
