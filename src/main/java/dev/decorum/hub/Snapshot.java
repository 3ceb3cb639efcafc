package dev.decorum.hub;

import dev.decorum.disk.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;

/**
 * The folder of a repository in the cache at one commit: links, by the paths in the repository,
 * into the folder of blobs, which holds each content once.
 */
final class Snapshot {

  /** A way to give a blob a second name. */
  interface Linking {
    void link(Path name, Path blob) throws IOException;
  }

  /** What Python's library does, what Windows allows everywhere, and what every disk can do. */
  static final List<Linking> WAYS =
      List.of(
          (name, blob) -> Files.createSymbolicLink(name, parent(name).relativize(blob)),
          Files::createLink,
          (name, blob) -> Files.copy(blob, name));

  private final Path repository;
  private final String commit;
  private final List<Linking> ways;

  /**
   * @param repository the repository's folder in the cache
   * @param commit in full
   * @param ways how links are made, the best first
   */
  Snapshot(Path repository, String commit, List<Linking> ways) {
    this.repository = repository.toAbsolutePath();
    this.commit = commit;
    this.ways = List.copyOf(ways);
  }

  String commit() {
    return commit;
  }

  Path folder() {
    return repository.resolve("snapshots").resolve(commit);
  }

  Path blobs() {
    return repository.resolve("blobs");
  }

  /** Whether a file is here with its right size. */
  boolean has(RemoteTree.Entry entry) {
    return isWhole(folder().resolve(entry.path()), entry.size());
  }

  static boolean isWhole(Path file, long size) {
    try {
      return Files.isRegularFile(file) && Files.size(file) == size;
    } catch (IOException e) {
      return false;
    }
  }

  /** Makes a blob appear under its path. */
  void link(String path, Path blob) throws InterruptedException {
    Path name = folder().resolve(path);
    Disk.write(
        name,
        0,
        () -> {
          Files.createDirectories(parent(name));
          place(name, blob);
        });
  }

  private void place(Path name, Path blob) throws IOException {
    Path temporary = name.resolveSibling("." + name.getFileName() + FileDownload.INCOMPLETE);
    for (int i = 0; ; i++) {
      try {
        Files.deleteIfExists(temporary);
        ways.get(i).link(temporary, blob);
        AtomicFile.rename(temporary, name);
        // Renaming a hard link over another one of the same file does nothing at all.
        Files.deleteIfExists(temporary);
        return;
      } catch (UnsupportedOperationException | FileSystemException e) {
        if (i + 1 == ways.size()) {
          throw e instanceof FileSystemException known ? known : new IOException(e);
        }
      }
    }
  }

  /** Makes a revision's name lead here. */
  void name(String revision) throws InterruptedException {
    if (revision.equals(commit)) {
      return;
    }
    Path ref = repository.resolve("refs").resolve(revision);
    Disk.write(
        ref,
        0,
        () -> {
          makeFolders(parent(ref));
          Path temporary = ref.resolveSibling("." + ref.getFileName() + FileDownload.INCOMPLETE);
          // No AtomicFile: its complaints name the file, as those of Disk.write do already.
          Files.write(
              temporary,
              commit.getBytes(StandardCharsets.US_ASCII),
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE,
              StandardOpenOption.SYNC);
          AtomicFile.rename(temporary, ref);
        });
  }

  private static void makeFolders(Path folder) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (FileAlreadyExistsException e) {
      // A branch "a" was deleted on the hub, and there is a branch "a/b" now: git allows no both.
      Files.deleteIfExists(Path.of(Objects.requireNonNull(e.getFile())));
      Files.createDirectories(folder);
    }
  }

  private static Path parent(Path path) {
    return Objects.requireNonNull(path.getParent());
  }
}
