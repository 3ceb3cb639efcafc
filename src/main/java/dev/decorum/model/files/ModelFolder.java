package dev.decorum.model.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of a model, taken as untrusted input: a file of it is a regular file that really lies
 * inside, or it is refused.
 *
 * <p>The one exception is the cache of the Hugging Face hub, {@code models--ORG--NAME/snapshots/
 * REVISION}, whose files are links to {@code models--ORG--NAME/blobs}: there the repository's
 * folder is the border.
 */
public final class ModelFolder {
  private final Path path;
  private final Path root;

  private ModelFolder(Path path, Path root) {
    this.path = path;
    this.root = root;
  }

  public static ModelFolder open(Path folder) {
    // The empty path is the working directory, but says nothing in a message.
    Path path = folder.toString().isEmpty() ? folder.resolve(".") : folder;
    if (!Files.exists(path)) {
      throw new ModelException(path + ": no such folder");
    }
    if (!Files.isDirectory(path)) {
      throw new ModelException(path + ": not a folder; a model is a folder with config.json in it");
    }
    try {
      return new ModelFolder(path, border(path.toRealPath()));
    } catch (IOException e) {
      throw new ModelException(path + ": cannot be opened: " + reason(e), e);
    }
  }

  /** The repository's folder in the hub's cache, or the folder itself anywhere else. */
  private static Path border(Path real) {
    Path snapshots = real.getParent();
    Path repository = snapshots == null ? null : snapshots.getParent();
    if (snapshots == null || repository == null || !snapshots.endsWith("snapshots")) {
      return real;
    }
    Path name = repository.getFileName();
    return name != null && name.toString().startsWith("models--") ? repository : real;
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

  public boolean has(String name) {
    return Files.exists(path.resolve(name));
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
      throw new ModelException(path + ": \"" + name + "\" is no file name", e);
    }
    boolean climbs = name.isEmpty() || relative.getRoot() != null;
    for (String part : name.split("[/\\\\]", -1)) {
      climbs |= part.equals("..");
    }
    if (climbs) {
      throw new ModelException(path + ": \"" + name + "\" names a file outside the model folder");
    }
    Path file = path.resolve(relative);
    if (!Files.exists(file)) {
      throw new ModelException(file + ": no such file");
    }
    if (!Files.isRegularFile(file)) {
      throw new ModelException(file + ": not a regular file");
    }
    try {
      Path real = file.toRealPath();
      if (!real.startsWith(root)) {
        throw new ModelException(file + ": a link that leads out of the model folder, to " + real);
      }
      return real;
    } catch (IOException e) {
      throw new ModelException(file + ": cannot be opened: " + reason(e), e);
    }
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
    return read(file(name), path.resolve(name), limit);
  }

  public static byte[] read(Path file, Path shown, int limit) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(limit);
      if (bytes.length == limit && in.read() >= 0) {
        throw new ModelException(
            shown + ": larger than " + limit + " bytes, which cannot be right");
      }
      return bytes;
    } catch (IOException e) {
      throw new ModelException(shown + ": cannot be read: " + reason(e), e);
    }
  }

  /** An I/O failure in words, also where the exception carries only a path or nothing. */
  public static String reason(IOException e) {
    String message = e.getMessage();
    return e.getClass().getSimpleName() + (message == null ? "" : " (" + message + ")");
  }
}
