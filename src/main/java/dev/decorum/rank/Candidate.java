package dev.decorum.rank;

import dev.decorum.score.ConversationScore;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One reply with its score.
 *
 * @param score of the conversation that ends with it
 * @param example what was said; {@code null} where texts are not kept
 */
public record Candidate(ConversationScore score, @Nullable TrainingExample example) {
  public Candidate {
    Objects.requireNonNull(score);
  }
}
