package dev.decorum.score;

import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.Flag;
import dev.decorum.conversation.Label;
import dev.decorum.conversation.SampleId;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What questions asked of scores need of a row, whether it was scored just now or read back from a
 * score file.
 *
 * @param id the conversation's id, and its turn where it has one
 * @param logit the difference of the two logits, appropriate less inappropriate: its logistic is
 *     the appropriate-probability
 * @param tokens how many tokens the model read
 * @param truncated whether something was cut off
 * @param label what a person said; {@code null} where nobody did
 * @param fields values by name; a field without a value is not in it
 * @param scale what the score is a number of
 */
public record ScoredRow(
    String id,
    double logit,
    int tokens,
    boolean truncated,
    @Nullable Label label,
    Map<String, String> fields,
    Scale scale) {

  public ScoredRow {
    Objects.requireNonNull(id);
    if (!Double.isFinite(logit)) {
      throw new IllegalArgumentException("no number: " + logit);
    }
    fields = Map.copyOf(fields);
    Objects.requireNonNull(scale);
  }

  /** The appropriate-probability. */
  double probability() {
    return Scale.probability(0, logit);
  }

  /** The field with the conversation's id. */
  public static final String ID = ScoreColumn.ID.outputName();

  /** The field with the name under which the bot speaks. */
  public static final String BOT_NAME = ScoreColumn.BOT_NAME.outputName();

  /** The field with the number of the message that a row ends with, where rows are turns. */
  public static final String TURN = ScoreColumn.TURN.outputName();

  /** The field with the flags, as a score file joins them. */
  public static final String FLAGS = ScoreColumn.FLAGS.outputName();

  /** Fields that every row has by itself, so that they need not be kept. */
  public static final Set<String> OWN_FIELDS = Set.of(ID, BOT_NAME, TURN, FLAGS);

  /** The row of a score. */
  public static ScoredRow of(ConversationScore score) {
    Map<String, String> fields = new HashMap<>();
    fields.put(ID, score.id().conversationId());
    fields.put(BOT_NAME, score.context().botName());
    if (score.id().turn() > 0) {
      fields.put(TURN, Integer.toString(score.id().turn()));
    }
    if (!score.flags().isEmpty()) {
      fields.put(FLAGS, FlagNames.joined(FlagNames.of(score.flags())));
    }
    for (Map.Entry<String, FieldValue> field : score.context().fields().entrySet()) {
      if (!field.getValue().isNothing()) {
        fields.put(field.getKey(), field.getValue().text());
      }
    }
    return new ScoredRow(
        name(score.id()),
        score.logit(),
        score.tokens(),
        score.flags().contains(Flag.TRUNCATED),
        score.context().label(),
        fields,
        score.scale());
  }

  private static String name(SampleId id) {
    return name(id.conversationId(), id.turn());
  }

  /** One name for a conversation and a turn of it; 0 stands for no turn. */
  static String name(String conversationId, int turn) {
    return turn == 0 ? conversationId : conversationId + " turn " + turn;
  }
}
