package dev.decorum.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * One tensor of a checkpoint, where it lies on disk.
 *
 * @param name its name, as in the file
 * @param type its element type
 * @param shape its dimensions; none for a scalar
 * @param file the real path of the file that holds it
 * @param offset of its first byte from the start of the file
 * @param length in bytes: little-endian elements in row-major order
 */
public record TensorEntry(
    String name, ElementType type, List<Long> shape, Path file, long offset, long length) {

  public TensorEntry {
    Objects.requireNonNull(name);
    Objects.requireNonNull(type);
    Objects.requireNonNull(file);
    shape = List.copyOf(shape);
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("negative offset or length");
    }
  }

  /**
   * Reads the elements.
   *
   * @return {@link #length} bytes
   * @throws ModelException if the file cannot be read or has become shorter, or the tensor is 2 GiB
   *     or more
   */
  public byte[] read() {
    if (length > Integer.MAX_VALUE - 16) {
      throw new ModelException(file + ": " + name + " is too large to be read at once");
    }
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(offset);
      byte[] bytes = in.readNBytes((int) length);
      if (bytes.length != length) {
        throw new ModelException(file + ": ends inside of " + name);
      }
      return bytes;
    } catch (IOException e) {
      throw new ModelException(file + ": cannot be read: " + ModelFolder.reason(e), e);
    }
  }
}
