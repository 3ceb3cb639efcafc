package dev.decorum.run;

import dev.decorum.failure.UsageException;
import dev.decorum.format.Turns;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request to explain scores: which conversations, how far back, and where the explanation goes.
 *
 * @param id the id of the conversation to explain; null if none was given
 * @param lowest how many of the lowest-scoring conversations to explain, 1 to 100; null for the
 *     only conversation of the input, or those with the id
 * @param turns after how many of the last messages the score is computed, at least 1; null for all
 */
public record ExplainRequest(
    ScoringRequest scoring,
    @Nullable String id,
    @Nullable Integer lowest,
    @Nullable Integer turns,
    ReportOutput report) {
  /** More conversations are not explained in one run. */
  static final int MOST = 100;

  public ExplainRequest {
    Objects.requireNonNull(scoring);
    Objects.requireNonNull(report);
    if (id != null && lowest != null) {
      throw new UsageException("--id and --lowest exclude each other");
    }
    if (lowest != null && (lowest < 1 || lowest > MOST)) {
      throw new UsageException(
          "--lowest must be a number from 1 to " + MOST + " here, not " + lowest);
    }
    if (lowest != null && scoring.input().inputs().contains("-")) {
      throw new UsageException(
          "standard input can be read only once; explain --lowest reads a file twice");
    }
    if (turns != null && turns < 1) {
      throw new UsageException("--last must be 1 or more, not " + turns);
    }
    if (scoring.window().turns() != Turns.LAST) {
      throw new UsageException("explain scores a conversation after every message: no --turns");
    }
    if (report.form() == ReportForm.JUNIT) {
      throw new UsageException(
          "an explanation has nothing that passes or fails: no JUnit; write text, json, md or html");
    }
  }
}
