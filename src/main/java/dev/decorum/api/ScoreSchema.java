package dev.decorum.api;

import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.Flag;
import dev.decorum.conversation.Location;
import dev.decorum.conversation.RowContext;
import dev.decorum.conversation.SampleId;
import dev.decorum.score.ConversationScore;
import dev.decorum.score.RowValues;
import dev.decorum.score.Scale;
import dev.decorum.score.ScoreColumns;
import java.io.Serializable;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a score file, for programs that write scores into tables of their own. Names,
 * order, types and rounding are those of the Parquet files that {@code decorum score} writes.
 *
 * @param withTurn whether there is a column {@code turn}, as for {@link JudgeOptions#turns} other
 *     than {@code last}
 * @param keep the fields of the input that scores bring along, in their order
 * @param ofRewards whether the model gives one reward, and not two logits
 */
public record ScoreSchema(boolean withTurn, List<String> keep, boolean ofRewards)
    implements Serializable {
  private static final Location NOWHERE = new Location("", 0, 0);

  /**
   * @throws IllegalArgumentException if a kept field has the name of a column or occurs twice
   */
  public ScoreSchema {
    keep = List.copyOf(keep);
    columns(withTurn, keep, ofRewards);
  }

  private static ScoreColumns columns(boolean withTurn, List<String> keep, boolean ofRewards) {
    return new ScoreColumns(withTurn, keep, null, ofRewards ? Scale.REWARD : Scale.PROBABILITY);
  }

  private ScoreColumns columns() {
    return columns(withTurn, keep, ofRewards);
  }

  /**
   * The columns in order, with the class of each one's values: {@link String}, {@link Integer},
   * {@link Float} or {@link Double}.
   */
  public Map<String, Class<?>> types() {
    return RowValues.columns(columns());
  }

  /** The values of a score in the order of the columns; null where there is nothing. */
  public List<@Nullable Object> values(Score score) {
    return RowValues.of(internal(score), columns());
  }

  /** The score as a row of a score file. */
  static ConversationScore internal(Score score) {
    Map<String, FieldValue> fields = new LinkedHashMap<>();
    score.fields().forEach((name, text) -> fields.put(name, FieldValue.string(text)));
    Set<Flag> flags = EnumSet.noneOf(Flag.class);
    for (Flag flag : Flag.values()) {
      if (score.flags().contains(flag.outputName())) {
        flags.add(flag);
      }
    }
    return new ConversationScore(
        new SampleId(0, score.id(), score.turn()),
        new RowContext(NOWHERE, score.botName(), null, fields),
        score.appropriateProbability(),
        score.baselineDeltaPercent(),
        score.logitInappropriate(),
        score.logitAppropriate(),
        score.tokens(),
        score.tokensDropped(),
        score.messages(),
        score.messagesUsed(),
        flags,
        score.windowSha256(),
        score.scale());
  }
}
