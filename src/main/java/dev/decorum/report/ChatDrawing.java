package dev.decorum.report;

import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.FormattedText;
import dev.decorum.conversation.Label;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Speaker;
import java.util.ArrayList;
import java.util.List;

/** A conversation drawn as a chat for a terminal: the user's side on the left, the bot's right. */
final class ChatDrawing {
  private static final int MOST_MESSAGES = 12;
  private static final int LONGEST = 400;
  private static final int NARROWEST = 24;

  private final int width;
  private final boolean whole;
  private final List<String> lines = new ArrayList<>();

  private ChatDrawing(int width, boolean whole) {
    this.width = width;
    this.whole = whole;
  }

  /**
   * The lines of a conversation.
   *
   * @param width the number of columns of the terminal
   * @param whole whether long texts and long chats are shown in full
   */
  static List<String> lines(Conversation conversation, int width, boolean whole) {
    ChatDrawing drawing = new ChatDrawing(width, whole);
    drawing.draw(conversation);
    return drawing.lines;
  }

  private void draw(Conversation conversation) {
    Label label = conversation.label();
    lines.add(
        "Conversation "
            + TerminalText.harmless(shortened(conversation.id(), 100))
            + "  ("
            + TerminalText.harmless(conversation.location().toString())
            + (label == null
                ? ""
                : ", labelled " + (label == Label.APPROPRIATE ? "appropriate" : "inappropriate"))
            + ")");
    if (conversation.content() instanceof Dialogue dialogue) {
      draw(dialogue, conversation.botName());
    } else if (conversation.content() instanceof FormattedText formatted) {
      addBlock(2, "text that is formatted already", formatted.text());
    }
  }

  private void draw(Dialogue dialogue, String botName) {
    if (!dialogue.memory().isEmpty()) {
      addBlock(2, botName + "'s persona", dialogue.memory());
    }
    if (!dialogue.prompt().isEmpty()) {
      addBlock(2, "example dialogue", dialogue.prompt());
    }
    List<Message> messages = dialogue.messages();
    if (messages.isEmpty()) {
      lines.add("  There is no message.");
    }
    int half = MOST_MESSAGES / 2;
    boolean cut = !whole && messages.size() > MOST_MESSAGES + 1;
    for (int i = 0; i < messages.size(); i++) {
      if (cut && i == half) {
        int left = messages.size() - MOST_MESSAGES;
        lines.add("  … " + NumberText.counted(left, "message") + " between (-v shows them) …");
        i += left;
      }
      Message message = messages.get(i);
      boolean bot = message.speaker() == Speaker.BOT;
      addBlock(
          bot ? Math.max(2, width / 4) : 2,
          dialogue.nameOf(message, botName) + (bot ? " (bot)" : " (user)"),
          message.text());
    }
  }

  private void addBlock(int indent, String title, String text) {
    String margin = " ".repeat(indent);
    int room = Math.max(NARROWEST, width - width / 4 - 4);
    lines.add(margin + TerminalText.harmless(shortened(title, 60)));
    for (String line : shortened(text, whole ? Integer.MAX_VALUE : LONGEST).split("\n", -1)) {
      for (String part : wrapped(TerminalText.harmless(line), room)) {
        lines.add((margin + "│ " + part).stripTrailing());
      }
    }
  }

  /** A text of at most so many characters, with the length of the whole if it was cut. */
  static String shortened(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
    return text.substring(0, end) + "… (" + NumberText.count(text.length()) + " characters in all)";
  }

  /** A line wrapped to {@code room} columns, between words if possible. */
  static List<String> wrapped(String line, int room) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    int end = 0;
    int lastBlank = -1;
    int columns = 0;
    while (end < line.length()) {
      int c = line.codePointAt(end);
      int wide = TerminalText.width(Character.toString(c));
      if (columns + wide > room && end > from) {
        int cut = lastBlank > from ? lastBlank : end;
        parts.add(line.substring(from, cut));
        from = lastBlank > from ? lastBlank + 1 : end;
        columns = TerminalText.width(line.substring(from, end));
        lastBlank = -1;
        if (c == ' ' && from == end) {
          from = end + 1;
          end = from;
          columns = 0;
          continue;
        }
      }
      if (c == ' ') {
        lastBlank = end;
      }
      columns += wide;
      end += Character.charCount(c);
    }
    parts.add(line.substring(Math.min(from, line.length())));
    return parts;
  }
}
