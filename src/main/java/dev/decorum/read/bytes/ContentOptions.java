package dev.decorum.read.bytes;

import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * How the bytes of inputs are to be understood.
 *
 * @param encoding the encoding of texts without a byte order mark; {@code null} if it is told from
 *     their bytes, and UTF-8 where these do not tell
 * @param maxEntries an archive of more files is refused
 */
public record ContentOptions(@Nullable Charset encoding, int maxEntries) {
  private static final ContentOptions DEFAULTS = new ContentOptions(null, 100_000);

  public ContentOptions {
    if (maxEntries < 1) {
      throw new IllegalArgumentException("maxEntries is not positive: " + maxEntries);
    }
  }

  /** Everything told from the bytes, 100,000 files an archive. */
  public static ContentOptions defaults() {
    return DEFAULTS;
  }

  public ContentOptions withEncoding(@Nullable Charset newEncoding) {
    return new ContentOptions(newEncoding, maxEntries);
  }

  public ContentOptions withMaxEntries(int newMaxEntries) {
    return new ContentOptions(encoding, newMaxEntries);
  }
}
