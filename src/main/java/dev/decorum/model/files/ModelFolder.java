package dev.decorum.model.files;

import dev.decorum.disk.FailureReason;
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
 * The folder of a model, treated as untrusted input: files that are not regular files inside the
 * folder are refused.
 *
 * <p>The exceptions are links into the cache of the Hugging Face hub, {@code
 * models--OWNER--NAME/blobs}: the files of its snapshots are such links, and so are large files
 * that were downloaded to a separate folder.
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
   * Opens the folder of a model, or the one inside it: the current snapshot of a repository in the
   * hub's cache, or the last checkpoint of a trainer.
   *
   * @throws ModelException if there is no such folder, or there are several models inside it
   */
  public static ModelFolder open(Path folder) {
    // The empty path is the working directory, but would be invisible in messages.
    Path given = folder.toString().isEmpty() ? folder.resolve(".") : folder;
    if (!Files.exists(given)) {
      throw new ModelException(given + ": no such folder");
    }
    if (!Files.isDirectory(given)) {
      throw new ModelException(given + ": " + notAFolder(given));
    }
    List<String> notices = new ArrayList<>();
    Path path = ModelPlace.of(given, notices);
    try {
      return new ModelFolder(path, border(path.toRealPath()), notices);
    } catch (IOException e) {
      throw new ModelException(path + ": cannot be opened: " + FailureReason.of(e), e);
    }
  }

  /** What to give instead of a file: the folder around it, if that is a model. */
  private static String notAFolder(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    String name = String.valueOf(file.getFileName());
    if (name.endsWith(".gguf")) {
      return "this is a model in llama.cpp's form (GGUF); Decorum needs the folder of the original"
          + " with config.json and model.safetensors";
    }
    if (folder == null || !Files.isRegularFile(folder.resolve("config.json"))) {
      return "not a folder; a model is a folder with config.json in it";
    }
    Path shown = file.getParent();
    return "this is a file of a model; give the folder that it is in: -m "
        + (shown == null ? "." : shown);
  }

  /**
   * The folder that files may not be outside of: the repository's in the hub's cache, otherwise the
   * folder itself.
   */
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

  /** Whether a file is a blob of a repository in the hub's cache. */
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

  /** The real path of the folder that contains every file of the model, at any depth. */
  public Path root() {
    return root;
  }

  /** The model's name: that of the repository in the hub's cache, otherwise that of the folder. */
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

  /** Notices about where the model was found. */
  public List<String> notices() {
    return notices;
  }

  /** All files that were asked for, in the state that they had then. */
  public WatchedFiles watched() {
    return watched;
  }

  /** Whether there is a file of this name, which may be a broken link. */
  public boolean has(String name) {
    return Files.exists(path.resolve(name), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * The target of a file that replaces a link: copies without links, such as clones on Windows,
   * have a small file with the path instead.
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

  /** A path relative to the real place of {@code file}. */
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
   * @throws ModelException if the name is absolute, has {@code ..}, or leads out of the folder
   *     through a link, or if there is no such regular file
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
      throw new ModelException(file + ": cannot be opened: " + FailureReason.of(e), e);
    }
  }

  /** A file that an incomplete download has left; empty if there is none. */
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
        // If the folder cannot be listed, nothing is known.
      }
    }
    return Optional.empty();
  }

  /** The names of files directly in the folder that end in one of these, sorted. */
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

  /** Reads a file that may have at most {@code limit} bytes. */
  public byte[] read(String name, int limit) {
    byte[] bytes = SmallFile.read(file(name), path.resolve(name), limit);
    FailedDownload.refuse(path.resolve(name), bytes);
    return bytes;
  }
}
