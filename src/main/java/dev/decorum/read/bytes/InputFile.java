package dev.decorum.read.bytes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One input.
 *
 * @param name the file as the user would name it; {@code -} for standard input
 * @param path where it is; {@code null} for standard input
 * @param bytes its size on disk; -1 where that is unknown
 * @param trouble why it cannot be read, as far as that is known before it is opened; {@code null}
 *     if nothing is
 * @param elsewhere opens a file that is on no disk of this machine; {@code null} for others
 */
public record InputFile(
    String name,
    @Nullable Path path,
    long bytes,
    @Nullable String trouble,
    @Nullable Elsewhere elsewhere) {

  /** Opens a file of another file system than this machine's. */
  @FunctionalInterface
  public interface Elsewhere {
    InputStream open() throws IOException;
  }

  public InputFile(String name, @Nullable Path path, long bytes) {
    this(name, path, bytes, null, null);
  }

  /** A file of another file system than this machine's. */
  public static InputFile elsewhere(String name, long bytes, Elsewhere opened) {
    return new InputFile(name, null, bytes, null, opened);
  }

  /** An input that cannot be read, so that the others are, and this is told when its turn comes. */
  static InputFile unreadable(Path path, String trouble) {
    return new InputFile(path.toString(), path, 0, trouble, null);
  }

  public InputFile {
    Objects.requireNonNull(name);
  }

  /**
   * Opens it.
   *
   * @param standardInput what {@code -} stands for
   * @throws InputException if it is known to be unreadable
   */
  public InputStream open(InputStream standardInput) throws IOException {
    if (trouble != null) {
      throw new InputException(name + ": " + trouble);
    }
    if (elsewhere != null) {
      return elsewhere.open();
    }
    return path == null ? standardInput : Files.newInputStream(path);
  }

  /** Whether it is standard input, which nobody may close. */
  public boolean isStandardInput() {
    return path == null && elsewhere == null;
  }

  /** The name without its folders, of which the ids of rows without an id are made. */
  public String shortName() {
    if (elsewhere != null) {
      return name.substring(name.lastIndexOf('/') + 1);
    }
    Path fileName = path == null ? null : path.getFileName();
    return fileName == null ? name : fileName.toString();
  }
}
