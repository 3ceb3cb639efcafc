package dev.decorum.cli;

import dev.decorum.run.RejectPolicy;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags for rejected rows and for the progress that is shown. */
final class RejectFlags {

  @Option(
      names = "--rejects",
      paramLabel = "FILE",
      description = "Write rows that could not be used to FILE as JSON Lines, with the reason.")
  private @Nullable Path rejects;

  @Option(names = "--allow-rejects", description = "Exit with 0 even if rows were rejected.")
  private boolean allowRejects;

  @Option(names = "--strict", description = "Stop at the first row that cannot be used.")
  private boolean strict;

  @Option(
      names = "--progress",
      paramLabel = "WHEN",
      defaultValue = "auto",
      description = "Show progress: auto, always or never (default: ${DEFAULT-VALUE}).")
  private StatusLine.When progress = StatusLine.When.AUTO;

  boolean writesFile() {
    return rejects != null;
  }

  RejectPolicy policy() {
    return new RejectPolicy(rejects, allowRejects, strict);
  }

  StatusLine.When progress() {
    return progress;
  }
}
