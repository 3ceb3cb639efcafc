package dev.decorum.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags for which conversations are explained, and how far back. */
final class ExplainFlags {
  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "Explain the conversation with this id; not needed if there is only one.")
  private @Nullable String id;

  @Option(
      names = "--lowest",
      paramLabel = "N",
      description = "Score the whole input and explain the N lowest-scoring conversations.")
  private @Nullable Integer lowest;

  @Option(
      names = "--last",
      paramLabel = "N",
      description =
          "Compute the score after the last N messages only, which is faster for long"
              + " conversations (default: after all).")
  private @Nullable Integer last;

  @Nullable String id() {
    return id;
  }

  @Nullable Integer lowest() {
    return lowest;
  }

  @Nullable Integer last() {
    return last;
  }
}
