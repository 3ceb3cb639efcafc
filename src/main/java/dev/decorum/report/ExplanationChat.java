package dev.decorum.report;

import dev.decorum.conversation.Message;
import dev.decorum.conversation.Speaker;
import dev.decorum.explain.Explanation;
import java.util.ArrayList;
import java.util.List;

/** An explained conversation as a chat, for pages. */
public final class ExplanationChat {
  private static final int LONGEST_TEXT = 2_000;

  private final Explanation explanation;
  private final ScoreWording wording;
  private final double baseline;

  private ExplanationChat(Explanation explanation, double baseline) {
    this.explanation = explanation;
    this.wording = new ScoreWording(explanation.score().scale());
    this.baseline = wording.hasUnitRange() ? baseline : Double.NaN;
  }

  /**
   * The parts of an explained conversation, in the order in which the model reads them.
   *
   * @param baseline the probability that scores are compared with; NaN for none
   */
  static List<ScoredMessage> of(Explanation explanation, double baseline) {
    ExplanationChat chat = new ExplanationChat(explanation, baseline);
    List<ScoredMessage> messages = new ArrayList<>();
    for (ExplanationRows.Row row : ExplanationRows.of(explanation)) {
      messages.add(
          row.part() instanceof Cell.Quantity number
              ? chat.message((int) number.value(), row)
              : chat.part(ScoredMessage.Side.SETTING, row.part().text(), row.text(), row));
    }
    return messages;
  }

  /** {@code text} with an explanation of its conversation in place of the plain messages. */
  public static Excerpt.Text explained(
      Excerpt.Text text, Explanation explanation, double baseline) {
    return new Excerpt.Text(
        text.botName(),
        text.userName(),
        text.messages(),
        text.formatted(),
        ExplanationRows.firstShown(explanation) - 1,
        of(explanation, baseline));
  }

  private ScoredMessage message(int number, ExplanationRows.Row row) {
    Message message = explanation.message(number);
    return part(
        message.speaker() == Speaker.BOT ? ScoredMessage.Side.BOT : ScoredMessage.Side.USER,
        explanation.dialogue().nameOf(message, explanation.conversation().botName()),
        ChatDrawing.shortened(message.text(), LONGEST_TEXT),
        row);
  }

  private ScoredMessage part(
      ScoredMessage.Side side, String name, String text, ExplanationRows.Row row) {
    return new ScoredMessage(
        side,
        name,
        text,
        wording.hasUnitRange() ? row.after() : Double.NaN,
        baseline,
        known(row.after(), NumberFormat.PROBABILITY),
        known(row.change(), wording.difference()),
        known(row.difference(), wording.difference()),
        row.remark());
  }

  private static String known(double value, NumberFormat format) {
    return Double.isNaN(value) ? "" : format.text(value);
  }
}
