package dev.decorum.store;

import dev.decorum.infer.NativeLibraries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the driver may put its native library while it runs. */
final class Drivers {
  private static final String FOLDER = "org.sqlite.tmpdir";

  private Drivers() {}

  /**
   * Points the driver to the user's cache: a temporary folder may be shared with others, or mounted
   * so that nothing in it can be run. A folder that the user set stays.
   */
  static synchronized void prepare() {
    if (System.getProperty(FOLDER) != null) {
      return;
    }
    Path cache = NativeLibraries.cacheFolder();
    try {
      Files.createDirectories(cache);
      if (Files.isWritable(cache)) {
        System.setProperty(FOLDER, cache.toString());
      }
    } catch (IOException e) {
      // A read-only home: the driver takes the temporary folder.
    }
  }
}
