package dev.decorum.disk;

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
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A file that appears under its name only when it is whole. Until {@link #commit} the content lies
 * beside it under a name that ends in {@code .partial}; closing without a commit removes it. A file
 * that it replaces leaves its permissions behind.
 *
 * <p>A device or a pipe ({@code /dev/null}, a shell's process substitution) cannot be replaced and
 * is written to as it is.
 */
public final class AtomicFile implements AutoCloseable {
  private static final String PARTIAL = ".partial";

  private final Path target;
  private final @Nullable Path partial;
  private final FileOutputStream file;
  private final MessageDigest digest;
  private final OutputStream out;
  private boolean ready;
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
    if (isReplaceable(path)) {
      // A symbolic link stays one: what it points to is replaced.
      this.target = Files.isSymbolicLink(path) ? path.toRealPath() : path;
      requireWritableFolder(path);
      removeAbandoned();
      this.partial = newPartial();
      this.file = create(partial);
      lock(file.getChannel());
      keepPermissions();
    } else {
      this.target = path;
      this.partial = null;
      this.file = new FileOutputStream(path.toFile());
    }
    this.digest = sha256();
    this.out = new BufferedOutputStream(new Digested(path), 1 << 16);
  }

  /** Whether what is there, if anything, can be replaced: it is no device and no pipe. */
  public static boolean isReplaceable(Path path) {
    return !Files.exists(path) || Files.isRegularFile(path);
  }

  /** Writes a whole text in UTF-8. */
  public static void write(Path path, String text) throws IOException {
    try (AtomicFile file = new AtomicFile(path)) {
      file.stream().write(text.getBytes(StandardCharsets.UTF_8));
      file.commit();
    }
  }

  /**
   * Gives several files their names, one right after the other, when all of them are safe on the
   * disk.
   */
  public static void commitAll(List<AtomicFile> files) throws IOException {
    for (AtomicFile each : files) {
      each.makeReady();
    }
    for (AtomicFile each : files) {
      each.commit();
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Sees all bytes, and says which file it was that could not be written. */
  private final class Digested extends OutputStream {
    private final Path shown;

    Digested(Path shown) {
      this.shown = shown;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      try {
        file.write(buffer, offset, length);
      } catch (IOException e) {
        throw new IOException(shown + ": cannot be written: " + e.getMessage(), e);
      }
      digest.update(buffer, offset, length);
    }
  }

  /** Whether this is a file, beside which others may lie, and no device or pipe. */
  public boolean isRegular() {
    return partial != null;
  }

  private void requireWritableFolder(Path path) throws IOException {
    Path folder = folder();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new IOException(path + ": cannot be written: the folder does not exist");
    }
    if (folder != null && !Files.isWritable(folder)) {
      throw new IOException(path + ": cannot be written: permission denied");
    }
  }

  private @Nullable Path folder() {
    return target.toAbsolutePath().getParent();
  }

  /** The process's own name, unless that is taken by what nobody could remove. */
  private Path newPartial() {
    Path own = partial(Long.toString(ProcessHandle.current().pid()));
    return Files.exists(own, LinkOption.NOFOLLOW_LINKS)
        ? partial(Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE)))
        : own;
  }

  private Path partial(String number) {
    return target.resolveSibling(target.getFileName() + "." + number + PARTIAL);
  }

  private static FileOutputStream create(Path path) throws IOException {
    // Fails where anything has that name already, be it a link to somewhere else.
    Files.createFile(path);
    // An interrupt, which would close a channel, lets this stream write on.
    return new FileOutputStream(path.toFile());
  }

  /** Who could not read the file that is replaced cannot read this one, not even meanwhile. */
  private void keepPermissions() throws IOException {
    PosixFileAttributeView before =
        Files.getFileAttributeView(target, PosixFileAttributeView.class);
    if (partial != null && before != null && Files.exists(target)) {
      Files.setPosixFilePermissions(partial, before.readAttributes().permissions());
    }
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
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          removeIfAbandoned(file);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // It stays, and harms nobody.
    }
  }

  private static void removeIfAbandoned(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      if (lock(channel)) {
        Files.delete(file);
      }
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

  /**
   * SHA-256 in hexadecimal of the content, to be asked for once when all of it was written; nothing
   * can be written after that.
   */
  public String contentSha256() throws IOException {
    makeReady();
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Makes the content durable. */
  private void makeReady() throws IOException {
    if (!ready) {
      out.flush();
      if (partial != null) {
        file.getFD().sync();
      }
      ready = true;
    }
  }

  /** Makes the content durable and gives it its name, replacing what was there. */
  public void commit() throws IOException {
    makeReady();
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
