package dev.decorum.cli;

import dev.decorum.failure.UsageException;
import dev.decorum.read.Shard;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flag that picks a shard, where several processes or machines share an input. */
final class ShardFlags {
  @Option(
      names = "--shard",
      paramLabel = "I/N",
      description =
          "Score only shard I of N (1/N to N/N) of the input, for N processes or machines that"
              + " share it; decorum merge combines their scores. The id of a conversation"
              + " determines its shard, and --limit counts rows of the whole input.")
  private @Nullable String shard;

  /** The shard asked for; {@code null} for the whole input. */
  @Nullable Shard shard() {
    if (shard == null) {
      return null;
    }
    try {
      return Shard.parse(shard);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "--shard must be I/N with I from 1 to N, such as 2/4, not '" + shard + "'", e);
    }
  }
}
