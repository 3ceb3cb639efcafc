package dev.decorum.run;

import dev.decorum.failure.UsageException;
import dev.decorum.score.MergeOptions;
import dev.decorum.score.ScoreFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A request to merge score files.
 *
 * @param scores files, directories or globs
 * @param output the file to write; its extension determines the form
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
