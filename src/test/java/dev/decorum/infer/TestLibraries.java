package dev.decorum.infer;

import dev.decorum.disk.UserCache;
import java.nio.file.Path;

/** Keeps the native libraries of the tests out of the home folder. */
public final class TestLibraries {
  private TestLibraries() {}

  /** Has to come before the first use of a native library; harmless when repeated. */
  public static void prepare() {
    NativeLibraries.prepare(UserCache.open(Path.of("target/test-cache")));
  }
}
