package dev.decorum.score;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * A file that appears under its name only when it is whole. Until {@link #commit} the content lies
 * beside it under a name that ends in {@code .partial}; closing without a commit removes it.
 *
 * <p>A device or a pipe ({@code /dev/null}, a shell's process substitution) cannot be replaced and
 * is written to as it is.
 */
public final class AtomicFile implements AutoCloseable {
  private final Path target;
  private final @Nullable Path partial;
  private final FileOutputStream file;
  private final OutputStream out;
  private boolean committed;

  /**
   * Begins a file.
   *
   * @param path where it will lie; its folder has to exist
   * @throws FileAlreadyExistsException if a folder is there
   */
  public AtomicFile(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new FileAlreadyExistsException(path.toString(), null, "is a folder");
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      this.target = path;
      this.partial = null;
      this.file = new FileOutputStream(path.toFile());
    } else {
      // A symbolic link stays one: what it points to is replaced.
      this.target = Files.isSymbolicLink(path) ? path.toRealPath() : path;
      this.partial =
          target.resolveSibling(
              target.getFileName() + "." + ProcessHandle.current().pid() + ".partial");
      this.file = open(path, partial);
    }
    this.out = new BufferedOutputStream(file, 1 << 16);
  }

  /** Whether this is a file, beside which others may lie, and no device or pipe. */
  public boolean isRegular() {
    return partial != null;
  }

  private FileOutputStream open(Path path, Path beside) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new IOException(path + ": cannot be written: the folder does not exist");
    }
    if (folder != null && !Files.isWritable(folder)) {
      throw new IOException(path + ": cannot be written: permission denied");
    }
    return new FileOutputStream(beside.toFile());
  }

  /** Where the content goes. Closing this stream does not close the file. */
  public OutputStream stream() {
    return out;
  }

  /** Makes the content durable and gives it its name, replacing what was there. */
  public void commit() throws IOException {
    out.flush();
    if (partial != null) {
      file.getFD().sync();
    }
    file.close();
    if (partial != null) {
      try {
        Files.move(
            partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    committed = true;
  }

  @Override
  public void close() throws IOException {
    if (!committed) {
      file.close();
      if (partial != null) {
        Files.deleteIfExists(partial);
      }
    }
  }
}
