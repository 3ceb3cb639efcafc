package dev.decorum.read.bytes;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One input.
 *
 * @param name the file as the user would name it; {@code -} for standard input
 * @param path where it lies; {@code null} for standard input
 * @param bytes its size on disk; -1 where that is unknown
 */
public record InputFile(String name, @Nullable Path path, long bytes) {

  public InputFile {
    Objects.requireNonNull(name);
  }

  /** The name without its folders, of which the ids of rows without an id are made. */
  public String shortName() {
    Path fileName = path == null ? null : path.getFileName();
    return fileName == null ? name : fileName.toString();
  }
}
