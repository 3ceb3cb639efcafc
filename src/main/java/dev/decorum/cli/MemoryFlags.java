package dev.decorum.cli;

import dev.decorum.run.MemoryRequest;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags for reusing the scores of earlier runs. */
final class MemoryFlags {

  @Option(
      names = "--resume",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "Go on where an interrupted run of the same command stopped: FILE.journal keeps what was"
              + " computed until FILE is whole (default). --no-resume starts afresh.")
  private boolean resume = true;

  @Option(
      names = "--cache",
      paramLabel = "STORE",
      description =
          "Keep scores in STORE, an SQLite file, and compute none that is there for the same model"
              + " and the same tokens. decorum audit uses the same store.")
  private @Nullable Path cache;

  MemoryRequest request() {
    return new MemoryRequest(resume, cache);
  }
}
