package dev.decorum.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Around a run.
 *
 * @param listener hears what it has to say
 * @param alsoRead files that decided the request, such as one of defaults; nothing is written over
 *     them
 */
public record RunContext(RunListener listener, List<Path> alsoRead) {
  public RunContext {
    Objects.requireNonNull(listener);
    alsoRead = List.copyOf(alsoRead);
  }
}
