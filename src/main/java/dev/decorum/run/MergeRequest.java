package dev.decorum.run;

import dev.decorum.failure.UsageException;
import dev.decorum.score.MergeOptions;
import dev.decorum.score.ScoreFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Which score files are put together, where to, and what is let pass.
 *
 * @param scores files, directories or globs
 * @param output its ending says in which form it is written
 */
public record MergeRequest(List<String> scores, Path output, MergeOptions options) {
  public MergeRequest {
    scores = List.copyOf(scores);
    Objects.requireNonNull(options);
    if (ScoreFormat.ofEnding(output).isEmpty()) {
      throw new UsageException(
          "the extension of '" + output + "' is neither .csv nor .jsonl nor .parquet");
    }
  }

  /** The form of the output. */
  ScoreFormat format() {
    return ScoreFormat.ofEnding(output).orElseThrow();
  }
}
