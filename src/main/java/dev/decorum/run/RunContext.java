package dev.decorum.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The surroundings of a run.
 *
 * @param listener receives messages and progress
 * @param alsoRead files that the request was read from, such as one with defaults; they are not
 *     overwritten
 */
public record RunContext(RunListener listener, List<Path> alsoRead) {
  public RunContext {
    Objects.requireNonNull(listener);
    alsoRead = List.copyOf(alsoRead);
  }
}
