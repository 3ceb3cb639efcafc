package dev.decorum.report;

import static dev.decorum.report.NumberFormat.DELTA_PERCENT;
import static dev.decorum.report.NumberFormat.PROBABILITY;

import dev.decorum.conversation.Speaker;
import dev.decorum.explain.Explanation;
import dev.decorum.explain.Explanation.MessageLeftOut;
import dev.decorum.explain.Explanation.Turn;
import dev.decorum.score.ConversationScore;
import dev.decorum.stats.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Why conversations score what they score: each in a few sentences, then as a chat with scores. */
public final class ExplanationDocument {
  private static final int LONGEST_ID = 100;
  private static final int LONGEST_NAME = 40;

  /** A last message that changes the score by less leaves it about where it was. */
  private static final double ABOUT_THE_SAME = 0.02;

  private final Explanation explanation;
  private final double baseline;
  private final ScoreWording wording;

  private ExplanationDocument(Explanation explanation, double baseline) {
    this.explanation = explanation;
    this.baseline = baseline;
    this.wording = new ScoreWording(explanation.score().scale());
  }

  /**
   * The report on explanations.
   *
   * @param explanations at least one
   * @param baseline the probability that scores are compared with; NaN for none
   */
  public static Document of(List<Explanation> explanations, double baseline) {
    Document document = new Document().wrappedAt(ExplanationDrawing.WIDTH);
    for (Explanation explanation : explanations) {
      new ExplanationDocument(explanation, baseline).addTo(document);
    }
    document.heading("How to read this");
    addHowToRead(document, new ScoreWording(explanations.get(0).score().scale()));
    return document;
  }

  /** Adds what the numbers beside the messages are, and what they are not. */
  static void addHowToRead(Document document, ScoreWording wording) {
    document.paragraph(
        "After a message: the score of the conversation up to there, as the model read it then;"
            + " after a user's message the bot has not answered yet. Without a part (a message, the"
            + " persona or the example dialogue): the score of what the model reads now with this"
            + " part taken out; no older message is read in its place. Changes are "
            + (wording.hasUnitRange() ? "in percentage points" : "in the unit of the reward")
            + ".");
    document.paragraph(
        "These numbers show how the model reacts to an edited conversation. They are not causes:"
            + " messages work together, so differences do not add up. They are no verdict on a"
            + " message or on its author, and not for moderation.");
  }

  private void addTo(Document document) {
    document.heading(
        "Conversation "
            + ChatDrawing.shortened(explanation.conversation().id(), LONGEST_ID)
            + "  ("
            + explanation.conversation().location()
            + ")");
    document.paragraph(score());
    if (explanation.turns().size() > 1) {
      document.paragraph(before() + fall());
    }
    if (!explanation.leftOut().isEmpty()) {
      document.paragraph(raise());
    }
    document.figures(figures());
    addChart(document);
    document.add(
        new Document.Block.Chat(
            columns -> ExplanationDrawing.lines(explanation, columns),
            Document.Block.Table.of(
                    ExplanationRows.columns(wording), ExplanationRows.of(explanation))
                .withoutEmptyColumns(),
            ExplanationRows.firstShown(explanation) - 1,
            ExplanationChat.of(explanation, baseline)));
  }

  private String score() {
    ConversationScore score = explanation.score();
    StringBuilder text = new StringBuilder("The ").append(wording.name()).append(" is ");
    text.append(PROBABILITY.text(score.value()));
    if (wording.hasUnitRange() && !Double.isNaN(baseline)) {
      text.append(", ")
          .append(DELTA_PERCENT.text(score.baselineDeltaPercent()))
          .append(" against the baseline ")
          .append(baseline);
    }
    text.append(". The model reads ").append(reads(score)).append(".");
    if (explanation.isCut()) {
      text.append(" The text is cut: ")
          .append(
              score.tokensDropped() > 0
                  ? NumberText.counted(score.tokensDropped(), "token") + " on the left did not fit."
                  : "older messages did not fit.")
          .append(" Where a part is left out, they come in again as far as there is room.");
    }
    return text.toString();
  }

  private static String reads(ConversationScore score) {
    String tokens = " (" + NumberText.counted(score.tokens(), "token") + ")";
    if (score.messages() == 0) {
      return "no message" + tokens;
    }
    if (score.messagesUsed() == score.messages()) {
      return switch (score.messages()) {
            case 1 -> "the only message";
            case 2 -> "both messages";
            default -> "all " + NumberText.count(score.messages()) + " messages";
          }
          + tokens;
    }
    return (switch (score.messagesUsed()) {
          case 0 -> "none of ";
          case 1 -> "the last of ";
          default -> "the last " + NumberText.count(score.messagesUsed()) + " of ";
        })
        + NumberText.counted(score.messages(), "message")
        + tokens;
  }

