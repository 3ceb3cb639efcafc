package dev.decorum.score;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A score file that is put together with others.
 *
 * @param name as the user named it
 * @param path where it lies
 * @param run the run that it comes from; {@code null} where no manifest lies beside it
 */
public record ScorePart(String name, Path path, @Nullable RunManifest run) {

  public ScorePart {
    Objects.requireNonNull(name);
    Objects.requireNonNull(path);
  }

  /**
   * The score file with the manifest that lies beside it.
   *
   * @throws dev.decorum.read.bytes.InputException if there is a manifest, and it cannot be used
   */
  public static ScorePart of(String name, Path path) throws IOException {
    return new ScorePart(name, path, RunReport.manifestBeside(name, path).orElse(null));
  }
}
