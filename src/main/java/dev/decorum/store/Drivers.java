package dev.decorum.store;

import dev.decorum.infer.NativeLibraries;
import dev.decorum.read.bytes.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;
import org.sqlite.util.OSInfo;

/**
 * Where the driver's native library lies. Left to itself the driver unpacks it at every start and
 * tidies up after others, so that processes that start together take each other's library away.
 */
final class Drivers {
  private static final String FOLDER = "org.sqlite.lib.path";

  private static boolean prepared;

  private Drivers() {}

  /**
   * Unpacks the library once into the user's cache. A place that the user set stays; where the
   * cache cannot be written the driver has its own way.
   *
   * @throws InputException if there is no room for it
   */
  static synchronized void prepare() {
    if (prepared || System.getProperty(FOLDER) != null) {
      return;
    }
    String name = LibraryLoaderUtil.getNativeLibName();
    String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
    if (Drivers.class.getResource(resource) == null) {
      return; // the driver says which platforms there are
    }
    try {
      String platform = OSInfo.getNativeLibFolderPathForCurrentOS().replace('/', '-');
      Path folder = Path.of("sqlite-" + SQLiteJDBCLoader.getVersion() + "-" + platform);
      Optional<Path> library = NativeLibraries.unpackIntoCache(resource, folder.resolve(name));
      library
          .map(Path::getParent)
          .ifPresent(unpacked -> System.setProperty(FOLDER, unpacked.toString()));
      prepared = true;
    } catch (IOException e) {
      throw new InputException(
          "the library of SQLite cannot be unpacked into "
              + NativeLibraries.cacheFolder()
              + ": "
              + e.getMessage(),
          e);
    }
  }
}
