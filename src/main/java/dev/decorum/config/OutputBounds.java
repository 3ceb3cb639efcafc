package dev.decorum.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the outputs that a project's file names may be: below the folder of that file. The file
 * comes with whatever folder somebody happens to work in, which may be one that was downloaded; it
 * must not be able to make a command overwrite files elsewhere.
 */
public final class OutputBounds {
  private static final String REPOSITORY = ".git";

  private OutputBounds() {}

  /**
   * Why an output may not be written; null if it may.
   *
   * @param folder the project's folder
   * @param output as the file names it
   */
  public static @Nullable String complaint(Path folder, Path output) {
    Path wanted = folder.resolve(output).toAbsolutePath().normalize();
    try {
      Path place = real(wanted);
      Path bounds = folder.toRealPath();
      if (!place.startsWith(bounds) || place.equals(bounds)) {
        return "is outside of the folder of this file";
      }
      for (Path part : bounds.relativize(place)) {
        if (part.toString().equalsIgnoreCase(REPOSITORY)) {
          return "is inside of the repository's own files";
        }
      }
      return null;
    } catch (IOException e) {
      return "cannot be found out to be in the folder of this file";
    }
  }

  /** Where a file really is or would be, with links resolved as far as it exists. */
  private static Path real(Path file) throws IOException {
    Path existing = file;
    while (existing != null && !Files.exists(existing)) {
      if (Files.isSymbolicLink(existing)) {
        throw new IOException("a link to nothing");
      }
      existing = existing.getParent();
    }
    return existing == null
        ? file
        : existing.toRealPath().resolve(existing.relativize(file).toString());
  }
}
