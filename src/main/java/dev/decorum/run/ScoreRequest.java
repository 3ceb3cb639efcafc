package dev.decorum.run;

import dev.decorum.read.Shard;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is scored, and where to.
 *
 * @param shard the part of the input that is read; null for all of it
 */
public record ScoreRequest(
    ScoringRequest scoring,
    @Nullable Shard shard,
    OutputRequest output,
    PageOutput page,
    MemoryRequest memory) {
  public ScoreRequest {
    Objects.requireNonNull(scoring);
    Objects.requireNonNull(output);
    Objects.requireNonNull(page);
    Objects.requireNonNull(memory);
  }
}
