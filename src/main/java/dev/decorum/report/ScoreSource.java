package dev.decorum.report;

import dev.decorum.score.RunManifest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The origin of scores.
 *
 * @param name the file or the input
 * @param run the run that made them; {@code null} if a score file has no manifest
 */
public record ScoreSource(String name, @Nullable RunManifest run) {
  public ScoreSource {
    Objects.requireNonNull(name);
  }
}
