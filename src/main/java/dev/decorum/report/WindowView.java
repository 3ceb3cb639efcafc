package dev.decorum.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.Flag;
import dev.decorum.conversation.Label;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Speaker;
import dev.decorum.tokenize.TokenWindow;
import dev.decorum.tokenize.TokenizedText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Shows the window that the model reads, for people and as JSON. */
public final class WindowView {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LINE_WIDTH = 100;

  private WindowView() {}

  /**
   * A line of numbers, the text with a mark where it is cut, and the token ids.
   *
   * @param formatter the formatter's name
   */
  public static List<String> lines(TokenizedText window, String formatter, LineLayout layout) {
    TokenWindow tokens = window.tokens();
    List<String> lines = new ArrayList<>();
    String turn = tokens.id().turn() == 0 ? "" : ", turn " + tokens.id().turn();
    lines.add(
        "conversation  "
            + TerminalText.harmless(tokens.id().conversationId())
            + turn
            + "  ("
            + TerminalText.harmless(tokens.context().location().toString())
            + ")");
    lines.add("formatter     " + TerminalText.harmless(formatter));
    if (tokens.messages() > 0) {
      lines.add(
          "messages      " + tokens.messagesUsed() + " of " + tokens.messages() + " are seen");
    }
    lines.add(
        "tokens        "
            + tokens.length()
            + (tokens.tokensDropped() == 0
                ? ", nothing cut"
                : " of "
                    + (tokens.length() + tokens.tokensDropped())
                    + ", "
                    + tokens.tokensDropped()
                    + " cut off on the left"));
    if (!tokens.flags().isEmpty()) {
      lines.add(
          "flags         "
              + tokens.flags().stream()
                  .sorted()
                  .map(Flag::outputName)
                  .collect(Collectors.joining(", ")));
    }
    lines.add("window        sha256 " + tokens.sha256());
    if (window.keptFrom() > 0) {
      lines.add(rule("cut off", layout));
      addText(lines, window.text().substring(0, window.keptFrom()), layout);
    }
    lines.add(rule("what the model sees", layout));
    addText(lines, window.text().substring(window.keptFrom()), layout);
    lines.add(rule("token ids", layout));
    addIds(lines, tokens, Math.min(LINE_WIDTH, layout.columns()));
    return lines;
  }

  /**
   * One JSON object without line breaks.
   *
   * @param conversation the conversation of the window; the object has all of its messages
   */
  public static String json(TokenizedText window, String formatter, Conversation conversation) {
    TokenWindow tokens = window.tokens();
    ObjectNode tree = JSON.createObjectNode();
    tree.put("id", tokens.id().conversationId());
    tree.put("turn", tokens.id().turn());
    tree.put("formatter", formatter);
    tree.put("text", window.text());
    tree.put("kept_from", window.keptFrom());
    tree.put("tokens", tokens.length());
    tree.put("tokens_dropped", tokens.tokensDropped());
    tree.put("messages", tokens.messages());
    tree.put("messages_used", tokens.messagesUsed());
    ArrayNode flags = tree.putArray("flags");
    tokens.flags().stream().sorted().map(Flag::outputName).forEach(flags::add);
    tree.put("window_sha256", tokens.sha256());
    addConversation(tree, conversation);
    ArrayNode ids = tree.putArray("token_ids");
    for (int i = 0; i < tokens.length(); i++) {
      ids.add(tokens.tokenId(i));
    }
    return tree.toString();
  }

  private static void addConversation(ObjectNode tree, Conversation conversation) {
    Label label = conversation.label();
    if (label == null) {
      tree.putNull("label");
    } else {
      tree.put("label", label == Label.APPROPRIATE ? 1 : 0);
    }
    tree.put("bot_name", conversation.botName());
    if (!(conversation.content() instanceof Dialogue dialogue)) {
      tree.putNull("user_name");
      tree.putNull("dialogue");
      return;
    }
    tree.put("user_name", dialogue.userName());
    ArrayNode messages = tree.putArray("dialogue");
    for (Message message : dialogue.messages()) {
      ObjectNode said = messages.addObject();
      said.put("speaker", message.speaker() == Speaker.BOT ? "bot" : "user");
      said.put("name", dialogue.nameOf(message, conversation.botName()));
      said.put("text", message.text());
    }
  }

  private static String rule(String title, LineLayout layout) {
    int width = Math.min(72, layout.columns() - 4);
    return "── " + title + " " + "─".repeat(Math.max(3, width - title.length()));
  }

  private static void addText(List<String> lines, String text, LineLayout layout) {
    // A final line break is not shown as an empty line.
    String shown = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    for (String line : shown.split("\n", -1)) {
      lines.addAll(cut(TerminalText.harmless(line), layout.columns()));
    }
  }

  /** Cuts a line as a terminal does, without a blank more or less than the model reads. */
  private static List<String> cut(String line, int columns) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    int used = 0;
    for (int i = 0; i < line.length(); i = line.offsetByCodePoints(i, 1)) {
      int wide = TerminalText.columns(line.codePointAt(i));
      if (used + wide > columns) {
        parts.add(line.substring(from, i));
        from = i;
        used = 0;
      }
      used += wide;
    }
    parts.add(line.substring(from));
    return parts;
  }

  private static void addIds(List<String> lines, TokenWindow tokens, int width) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < tokens.length(); i++) {
      String id = Integer.toString(tokens.tokenId(i));
      if (line.length() + id.length() + 1 > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(id);
    }
    lines.add(line.toString());
  }
}
