package dev.decorum.report;

import dev.decorum.score.RunManifest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The origin of scores.
 *
 * @param name the file or the input
 * @param run the run that made them; {@code null} if a score file has no manifest
 * @param rejected how many of its rows were rejected when it was read for a report
 */
public record ScoreSource(String name, @Nullable RunManifest run, long rejected) {
  public ScoreSource {
    Objects.requireNonNull(name);
  }

  /** A source of which nothing was rejected. */
  public ScoreSource(String name, @Nullable RunManifest run) {
    this(name, run, 0);
  }
}
