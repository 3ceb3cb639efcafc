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
 * The part of a scored row that analyses need, for newly scored rows and rows read from a score
 * file.
 *
 * @param id the conversation's id, with its turn if it has one
 * @param logit the difference of the two logits, appropriate minus inappropriate, whose logistic is
 *     the probability of appropriate
 * @param tokens the number of tokens that the model read
 * @param truncated whether the window was truncated
 * @param label the label; {@code null} if there is none
 * @param fields the values by field, without fields that have no value
 * @param scale the scale of the score
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

  /** The probability of appropriate. */
  double probability() {
    return Scale.probability(0, logit);
  }

  /** The field with the conversation's id. */
  public static final String ID = ScoreColumn.ID.outputName();

  /** The field with the name of the bot. */
  public static final String BOT_NAME = ScoreColumn.BOT_NAME.outputName();

  /** The field with the number of a row's last message, if rows are turns. */
  public static final String TURN = ScoreColumn.TURN.outputName();

  /** The field with the flags, as a score file joins them. */
  public static final String FLAGS = ScoreColumn.FLAGS.outputName();

  /** Fields that every row has, so that they need not be kept. */
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

  /** The name of a row: the conversation's id with the turn, if that is not 0. */
  static String name(String conversationId, int turn) {
    return turn == 0 ? conversationId : conversationId + " turn " + turn;
  }
}
