package dev.decorum.model.files;

import dev.decorum.disk.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that are read as a whole. */
public final class SmallFile {
  private SmallFile() {}

  /**
   * Reads a file.
   *
   * @param shown what it is called in messages
   * @param limit how many bytes it may have
   * @throws ModelException if it is larger, or cannot be read
   */
  public static byte[] read(Path file, Path shown, int limit) {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      // A pipe would be waited for without an end.
      throw new ModelException(shown + ": is not a regular file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(limit);
      if (bytes.length == limit && in.read() >= 0) {
        throw new ModelException(
            shown + ": larger than " + limit + " bytes, which cannot be right");
      }
      return bytes;
    } catch (IOException e) {
      throw new ModelException(shown + ": cannot be read: " + Reason.of(e), e);
    }
  }
}
