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

/**
 * A file that appears under its name only when it is whole. Until {@link #commit} the content lies
 * beside it under a name that ends in {@code .partial}; closing without a commit removes it.
 */
public final class AtomicFile implements AutoCloseable {
  private final Path target;
  private final Path partial;
  private final FileOutputStream file;
  private final OutputStream out;
  private boolean committed;

  /**
   * Begins a file.
   *
   * @param path where it will lie; its folder has to exist
   * @throws FileAlreadyExistsException if a folder, a device or a pipe is there
   */
  public AtomicFile(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new FileAlreadyExistsException(path.toString(), null, "is a folder");
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      // Putting a file in the place of /dev/null would break the machine.
      throw new FileAlreadyExistsException(path.toString(), null, "is a device or a pipe");
    }
    // A symbolic link stays one: what it points to is replaced.
    this.target = Files.isSymbolicLink(path) ? path.toRealPath() : path;
    this.partial =
        target.resolveSibling(
            target.getFileName() + "." + ProcessHandle.current().pid() + ".partial");
    this.file = open(path);
    this.out = new BufferedOutputStream(file, 1 << 16);
  }

  private FileOutputStream open(Path path) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new IOException(path + ": cannot be written: the folder does not exist");
    }
    if (folder != null && !Files.isWritable(folder)) {
      throw new IOException(path + ": cannot be written: permission denied");
    }
    return new FileOutputStream(partial.toFile());
  }

  /** Where the content goes. Closing this stream does not close the file. */
  public OutputStream stream() {
    return out;
  }

  /** Makes the content durable and gives it its name, replacing what was there. */
  public void commit() throws IOException {
    out.flush();
    file.getFD().sync();
    file.close();
    try {
      Files.move(
          partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
    }
    committed = true;
  }

  @Override
  public void close() throws IOException {
    if (!committed) {
      file.close();
      Files.deleteIfExists(partial);
    }
  }
}
