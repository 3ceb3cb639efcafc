package dev.decorum.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where targets put the files that Decorum reads by path. */
final class WorkFolder {
  private WorkFolder() {}

  /** A new folder, in the temporary folder of the campaign. */
  static Path make() {
    try {
      return Files.createTempDirectory("decorum-fuzz");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
