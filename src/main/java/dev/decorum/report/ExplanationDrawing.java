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
 * An explanation drawn as a chat in 80 columns, or in fewer on a narrower terminal: above each
 * message the score after it as a bar and a number, the change that it made, and how much higher
 * the score is without it. On a narrow terminal the numbers are below the name.
 */
final class ExplanationDrawing {
  /** The columns of a drawing that has room. */
  static final int WIDTH = 80;

  private static final int WIDEST_NAME = 26;
  private static final int NARROWEST_NAME = 14;
  private static final int BAR = 10;
  private static final int NARROW_BAR = 7;
  private static final int NARROWEST_BAR = 4;
  private static final int SCORE = 7;
  private static final int CHANGE = 9;
  private static final int INDENT = 6;
  private static final int LONGEST_MESSAGE = 1_000;
  private static final int LONGEST_SETTING = 400;
  private static final String NOT_READ = "not read";

  private final Explanation explanation;
  private final int width;
  private final int nameWidth;
  private final int barWidth;
  private final NumberFormat difference;
  private final double lowest;
  private final double highest;
  private final List<String> lines = new ArrayList<>();

  private ExplanationDrawing(Explanation explanation, int columns) {
    this.explanation = explanation;
    this.width = Math.min(WIDTH, columns);
    int numbers = INDENT + SCORE + CHANGE + 1 + CHANGE + 3;
    int free = width - numbers - 2;
    boolean beside = free >= NARROWEST_NAME + NARROW_BAR;
    this.barWidth =
        beside ? Math.min(BAR, Math.max(NARROW_BAR, free - WIDEST_NAME)) : NARROWEST_BAR;
    this.nameWidth = beside ? Math.min(WIDEST_NAME, free - barWidth) : 0;
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

  /**
   * The lines of an explanation, harmless for a terminal.
   *
   * @param columns the columns of the terminal
   */
  static List<String> lines(Explanation explanation, int columns) {
    ExplanationDrawing drawing = new ExplanationDrawing(explanation, columns);
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
      String told = "… " + left + (first == 2 ? " is" : " are") + " not shown …";
      lines.addAll(LineFolding.fold(" ".repeat(INDENT) + told, width));
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
        TerminalText.cell(name, Math.min(nameRoom() - 7, Math.max(1, TerminalText.width(name))))
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
    return TerminalText.bar(share, barWidth);
  }

  private void addLine(
      String number, String name, String bar, String score, String change, String without) {
    String named = right(number, INDENT - 2) + "  " + TerminalText.cell(name, nameRoom());
    String numbers =
        (bar.isEmpty()
                ? right(score, barWidth + SCORE)
                : TerminalText.cell(bar, barWidth) + right(score, SCORE))
            + right(change, CHANGE + 1)
            + right(without, CHANGE + 3);
    if (nameWidth > 0) {
      lines.add((named + "  " + numbers).stripTrailing());
      return;
    }
    if (!name.isEmpty()) {
      lines.add(named.stripTrailing());
    }
    lines.add(
        (" ".repeat(Math.max(0, width - TerminalText.width(numbers))) + numbers).stripTrailing());
  }

  private int nameRoom() {
    return nameWidth > 0 ? nameWidth : width - INDENT;
  }

  private static String right(String text, int width) {
    return " ".repeat(Math.max(0, width - TerminalText.width(text))) + text;
  }

  private void addText(String text, int longest) {
    String margin = " ".repeat(INDENT) + "│ ";
    for (String line : ChatDrawing.shortened(text, longest).split("\n", -1)) {
      for (String part :
          ChatDrawing.wrapped(TerminalText.harmless(line), width - margin.length())) {
        lines.add((margin + part).stripTrailing());
      }
    }
  }
}
