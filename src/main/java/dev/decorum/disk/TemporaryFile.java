package dev.decorum.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A temporary file without a name: the owner alone can read it, and its content goes with the
 * process even when that is killed. On Linux and macOS the name is taken away as soon as the file
 * is open; Windows removes the file when it is closed, which it does for a killed process too.
 */
public final class TemporaryFile {
  private static final String PREFIX = "decorum-";
  private static final String SUFFIX = ".tmp";

  private TemporaryFile() {}

  /** Opens a new file, to be written and read back through the channel, which is all of it. */
  public static FileChannel open() throws IOException {
    return nameless(Files.createTempFile(PREFIX, SUFFIX));
  }

  static FileChannel open(Path folder) throws IOException {
    return nameless(Files.createTempFile(folder, PREFIX, SUFFIX));
  }

  private static FileChannel nameless(Path path) throws IOException {
    try {
      return FileChannel.open(
          path,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(path);
      throw e;
    }
  }
}
