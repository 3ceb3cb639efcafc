package dev.decorum.explain;

import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.Flag;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Speaker;
import dev.decorum.score.ConversationScore;
import dev.decorum.score.Scale;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Why a conversation scores what it scores: its score after every message, and its score without
 * each message that the model reads, without persona and without example dialogue. {@link
 * Explainer} says how each of these conversations is edited.
 *
 * <p>Differences are in the unit of the score. They describe the model, not causes: they do not add
 * up, since messages work together, and a message whose removal raises the score is not thereby
 * improper.
 *
 * @param conversation the conversation, whose content is a {@link Dialogue}
 * @param score the score of the conversation as it is
 * @param turns the score after each message, oldest first; the last is that of the conversation as
 *     it is. Earlier ones may be missing, if they were not asked for; empty without messages
 * @param leftOut the score without each message that the model reads at least in part, oldest first
 * @param persona the score without the persona; {@code null} if there is none
 * @param exampleDialogue the score without the example dialogue; {@code null} if there is none
 */
public record Explanation(
    Conversation conversation,
    ConversationScore score,
    List<Turn> turns,
    List<MessageLeftOut> leftOut,
    @Nullable LeftOut persona,
    @Nullable LeftOut exampleDialogue) {

  /** Probabilities that differ by less than one percentage point are not worth a sentence. */
  private static final double NOTABLE = 0.01;

  /** Rewards that differ by less are written as equal. */
  private static final double NOTABLE_REWARD = 0.0005;

  public Explanation {
    Objects.requireNonNull(conversation);
    Objects.requireNonNull(score);
    turns = List.copyOf(turns);
    leftOut = List.copyOf(leftOut);
    if (!(conversation.content() instanceof Dialogue)) {
      throw new IllegalArgumentException("only a dialogue has parts");
    }
  }

  /**
   * The conversation as it stood after a message.
   *
   * @param message the number of the message, from 1
   * @param value the score; NaN if the conversation could not be scored then
   * @param change the difference from the score before the message; NaN for the first message and
   *     where either score is unknown
   */
  public record Turn(int message, double value, double change) {}

  /**
   * The conversation without a part of it.
   *
   * @param value the score; NaN if nothing is left to score
   * @param difference how much higher it is than the score of the conversation as it is; NaN if
   *     unknown
   * @param read whether the model reads anything of the part: without a part that it does not read
   *     the score is the same
   */
  public record LeftOut(double value, double difference, boolean read) {}

  /**
   * The conversation without a message.
   *
   * @param message the number of the message, from 1
   */
  public record MessageLeftOut(int message, LeftOut leftOut) {
    public MessageLeftOut {
      Objects.requireNonNull(leftOut);
    }
  }

  /** The dialogue that is explained. */
  public Dialogue dialogue() {
    return (Dialogue) conversation.content();
  }

  /**
   * A message of the dialogue.
   *
   * @param number its number, from 1
   */
  public Message message(int number) {
    return dialogue().messages().get(number - 1);
  }

  private double notable() {
    return score.scale() == Scale.REWARD ? NOTABLE_REWARD : NOTABLE;
  }

  /**
   * The score before the last message, if that is the bot's: the user had spoken, and the bot had
   * not answered yet. Empty if it is not known.
   */
  public OptionalDouble beforeAnswer() {
    int last = dialogue().messages().size();
    if (last == 0 || message(last).speaker() != Speaker.BOT) {
      return OptionalDouble.empty();
    }
    return turn(last).stream()
        .mapToDouble(turn -> turn.value() - turn.change())
        .filter(Double::isFinite)
        .findFirst();
  }

  /**
   * The message of one side whose arrival made the score fall most; empty if it never fell notably.
   * The bot's is the one that its maker can change; what a user says is not the bot's doing.
   */
  public Optional<Turn> largestFall(Speaker speaker) {
    return turns.stream()
        .filter(turn -> message(turn.message()).speaker() == speaker)
        .filter(turn -> turn.change() <= -notable())
        .min(Comparator.comparingDouble(Turn::change));
  }

  /**
   * The message without which the score would be highest; empty if the score would be notably
   * higher without none of them.
   */
  public Optional<MessageLeftOut> mostRaising() {
    return leftOut.stream()
        .filter(message -> message.leftOut().difference() >= notable())
        .max(Comparator.comparingDouble(message -> message.leftOut().difference()));
  }

  /** The score after a message; empty if it was not asked for. */
  public Optional<Turn> turn(int message) {
    return turns.stream().filter(turn -> turn.message() == message).findFirst();
  }

  /** The score without a message; empty if the model does not read the message. */
  public Optional<LeftOut> without(int message) {
    return leftOut.stream()
        .filter(each -> each.message() == message)
        .map(MessageLeftOut::leftOut)
        .findFirst();
  }

  /**
   * Whether the model reads less than the text of the last messages, because that is too long. The
   * text that was cut off then comes in for a part that is left out.
   */
  public boolean isCut() {
    return score.flags().contains(Flag.TRUNCATED);
  }
}
