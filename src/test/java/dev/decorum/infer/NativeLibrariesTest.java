package dev.decorum.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.disk.UserCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibrariesTest {

  @BeforeAll
  static void keepNativeLibrariesOutOfTheHomeFolder() {
    TestLibraries.prepare();
  }

  @Test
  void bothLibrariesAreUnpackedSideBySide() throws IOException {
    // Another test of this process may have prepared them elsewhere.
    Path folder = Path.of(System.getProperty("onnxruntime.native.path", ""));
    for (String library : new String[] {"onnxruntime", "onnxruntime4j_jni"}) {
      assertTrue(Files.size(folder.resolve(System.mapLibraryName(library))) > 0, library);
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(2, files.count(), "no partial file is left");
    }
  }

  @Test
  void nothingIsAskedOfTheNetwork() {
    assertEquals("true", System.getProperty("ai.djl.offline"));
    assertEquals("true", System.getProperty("OPT_OUT_TRACKING"));
  }

  @Test
  void aSecondCallDoesNothing(@TempDir Path other) throws IOException {
    String before = System.getProperty("onnxruntime.native.path");
    NativeLibraries.prepare(UserCache.open(other));
    assertEquals(before, System.getProperty("onnxruntime.native.path"));
    try (Stream<Path> files = Files.list(other)) {
      assertEquals(0, files.count());
    }
  }
}
