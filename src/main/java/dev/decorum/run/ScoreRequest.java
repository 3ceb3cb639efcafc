package dev.decorum.run;

import dev.decorum.read.Shard;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request to score conversations.
 *
 * @param shard the shard of the input to read; null for all of it
 */
public record ScoreRequest(
    ScoringRequest scoring,
    @Nullable Shard shard,
    OutputRequest output,
    PageOutput page,
    ReuseRequest reuse) {
  public ScoreRequest {
    Objects.requireNonNull(scoring);
    Objects.requireNonNull(output);
    Objects.requireNonNull(page);
    Objects.requireNonNull(reuse);
  }
}
