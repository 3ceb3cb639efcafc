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
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A file that appears under its name only when it is whole. Until {@link #commit} the content is
 * beside it under a name that ends in {@code .partial}; closing without a commit removes it. A file
 * that it replaces leaves its permissions behind.
 *
 * <p>A device or a pipe ({@code /dev/null}, a shell's process substitution) cannot be replaced and
 * is written to as it is.
 */
public final class AtomicFile implements AutoCloseable {
  private static final String PARTIAL = ".partial";

  private final Path shown;
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
   * @param path where it will be; its folder has to exist
   * @throws IOException if it cannot be written
   */
  public AtomicFile(Path path) throws IOException {
    requireWritable(path);
    this.shown = path;
    if (isReplaceable(path)) {
      this.target = real(path);
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
    this.out = new BufferedOutputStream(new Digested(), 1 << 16);
  }

  /** Whether what is there, if anything, can be replaced: it is neither a device nor a pipe. */
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

  /** Sees all bytes, and names the file if it cannot be written. */
  private final class Digested extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      try {
        file.write(buffer, offset, length);
      } catch (IOException e) {
        throw unwritable(shown, String.valueOf(e.getMessage()), e);
      }
      digest.update(buffer, offset, length);
    }
  }

  /** Whether this is a file, beside which others may be, and not a device or pipe. */
  public boolean isRegular() {
    return partial != null;
  }

  /**
   * Says what prevents writing a file, as far as that can be found out without leaving a trace.
   *
   * @throws IOException if it could not be written
   */
  public static void requireWritable(Path path) throws IOException {
    requireNoFolder(path);
    if (!isReplaceable(path)) {
      if (!Files.isWritable(path)) {
        throw unwritable(path, "permission denied", null);
      }
      return;
    }
    Path target = real(path);
    Path folder = target.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw unwritable(
          path,
          Files.exists(folder) ? folder + " is not a folder" : "the folder does not exist",
          null);
    }
    if (folder != null && !Files.isWritable(folder)) {
      throw unwritable(path, "permission denied", null);
    }
    requirePossibleName(path, partial(target, Integer.toString(Integer.MAX_VALUE)));
  }

  /**
   * Refuses a folder in the place of a file.
   *
   * @throws IOException if {@code path} is one
   */
  public static void requireNoFolder(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw unwritable(path, "is a folder", null);
    }
  }

  /** File systems refuse names that are too long already where one asks for them. */
  private static void requirePossibleName(Path path, Path partial) throws IOException {
    try {
      Files.readAttributes(partial, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      // It is free.
    } catch (FileSystemException e) {
      throw unwritable(path, e.getReason() == null ? "permission denied" : e.getReason(), e);
    }
  }

  /** A symbolic link stays one: what it points to is replaced. */
  private static Path real(Path path) throws IOException {
    return Files.isSymbolicLink(path) ? path.toRealPath() : path;
  }

  private static IOException unwritable(Path path, String reason, @Nullable IOException cause) {
    return new IOException(path + ": cannot be written: " + reason, cause);
  }

  private @Nullable Path folder() {
    return target.toAbsolutePath().getParent();
  }

  /** The process's own name, unless that is taken by what nobody could remove. */
  private Path newPartial() {
    Path own = partial(target, Long.toString(ProcessHandle.current().pid()));
    return Files.exists(own, LinkOption.NOFOLLOW_LINKS)
        ? partial(target, Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE)))
        : own;
  }

  private static Path partial(Path target, String number) {
    return target.resolveSibling(target.getFileName() + "." + number + PARTIAL);
  }

  private static FileOutputStream create(Path path) throws IOException {
    // Fails where anything has that name already, even a link to somewhere else.
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

  /** Whether the file is this process's from now on, as long as the channel is open. */
  static boolean lock(FileChannel channel) {
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
        sync();
      }
      ready = true;
    }
  }

  private void sync() throws IOException {
    try {
      file.getFD().sync();
    } catch (IOException e) {
      throw unwritable(shown, String.valueOf(e.getMessage()), e);
    }
  }

  /** Makes the content durable and gives it its name, replacing what was there. */
  public void commit() throws IOException {
    makeReady();
    file.close();
    if (partial != null) {
      rename(partial, target);
    }
    committed = true;
  }

  /**
   * Gives a file its name, in place of what had it before, so that the name outlives a power
   * failure too. For files that cannot be written by this class.
   *
   * @param whole lies in the same folder; its content is safe on the disk
   */
  public static void rename(Path whole, Path name) throws IOException {
    try {
      Files.move(whole, name, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(whole, name, StandardCopyOption.REPLACE_EXISTING);
    }
    Path folder = name.toAbsolutePath().getParent();
    if (folder != null) {
      syncFolder(folder);
    }
  }

  private static void syncFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Not every system lets a folder be opened; then it keeps names safe in its own way.
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
