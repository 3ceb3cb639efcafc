package dev.decorum.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells SQLite's files from others without opening them as databases. */
public final class DatabaseFiles {
  private static final String SIGNATURE = "SQLite format 3\0";

  private DatabaseFiles() {}

  /**
   * The file beside a database with its name and an ending: where the database itself is, whatever
   * links lead there.
   */
  public static Path beside(Path database, String ending) {
    Path real = database;
    try {
      real = database.toRealPath();
    } catch (IOException e) {
      // It is not there yet, so there is no link to it.
    }
    return real.resolveSibling(real.getFileName() + ending);
  }

  /**
   * Whether a file is a SQLite database, such as a store.
   *
   * @throws StoreException if it cannot be read
   */
  public static boolean isDatabase(Path file) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(SIGNATURE.length());
      return new String(head, StandardCharsets.ISO_8859_1).equals(SIGNATURE);
    } catch (IOException e) {
      throw StoreException.unreadable(file, e);
    }
  }
}
