package dev.decorum.score;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A score file that is merged with others.
 *
 * @param name as the user named it
 * @param path its path
 * @param run the run that made it; {@code null} if it has no manifest
 */
public record ScorePart(String name, Path path, @Nullable RunManifest run) {

  public ScorePart {
    Objects.requireNonNull(name);
    Objects.requireNonNull(path);
  }

  /** Whether it looks like a score file, wherever it comes from. */
  boolean isScoreFile() {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
      return ScoreFileReader.isScoreFile(path, in);
    } catch (IOException e) {
      // What is wrong with it is told when it is read.
      return true;
    }
  }

  /**
   * The score file at {@code path} with the manifest beside it.
   *
   * @throws dev.decorum.read.bytes.InputException if its manifest cannot be used
   */
  public static ScorePart of(String name, Path path) throws IOException {
    return new ScorePart(name, path, RunReport.manifestBeside(name, path).orElse(null));
  }
}
