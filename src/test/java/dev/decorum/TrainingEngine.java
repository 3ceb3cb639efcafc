package dev.decorum;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The distribution as {@code mvn -Ptraining package} makes it: a copy of links, with the engine
 * that the tests have on their class path.
 */
final class TrainingEngine {
  /** Where all tests share the unpacked libraries of the engine, which are large. */
  static final Path CACHE = Distribution.HOME.resolveSibling("engine-cache");

  private static final int JARS = 6;
  private static @Nullable Path distribution;

  private TrainingEngine() {}

  /** The copy, in a folder that goes with this process, and has a blank in its name. */
  static synchronized Path distribution() throws IOException {
    Path known = distribution;
    if (known == null) {
      Path folder = Files.createTempDirectory("decorum-it-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      known = folder.resolve("with engine");
      link(known);
      distribution = known;
    }
    return known;
  }

  private static void link(Path copy) throws IOException {
    Path lib = Files.createDirectories(copy.resolve("lib"));
    Path bin = Files.createDirectory(copy.resolve("bin"));
    Files.createSymbolicLink(copy.resolve("examples"), Distribution.HOME.resolve("examples"));
    Files.copy(Distribution.launcher(), bin.resolve("decorum"), StandardCopyOption.COPY_ATTRIBUTES);
    try (DirectoryStream<Path> jars =
        Files.newDirectoryStream(Distribution.HOME.resolve("lib"), "*.jar")) {
      for (Path jar : jars) {
        Files.createSymbolicLink(lib.resolve(jar.getFileName()), jar);
      }
    }
    Path engine = Files.createDirectory(lib.resolve("training"));
    int found = 0;
    for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
      Path jar = Path.of(entry).toAbsolutePath();
      if (entry.endsWith(".jar") && entry.replace('\\', '/').contains("/org/bytedeco/")) {
        Files.createSymbolicLink(engine.resolve(jar.getFileName()), jar);
        found++;
      }
    }
    assertEquals(JARS, found, "jars of the engine on the class path of the tests");
  }

  /** Removes a folder and the links in it, but nothing that they lead to. */
  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
