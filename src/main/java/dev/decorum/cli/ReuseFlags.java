package dev.decorum.cli;

import dev.decorum.run.ReuseRequest;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags for reusing the scores of earlier runs. */
final class ReuseFlags {

  @Option(
      names = "--resume",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "Continue where an interrupted run of the same command stopped: FILE.journal keeps"
              + " computed results until FILE is complete (default). --no-resume starts again.")
  private boolean resume = true;

  @Option(
      names = "--cache",
      paramLabel = "STORE",
      description =
          "Keep scores in STORE, an SQLite file, and reuse those of the same model and the same"
              + " tokens. decorum audit can use the same store.")
  private @Nullable Path cache;

  ReuseRequest request() {
    return new ReuseRequest(resume, cache);
  }
}
