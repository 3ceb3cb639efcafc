package dev.decorum.score;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file that appears under its name only when it is whole. Until {@link #commit} the content lies
 * beside it under a name that ends in {@code .partial}; closing without a commit removes it.
 *
 * <p>A device or a pipe ({@code /dev/null}, a shell's process substitution) cannot be replaced and
 * is written to as it is.
 */
public final class AtomicFile implements AutoCloseable {
  private static final String PARTIAL = ".partial";

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
              target.getFileName() + "." + ProcessHandle.current().pid() + PARTIAL);
      this.file = open(path, partial);
    }
    this.out = new BufferedOutputStream(new Named(path, file), 1 << 16);
  }

  /** Writes a whole text in UTF-8. */
  public static void write(Path path, String text) throws IOException {
    try (AtomicFile file = new AtomicFile(path)) {
      file.stream().write(text.getBytes(StandardCharsets.UTF_8));
      file.commit();
    }
  }

  /** Says which file it was that could not be written. */
  private static final class Named extends OutputStream {
    private final Path path;
    private final OutputStream out;

    Named(Path path, OutputStream out) {
      this.path = path;
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        throw new IOException(path + ": cannot be written: " + e.getMessage(), e);
      }
    }
  }

  /** Whether this is a file, beside which others may lie, and no device or pipe. */
  public boolean isRegular() {
    return partial != null;
  }

  private FileOutputStream open(Path path, Path beside) throws IOException {
    Path folder = folder();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new IOException(path + ": cannot be written: the folder does not exist");
    }
    if (folder != null && !Files.isWritable(folder)) {
      throw new IOException(path + ": cannot be written: permission denied");
    }
    removeAbandoned();
    FileOutputStream opened = new FileOutputStream(beside.toFile());
    lock(opened.getChannel());
    return opened;
  }

  private @Nullable Path folder() {
    return target.toAbsolutePath().getParent();
  }

  /**
   * A partial file is locked while it is written. One without a lock was left by a process that was
   * killed; its content is of no use to anybody.
   */
  private void removeAbandoned() {
    Path folder = folder();
    if (folder == null) {
      return;
    }
    String prefix = target.getFileName() + ".";
    try (DirectoryStream<Path> beside =
        Files.newDirectoryStream(
            folder, file -> isPartial(String.valueOf(file.getFileName()), prefix))) {
      for (Path file : beside) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          if (lock(channel)) {
            Files.delete(file);
          }
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // It stays, and harms nobody.
    }
  }

  private static boolean isPartial(String name, String prefix) {
    return name.startsWith(prefix)
        && name.endsWith(PARTIAL)
        && name.length() > prefix.length() + PARTIAL.length()
        && name.substring(prefix.length(), name.length() - PARTIAL.length())
            .chars()
            .allMatch(c -> c >= '0' && c <= '9');
  }

  private static boolean lock(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (IOException | OverlappingFileLockException e) {
      return false; // no locks on this file system, or this very process writes it
    }
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
      syncFolder();
    }
    committed = true;
  }

  /** So that the new name outlives a power failure too. */
  private void syncFolder() {
    Path folder = folder();
    if (folder != null) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      } catch (IOException e) {
        // Not every system lets a folder be opened; then it keeps names safe in its own way.
      }
    }
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
