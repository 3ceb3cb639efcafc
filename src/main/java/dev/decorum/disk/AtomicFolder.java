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
    this.partial = partial(target);
    delete(partial);
    Files.createDirectory(partial);
  }

  private static Path partial(Path folder) {
    return folder.resolveSibling("." + folder.getFileName() + PARTIAL);
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

  /** Whether a folder was begun, or was to be removed, by a process that was killed. */
  public static boolean isPartial(Path folder) {
    String name = String.valueOf(folder.getFileName());
    return name.startsWith(".")
        && name.endsWith(PARTIAL)
        && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
  }

  /** Removes folders that were begun inside {@code parent} by a process that was killed. */
  public static void removeAbandoned(Path parent) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, ".*" + PARTIAL)) {
      for (Path folder : folders) {
        if (isPartial(folder)) {
          delete(folder);
        }
      }
    }
  }

  /**
   * Removes a folder with all that is in it, if it is there. Its name goes first, so that whatever
   * is left when the process is killed meanwhile is not taken for the folder.
   */
  public static void remove(Path folder) throws IOException {
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      Path partial = partial(folder);
      delete(partial);
      AtomicFile.rename(folder, partial);
      delete(partial);
    }
  }

  /** Removes a folder with all that is in it, if it is there. */
  public static void delete(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
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
