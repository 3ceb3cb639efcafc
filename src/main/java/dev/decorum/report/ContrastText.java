package dev.decorum.report;

import dev.decorum.conversation.Message;
import dev.decorum.conversation.Speaker;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The texts of two conversations below each other, as lines: what they share is said once. */
final class ContrastText {
  private static final int MOST_SHARED = 4;
  private static final int LONGEST = 500;

  private final ContrastTable table;

  ContrastText(ContrastTable table) {
    this.table = table;
  }

  /** What a conversation pair is called, with its scores. */
  String title(ContrastTable.Contrast contrast) {
    return contrast.change().name()
        + ": "
        + table.reference()
        + " "
        + NumberFormat.PROBABILITY.text(contrast.change().referenceScore())
        + ", "
        + table.candidate()
        + " "
        + NumberFormat.PROBABILITY.text(contrast.change().candidateScore());
  }

  /** One line for every message; none if no text is known. */
  List<String> lines(ContrastTable.Contrast contrast) {
    List<String> lines = new ArrayList<>();
    if (contrast.reference() == null && contrast.candidate() == null) {
      return lines;
    }
    List<Message> shared = contrast.shared();
    int from = Math.max(0, shared.size() - MOST_SHARED);
    int left = from + (contrast.reference() == null ? 0 : contrast.reference().left());
    if (!shared.isEmpty() && left > 0) {
      lines.add("(" + NumberText.counted(left, "earlier message") + ")");
    }
    for (Message message : shared.subList(from, shared.size())) {
      lines.add(side(message) + ": " + cut(message.text()));
    }
    add(table.reference(), contrast.reference(), shared.size(), lines);
    add(table.candidate(), contrast.candidate(), shared.size(), lines);
    return lines;
  }

  private static void add(
      String version, Excerpt.@Nullable Text text, int shared, List<String> lines) {
    if (text == null) {
      lines.add(version + ": its text was not found");
      return;
    }
    if (!text.formatted().isEmpty()) {
      lines.add(version + ": " + cut(text.formatted()));
      return;
    }
    if (shared == 0 && text.left() > 0) {
      lines.add(version + ": (" + NumberText.counted(text.left(), "earlier message") + ")");
    }
    for (Message message : text.messages().subList(shared, text.messages().size())) {
      lines.add(version + ", " + side(message) + ": " + cut(message.text()));
    }
  }

  private static String side(Message message) {
    return message.speaker() == Speaker.BOT
        ? "bot"
        : message.speaker().name().toLowerCase(Locale.ROOT);
  }

  private static String cut(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    if (line.length() <= LONGEST) {
      return line;
    }
    int end = Character.isHighSurrogate(line.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return line.substring(0, end) + " […]";
  }
}
