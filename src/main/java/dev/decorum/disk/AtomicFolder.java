package dev.decorum.disk;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder that appears under its name only when it is whole. Until {@link #commit} it is beside
 * that name under one that begins with a dot and ends in {@code .partial}; closing without a commit
 * removes it. Its files are to be written by {@link AtomicFile}, which makes them durable.
 *
 * <p>Whoever writes folders beside each other has to keep other processes from doing the same: what
 * a killed process left is removed by {@link #removeAbandoned}.
 */
public final class AtomicFolder implements AutoCloseable {
  private static final String PARTIAL = ".partial";

  private final Path target;
  private final Path partial;
  private boolean committed;

  /**
   * Begins a folder.
   *
   * @param target where it will be; nothing may be there
   * @throws IOException if it cannot be written
   */
  public AtomicFolder(Path target) throws IOException {
    this.target = target;
    this.partial = target.resolveSibling("." + target.getFileName() + PARTIAL);
    delete(partial);
    Files.createDirectory(partial);
  }

  /** Where its files are written. */
  public Path path() {
    return partial;
  }

  /** Gives the folder its name. */
  public void commit() throws IOException {
    AtomicFile.rename(partial, target);
    committed = true;
  }

  @Override
  public void close() throws IOException {
    if (!committed) {
      delete(partial);
    }
  }

  /** Removes folders that were begun inside {@code parent} by a process that was killed. */
  public static void removeAbandoned(Path parent) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, ".*" + PARTIAL)) {
      for (Path folder : folders) {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
          delete(folder);
        }
      }
    }
  }

  /**
   * Removes a folder with all that is in it, if it is there.
   *
   * @param first files in it that are removed before all others, so that a folder that was removed
   *     in part is not taken for a whole one
   */
  public static void delete(Path folder, String... first) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    for (String name : first) {
      Files.deleteIfExists(folder.resolve(name));
    }
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }
}
