package dev.decorum.model.files;

import dev.decorum.disk.FailureReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads small files in full. */
public final class SmallFile {
  private SmallFile() {}

  /**
   * Reads a file.
   *
   * @param shown the file's name in messages
   * @param limit the largest number of bytes
   * @throws ModelException if it is larger, or cannot be read
   */
  public static byte[] read(Path file, Path shown, int limit) {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      // A pipe could block forever.
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
      throw new ModelException(shown + ": cannot be read: " + FailureReason.of(e), e);
    }
  }
}