  /** That the score was about as low before the bot's last message, where that holds. */
  private String before() {
    OptionalDouble before = explanation.beforeAnswer();
    return wording.hasUnitRange()
            && before.isPresent()
            && before.getAsDouble() < baseline
            && Math.abs(explanation.score().value() - before.getAsDouble()) < ABOUT_THE_SAME
        ? "Before the bot's last message it was already "
            + PROBABILITY.text(before.getAsDouble())
            + ". "
        : "";
  }

  private String fall() {
    int asked = explanation.turns().size();
    boolean all = asked == explanation.dialogue().messages().size();
    String where = all ? "" : " among the last " + NumberText.count(asked);
    Optional<Turn> bot = explanation.largestFall(Speaker.BOT);
    Optional<Turn> user = explanation.largestFall(Speaker.USER);
    if (bot.isEmpty() && user.isEmpty()) {
      return "None of the messages" + where + " made it fall" + atLeast() + ".";
    }
    if (bot.isEmpty()) {
      return "None of the bot's messages"
          + where
          + " made it fall"
          + atLeast()
          + "; of the user's, the largest fall came with "
          + fall(user.get())
          + ".";
    }
    return "Of the bot's messages"
        + where
        + ", the largest fall came with "
        + fall(bot.get())
        + " (▼); "
        + user.map(turn -> "of the user's, with " + fall(turn))
            .orElse("none of the user's made it fall" + atLeast())
        + ".";
  }

  private String fall(Turn turn) {
    return message(turn.message())
        + ": by "
        + size(turn.change())
        + ", to "
        + PROBABILITY.text(turn.value());
  }

  private String raise() {
    Optional<MessageLeftOut> most = explanation.mostRaising();
    return most.isEmpty()
        ? "Without any one message it would not be higher" + atLeast() + "."
        : "It would be highest without "
            + message(most.get().message())
            + ": "
            + PROBABILITY.text(most.get().leftOut().value())
            + ", higher by "
            + size(most.get().leftOut().difference())
            + " (▲)"
            + (explanation.message(most.get().message()).speaker() == Speaker.USER
                ? "; that message is the user's, and the bot cannot change it."
                : ".");
  }

  /** What is called a change. */
  private String atLeast() {
    return wording.hasUnitRange() ? " by a point or more" : "";
  }

  private String message(int number) {
    return "message "
        + NumberText.count(number)
        + " ("
        + TerminalText.cell(name(number), LONGEST_NAME).strip()
        + ")";
  }

  private String name(int number) {
    return explanation
        .dialogue()
        .nameOf(explanation.message(number), explanation.conversation().botName());
  }

  private String size(double difference) {
    String number = wording.size().text(difference);
    return wording.hasUnitRange() ? number + " points" : number;
  }

  private List<Document.Figure> figures() {
    ConversationScore score = explanation.score();
    List<Document.Figure> figures = new ArrayList<>();
    figures.add(
        figure(
            wording.name(),
            score.value(),
            PROBABILITY,
            wording.hasUnitRange() && !Double.isNaN(baseline) ? "baseline " + baseline : ""));
    explanation
        .largestFall(Speaker.BOT)
        .ifPresent(
            turn ->
                figures.add(
                    figure(
                        "largest fall of the bot" + wording.inHeader(),
                        turn.change(),
                        wording.difference(),
                        "with message " + NumberText.count(turn.message()))));
    explanation
        .mostRaising()
        .ifPresent(
            most ->
                figures.add(
                    figure(
                        "highest without one message",
                        most.leftOut().value(),
                        PROBABILITY,
                        "without message "
                            + NumberText.count(most.message())
                            + (explanation.message(most.message()).speaker() == Speaker.USER
                                ? ", the user's"
                                : ""))));
    return figures;
  }

  private static Document.Figure figure(
      String label, double value, NumberFormat format, String note) {
    return new Document.Figure(
        label, new Cell.Quantity(value, format), note, Document.Tone.NEUTRAL);
  }

  private void addChart(Document document) {
    List<Chart.Point> points = new ArrayList<>();
    for (Turn turn : explanation.turns()) {
      if (Double.isFinite(turn.value())) {
        points.add(
            new Chart.Point(
                turn.message(), Estimate.withoutInterval(turn.value()), name(turn.message())));
      }
    }
    if (points.size() < 2) {
      return;
    }
    Chart.@Nullable Reference reference =
        wording.hasUnitRange() && !Double.isNaN(baseline)
            ? new Chart.Reference(baseline, "baseline " + baseline)
            : null;
    Chart.@Nullable Reference fall =
        explanation
            .largestFall(Speaker.BOT)
            .map(
                turn ->
                    new Chart.Reference(
                        turn.message(),
                        "largest fall of the bot: message " + NumberText.count(turn.message())))
            .orElse(null);
    document.chart(
        new Chart.TrendLine(
            "The " + wording.name() + " after each message",
            "How the " + wording.name() + " moved from message to message.",
            "message",
            wording.name(),
            wording.scores(),
            reference,
            List.of(new Chart.Line(wording.name(), points)),
            List.of(),
            fall,
            null));
  }
}
