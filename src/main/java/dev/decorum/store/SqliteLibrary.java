package dev.decorum.store;

import dev.decorum.disk.UserCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;
import org.sqlite.util.OSInfo;

/**
 * Where the driver's native library is. Left to itself the driver unpacks it at every start and
 * deletes those of others, so that processes that start together delete each other's library.
 */
final class SqliteLibrary {
  private static final String FOLDER = "org.sqlite.lib.path";

  private static boolean prepared;

  private SqliteLibrary() {}

  /**
   * Unpacks the library once into the user's cache. A place that the user set stays.
   *
   * @throws StoreException if there is no room for it
   */
  static synchronized void prepare() {
    if (prepared || System.getProperty(FOLDER) != null) {
      return;
    }
    String name = LibraryLoaderUtil.getNativeLibName();
    String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
    if (SqliteLibrary.class.getResource(resource) == null) {
      return; // the driver says which platforms there are
    }
    try {
      String platform = OSInfo.getNativeLibFolderPathForCurrentOS().replace('/', '-');
      Path unpacked =
          UserCache.ofUser()
              .unpack(
                  "sqlite-" + SQLiteJDBCLoader.getVersion() + "-" + platform, List.of(resource));
      System.setProperty(FOLDER, unpacked.toString());
      prepared = true;
    } catch (IOException | UncheckedIOException e) {
      throw new StoreException("the library of SQLite cannot be unpacked: " + e.getMessage(), e);
    }
  }
}
