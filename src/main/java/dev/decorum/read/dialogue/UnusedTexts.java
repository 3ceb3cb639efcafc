package dev.decorum.read.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the fields of a row that hold texts which were not used, so that users hear of them. */
final class UnusedTexts {
  private static final int DEEPEST = 4;

  private static final RowField[] TEXTS = {
    RowField.MESSAGES,
    RowField.PROMPT,
    RowField.INSTRUCTION,
    RowField.INPUT,
    RowField.REPLY,
    RowField.CHOICES,
    RowField.CHOSEN,
    RowField.REJECTED,
    RowField.CANDIDATES,
    RowField.EXAMPLES,
    RowField.TEXT
  };

  /**
   * What was used of a row beside its known fields.
   *
   * @param list where the list of messages is; {@code null} if there is none
   * @param answer where the reply is that was found under an unknown name; {@code null} if there is
   *     none
   * @param id the field that names the conversation, though its name is one of a list
   * @param notReplies fields that are known as replies and turned out to be none
   */
  record Used(
      @Nullable String list,
      @Nullable String answer,
      @Nullable Found id,
      List<String> notReplies) {}

  private final Used used;
  private List<String> names;

  private UnusedTexts(Used used) {
    this.used = used;
    this.names = used.notReplies();
  }

  /** Of a row that is one message. */
  static List<String> ofMessage(View<RowField> view, Fields fields, Used used) {
    UnusedTexts texts = new UnusedTexts(used);
    for (RowField field : TEXTS) {
      Found first = view.peek(field);
      if (first != null && !fields.isOfMessage(first.name())) {
        texts.addKnown(first, view.isUsed(field));
      }
    }
    return texts.names;
  }

  /**
   * Of a row that is a conversation.
   *
   * @param lacksReply whether the bot's last message is missing, so that it may be under any name
   */
  static List<String> of(
      ObjectNode row, View<RowField> view, Fields fields, Used used, boolean lacksReply) {
    UnusedTexts texts = new UnusedTexts(used);
    for (RowField field : TEXTS) {
      Found first = view.peek(field);
      if (first != null) {
        texts.addKnown(first, view.isUsed(field));
      }
    }
    for (Map.Entry<String, JsonNode> field : row.properties()) {
      if (fields.mayBeSaid(field.getKey(), lacksReply)
          && isSentence(field.getValue(), 0)
          && !texts.isUsedWithin(field.getKey())) {
        texts.add(field.getKey(), field.getValue());
      }
    }
    return texts.names;
  }

  private void addKnown(Found first, boolean isUsed) {
    if (!isUsed) {
      add(first);
    }
    for (Found other = first.next(); other != null; other = other.next()) {
      if (!other.value().equals(first.value())) {
        add(other);
      }
    }
  }

  private void add(Found found) {
    Found id = used.id();
    if (id == null || !id.name().equals(found.name())) {
      add(found.name(), found.value());
    }
  }

  private void add(String name, JsonNode value) {
    boolean said = value.isTextual() || value.isContainerNode();
    if (said && Scalars.isSomething(value) && !names.contains(name) && !name.equals(used.list())) {
      names = new ArrayList<>(names);
      names.add(name);
    }
  }

  /** Whether the list of messages or the reply is in a field. */
  private boolean isUsedWithin(String name) {
    return FieldPlace.isIn(used.list(), name) || FieldPlace.isIn(used.answer(), name);
  }

  /** Whether somebody may have said a value, or something in it. */
  private static boolean isSentence(JsonNode value, int depth) {
    if (value.isTextual()) {
      String text = value.textValue().strip();
      return text.indexOf(' ') > 0 && !text.startsWith("http");
    }
    if (depth < DEEPEST) {
      for (JsonNode inner : value) {
        if (isSentence(inner, depth + 1)) {
          return true;
        }
      }
    }
    return false;
  }
}
