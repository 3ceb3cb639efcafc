package dev.decorum.run;

import dev.decorum.score.RunManifest;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The surroundings of a run.
 *
 * @param listener receives messages and progress
 * @param alsoRead files that the request was read from, such as one with defaults; they are not
 *     overwritten
 * @param configuration those of them that have set options of the run
 */
public record RunContext(
    RunListener listener, List<Path> alsoRead, List<RunManifest.InputEntry> configuration) {
  public RunContext {
    Objects.requireNonNull(listener);
    alsoRead = List.copyOf(alsoRead);
    configuration = List.copyOf(configuration);
  }

  /** Surroundings of a run that has no manifest. */
  public RunContext(RunListener listener, List<Path> alsoRead) {
    this(listener, alsoRead, List.of());
  }
}
