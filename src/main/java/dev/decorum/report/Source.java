package dev.decorum.report;

import dev.decorum.score.RunManifest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where scores came from.
 *
 * @param name the file or the input
 * @param run the run that made them; {@code null} where no manifest lies beside a score file
 */
public record Source(String name, @Nullable RunManifest run) {
  public Source {
    Objects.requireNonNull(name);
  }
}
