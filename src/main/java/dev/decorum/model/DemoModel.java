package dev.decorum.model;

import dev.decorum.model.files.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Finds the demonstration model: where the launcher says that a distribution has it, or else on the
 * class path, in a folder or in a jar. Its weights need not be copied where they are files.
 */
final class DemoModel {
  private static final String FOLDER = "/dev/decorum/demo-model";
  private static final String PROPERTY = "decorum.demo.model";

  /** The open jar, which is never closed, since bundles read from it. */
  private static @Nullable FileSystem jar;

  private DemoModel() {}

  static Path folder() {
    String told = System.getProperty(PROPERTY, "");
    if (!told.isEmpty()) {
      return Path.of(told);
    }
    URL config = DemoModel.class.getResource(FOLDER + "/config.json");
    if (config == null) {
      throw new ModelException("the demonstration model is missing from this build of Decorum");
    }
    try {
      if (config.openConnection() instanceof JarURLConnection connection) {
        return inJar(Path.of(connection.getJarFileURL().toURI()));
      }
      return Path.of(config.toURI()).resolveSibling("");
    } catch (IOException | URISyntaxException e) {
      throw new ModelException("the demonstration model cannot be opened from " + config, e);
    }
  }

  private static synchronized Path inJar(Path file) throws IOException {
    FileSystem open = jar;
    if (open == null || isBroken(open)) {
      // Opened by path and not by URI, so that it is independent of other open file systems.
      open = FileSystems.newFileSystem(file);
      jar = open;
    }
    return open.getPath(FOLDER);
  }

  /** Whether the jar was closed, as happens when a thread is interrupted while reading. */
  private static boolean isBroken(FileSystem open) throws IOException {
    try (InputStream in = Files.newInputStream(open.getPath(FOLDER, "config.json"))) {
      return in.read() < 0;
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (ClosedChannelException | ClosedFileSystemException e) {
      return true;
    }
  }
}
