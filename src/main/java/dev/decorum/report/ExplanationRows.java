package dev.decorum.report;

import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Speaker;
import dev.decorum.explain.Explanation;
import dev.decorum.explain.Explanation.LeftOut;
import dev.decorum.explain.Explanation.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of a table of an explanation: persona, example dialogue and messages. */
final class ExplanationRows {
  private static final int LONGEST_TEXT = 1_000;

  /**
   * A part of the conversation.
   *
   * @param part its name, or the number of the message
   * @param turn the score after it; {@code null} if it is no message, or none was asked for
   * @param leftOut the score without it; {@code null} if the model does not read it
   */
  record Row(
      Cell part,
      String who,
      String text,
      @Nullable Turn turn,
      @Nullable LeftOut leftOut,
      String remark) {

    double after() {
      return turn == null ? Double.NaN : turn.value();
    }

    double change() {
      return turn == null ? Double.NaN : turn.change();
    }

    double without() {
      return leftOut == null ? Double.NaN : leftOut.value();
    }

    double difference() {
      return leftOut == null ? Double.NaN : leftOut.difference();
    }
  }

  private ExplanationRows() {}

  /** The number of the first message that is shown: one with a score, or that the model reads. */
  static int firstShown(Explanation explanation) {
    int first = explanation.dialogue().messages().size() + 1;
    if (!explanation.turns().isEmpty()) {
      first = explanation.turns().get(0).message();
    }
    return explanation.leftOut().isEmpty()
        ? first
        : Math.min(first, explanation.leftOut().get(0).message());
  }

  /** Whether it is the one message of its side with the largest fall. */
  static boolean isLargestFall(Explanation explanation, Speaker speaker, int message) {
    return explanation.largestFall(speaker).filter(turn -> turn.message() == message).isPresent();
  }

  static boolean isMostRaising(Explanation explanation, int message) {
    return explanation.mostRaising().filter(each -> each.message() == message).isPresent();
  }

  /** The rows, in the order in which the model reads them. */
  static List<Row> of(Explanation explanation) {
    Dialogue dialogue = explanation.dialogue();
    List<Row> rows = new ArrayList<>();
    addSetting("persona", dialogue.memory(), explanation.persona(), rows);
    addSetting("example dialogue", dialogue.prompt(), explanation.exampleDialogue(), rows);
    for (int number = firstShown(explanation); number <= dialogue.messages().size(); number++) {
      Message message = explanation.message(number);
      Optional<LeftOut> leftOut = explanation.without(number);
      List<String> remarks = new ArrayList<>();
      if (isLargestFall(explanation, message.speaker(), number)) {
        remarks.add("largest fall of the " + (message.speaker() == Speaker.BOT ? "bot" : "user"));
      }
      if (isMostRaising(explanation, number)) {
        remarks.add("highest without it");
      }
      if (leftOut.isEmpty()) {
        remarks.add("not read");
      }
      rows.add(
          new Row(
              Cell.count(number),
              dialogue.nameOf(message, explanation.conversation().botName())
                  + (message.speaker() == Speaker.BOT ? " (bot)" : " (user)"),
              oneLine(message.text()),
              explanation.turn(number).orElse(null),
              leftOut.orElse(null),
              String.join(", ", remarks)));
    }
    return rows;
  }

  private static void addSetting(
      String name, String text, @Nullable LeftOut leftOut, List<Row> rows) {
    if (leftOut != null) {
      rows.add(
          new Row(
              Cell.words(name),
              "",
              oneLine(text),
              null,
              leftOut.read() ? leftOut : null,
              leftOut.read() ? "" : "not read"));
    }
  }

  private static String oneLine(String text) {
    return ChatDrawing.shortened(text, LONGEST_TEXT).replaceAll("\\s*\\R\\s*", " ").strip();
  }

  /** The columns of the table. */
  static Columns<Row> columns(ScoreWording wording) {
    NumberFormat difference = wording.difference();
    return new Columns<Row>()
        .names("part", Row::part)
        .name("who", Row::who)
        .name("text", Row::text)
        .number("score after it", NumberFormat.PROBABILITY, Row::after)
        .number("change" + wording.inHeader(), difference, Row::change)
        .number("score without it", NumberFormat.PROBABILITY, Row::without)
        .number("difference" + wording.inHeader(), difference, Row::difference)
        .remark("", Row::remark);
  }
}
