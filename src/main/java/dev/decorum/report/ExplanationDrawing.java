package dev.decorum.report;

import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Speaker;
import dev.decorum.explain.Explanation;
import dev.decorum.explain.Explanation.LeftOut;
import dev.decorum.explain.Explanation.Turn;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An explanation drawn as a chat for a terminal of 80 columns: above each message the score after
 * it as a bar and a number, the change that it made, and how much higher the score is without it.
 */
final class ExplanationDrawing {
  /** The columns of a terminal. */
  static final int WIDTH = 80;

  private static final int NAME = 26;
  private static final int BAR = 10;
  private static final int SCORE = 7;
  private static final int CHANGE = 9;
  private static final int INDENT = 6;
  private static final int LONGEST_MESSAGE = 1_000;
  private static final int LONGEST_SETTING = 400;
  private static final String NOT_READ = "not read";

  private final Explanation explanation;
  private final NumberFormat difference;
  private final double lowest;
  private final double highest;
  private final List<String> lines = new ArrayList<>();

  private ExplanationDrawing(Explanation explanation) {
    this.explanation = explanation;
    ScoreWording wording = new ScoreWording(explanation.score().scale());
    this.difference = wording.difference();
    double[] values =
        explanation.turns().stream()
            .mapToDouble(Turn::value)
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    boolean unit = wording.hasUnitRange() || values.length == 0;
    this.lowest = unit ? 0 : values[0];
    this.highest = unit ? 1 : values[values.length - 1];
  }

  /** The lines of an explanation, harmless for a terminal. */
  static List<String> lines(Explanation explanation) {
    ExplanationDrawing drawing = new ExplanationDrawing(explanation);
    drawing.draw();
    return drawing.lines;
  }

  private void draw() {
    Dialogue dialogue = explanation.dialogue();
    lines.add("");
    addLine("", "", "", "score after it", "change", "without it");
    addSetting("persona", dialogue.memory(), explanation.persona());
    addSetting("example dialogue", dialogue.prompt(), explanation.exampleDialogue());
    int first = ExplanationRows.firstShown(explanation);
    if (first > 1) {
      String left = NumberText.counted(first - 1, "earlier message");
      lines.add(" ".repeat(INDENT) + "… " + left + (first == 2 ? " is" : " are") + " not shown …");
    }
    for (int number = first; number <= dialogue.messages().size(); number++) {
      addMessage(number);
    }
  }

  private void addSetting(String name, String text, @Nullable LeftOut without) {
    if (without != null) {
      addLine("", name, "", "", "", without(without));
      addText(text, LONGEST_SETTING);
    }
  }

  private void addMessage(int number) {
    Message message = explanation.message(number);
    String name = explanation.dialogue().nameOf(message, explanation.conversation().botName());
    Turn turn = explanation.turn(number).orElse(new Turn(number, Double.NaN, Double.NaN));
    boolean fall = ExplanationRows.isLargestFall(explanation, Speaker.BOT, number);
    boolean raise = ExplanationRows.isMostRaising(explanation, number);
    addLine(
        Integer.toString(number),
        // The side stays visible beside a long name.
        TerminalText.cell(name, Math.min(NAME - 7, Math.max(1, TerminalText.width(name))))
            + (message.speaker() == Speaker.BOT ? " (bot)" : " (user)"),
        bar(turn.value()),
        NumberFormat.PROBABILITY.text(turn.value()),
        difference.text(turn.change()) + (fall ? "▼" : " "),
        explanation.without(number).map(this::without).orElse(NOT_READ + " ") + (raise ? "▲" : ""));
    addText(message.text(), LONGEST_MESSAGE);
  }

  private String without(LeftOut part) {
    return part.read() ? difference.text(part.difference()) : NOT_READ;
  }

  private String bar(double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    double share = highest > lowest ? (value - lowest) / (highest - lowest) : 1;
    return TerminalText.bar(share, BAR);
  }

  private void addLine(
      String number, String name, String bar, String score, String change, String without) {
    lines.add(
        (right(number, INDENT - 2)
                + "  "
                + TerminalText.cell(name, NAME)
                + "  "
                + (bar.isEmpty()
                    ? right(score, BAR + SCORE)
                    : TerminalText.cell(bar, BAR) + right(score, SCORE))
                + right(change, CHANGE + 1)
                + right(without, CHANGE + 3))
            .stripTrailing());
  }

  private static String right(String text, int width) {
    return " ".repeat(Math.max(0, width - TerminalText.width(text))) + text;
  }

  private void addText(String text, int longest) {
    String margin = " ".repeat(INDENT) + "│ ";
    for (String line : ChatDrawing.shortened(text, longest).split("\n", -1)) {
      for (String part :
          ChatDrawing.wrapped(TerminalText.harmless(line), WIDTH - margin.length())) {
        lines.add((margin + part).stripTrailing());
      }
    }
  }
}
