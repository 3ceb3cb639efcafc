package dev.decorum.model.files;

import dev.decorum.disk.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a model, taken as untrusted input: a file of it is a regular file that really lies
 * inside, or it is refused.
 *
 * <p>The exceptions are links into the cache of the Hugging Face hub, {@code
 * models--OWNER--NAME/blobs}: the files of its snapshots are such links, and so are large files
 * that were downloaded into a folder of their own.
 */
public final class ModelFolder {
  private static final int MOST_LINKS = 8;
  private static final int LONGEST_LINK = 1_024;

  private static final Pattern UNFINISHED =
      Pattern.compile("\\.(incomplete|decorum-incomplete|part|crdownload|download|aria2)$");

  private final Path path;
  private final Path root;
  private final List<String> notices;
  private final WatchedFiles watched = new WatchedFiles();

  private ModelFolder(Path path, Path root, List<String> notices) {
    this.path = path;
    this.root = root;
    this.notices = List.copyOf(notices);
  }

  /**
   * Opens the folder of a model, or the one that lies within: the current snapshot of a repository
   * in the hub's cache, or the last checkpoint that a trainer has written.
   *
   * @throws ModelException if there is no such folder, or several models lie within
   */
  public static ModelFolder open(Path folder) {
    // The empty path is the working directory, but says nothing in a message.
    Path given = folder.toString().isEmpty() ? folder.resolve(".") : folder;
    if (!Files.exists(given)) {
      throw new ModelException(given + ": no such folder");
    }
    if (!Files.isDirectory(given)) {
      throw new ModelException(
          given + ": not a folder; a model is a folder with config.json in it");
    }
    List<String> notices = new ArrayList<>();
    Path path = ModelPlace.of(given, notices);
    try {
      return new ModelFolder(path, border(path.toRealPath()), notices);
    } catch (IOException e) {
      throw new ModelException(path + ": cannot be opened: " + Reason.of(e), e);
    }
  }

  /** The repository's folder in the hub's cache, or the folder itself anywhere else. */
  private static Path border(Path real) {
    Path snapshots = real.getParent();
    Path repository = snapshots == null ? null : snapshots.getParent();
    if (snapshots == null || repository == null || !snapshots.endsWith("snapshots")) {
      return real;
    }
    return isRepository(repository) ? repository : real;
  }

  private static boolean isRepository(Path folder) {
    Path name = folder.getFileName();
    return name != null && name.toString().startsWith(ModelPlace.REPOSITORY);
  }

  /** Whether a file is one of a repository in the hub's cache. */
  private static boolean isBlob(Path real) {
    Path blobs = real.getParent();
    Path repository = blobs == null ? null : blobs.getParent();
    return blobs != null
        && repository != null
        && blobs.endsWith("blobs")
        && isRepository(repository);
  }

  /** The folder as the user named it. */
  public Path path() {
    return path;
  }

  /** The real folder that every file of the model lies in, at some depth. */
  public Path root() {
    return root;
  }

  /** The model's name: the hub repository's, where this is its cache, else the folder's own. */
  public String name() {
    Path name = root.getFileName();
    if (name == null) {
      return path.toString();
    }
    String text = name.toString();
    return text.startsWith("models--") && !root.equals(path)
        ? text.substring("models--".length()).replace("--", "/")
        : text;
  }

  /** What to tell the user of where the model was found. */
  public List<String> notices() {
    return notices;
  }

  /** All files that were asked for, as they were when they were first. */
  public WatchedFiles watched() {
    return watched;
  }

  /** Whether there is a file of this name, be it a link that leads nowhere. */
  public boolean has(String name) {
    return Files.exists(path.resolve(name), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Where a file leads that is a link in writing: what a copy without links leaves in their place,
   * such as a clone on Windows, is a small file with the path that the link led to.
   */
  public static Path followed(Path file) {
    Path at = file;
    for (int links = 0; links < MOST_LINKS; links++) {
      String written = writtenLink(at);
      if (written == null) {
        return at;
      }
      at = realSibling(at, written);
    }
    return at;
  }

  /** A path that starts from where a file really lies. */
  private static Path realSibling(Path file, String relative) {
    try {
      return file.toRealPath().resolveSibling(relative).normalize();
    } catch (IOException e) {
      return file.resolveSibling(relative).normalize();
    }
  }

  private static @Nullable String writtenLink(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > LONGEST_LINK) {
        return null;
      }
      String text =
          new String(SmallFile.read(file, file, LONGEST_LINK), StandardCharsets.UTF_8).strip();
      return text.startsWith("../") && text.chars().noneMatch(Character::isISOControl)
          ? text
          : null;
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * The real path of a file of the model.
   *
   * @throws ModelException if the name is absolute, climbs, or leads through a link out of the
   *     folder, or if there is no such regular file
   */
  public Path file(String name) {
    Path relative;
    try {
      relative = path.getFileSystem().getPath(name);
    } catch (InvalidPathException e) {
      throw new ModelException(path + ": \"" + name + "\" is not a file name", e);
    }
    boolean climbs = name.isEmpty() || relative.getRoot() != null;
    for (String part : name.split("[/\\\\]", -1)) {
      climbs |= part.equals("..");
    }
    if (climbs) {
      throw new ModelException(path + ": \"" + name + "\" names a file outside the model folder");
    }
    Path file = path.resolve(relative);
    Path target = followed(file);
    if (!Files.exists(target)) {
      throw new ModelException(
          file
              + (target.equals(file) && !Files.isSymbolicLink(file)
                  ? ": no such file"
                  : ": a link to a file that does not exist"));
    }
    if (!Files.isRegularFile(target)) {
      throw new ModelException(file + ": not a regular file");
    }
    try {
      Path real = followed(target.toRealPath());
      if (!real.startsWith(root) && !isBlob(real)) {
        throw new ModelException(
            file + ": a link that points outside the model folder, to " + real);
      }
      watched.add(real);
      return real;
    } catch (IOException e) {
      throw new ModelException(file + ": cannot be opened: " + Reason.of(e), e);
    }
  }

  /** What a download that was cut off has left behind; empty where there is nothing. */
  public Optional<Path> unfinishedDownload() {
    for (Path where : List.of(path.resolve(".cache"), root.resolve("blobs"), path)) {
      int depth = where.equals(path) ? 1 : 4;
      try (Stream<Path> files =
          Files.isDirectory(where) ? Files.walk(where, depth) : Stream.empty()) {
        Optional<Path> found =
            files.filter(file -> UNFINISHED.matcher(file.toString()).find()).sorted().findFirst();
        if (found.isPresent()) {
          return found;
        }
      } catch (IOException | UncheckedIOException e) {
        // What cannot be listed says nothing.
      }
    }
    return Optional.empty();
  }

  /** The names of files directly in the folder with one of these endings, sorted. */
  public List<String> namesEndingIn(String... endings) {
    try (Stream<Path> files = Files.list(path)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> Arrays.stream(endings).anyMatch(name::endsWith))
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new ModelException(path + ": cannot be listed: " + e.getMessage(), e);
    }
  }

  /** Reads a whole file that must not be larger than the limit in bytes. */
  public byte[] read(String name, int limit) {
    byte[] bytes = SmallFile.read(file(name), path.resolve(name), limit);
    NotWhatItSeems.refuse(path.resolve(name), bytes);
    return bytes;
  }
}
