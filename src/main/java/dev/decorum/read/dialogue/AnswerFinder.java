package dev.decorum.read.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.read.row.RowException;
import dev.decorum.read.text.Role;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the answer of a service under an unknown name, or further inside a record: what has
 * choices, or is a message of the bot. Asked for only where a list does not end with the bot.
 */
final class AnswerFinder {
  private static final int DEEPEST = 4;

  private static final Set<String> NAMES =
      Set.of(
          "message",
          "result",
          "prediction",
          "predicted",
          "target",
          "resp",
          "assistant",
          "bot",
          "ai",
          "gpt",
          "chatgpt",
          "chatbot");

  private final Fields fields;
  private final @Nullable FoundList context;
  private @Nullable Found answer;

  private AnswerFinder(Fields fields, @Nullable FoundList context) {
    this.fields = fields;
    this.context = context;
  }

  /**
   * The answer; {@code null} if there is none.
   *
   * @param context the list of messages, in which no answer is looked for
   * @throws RowException if there are several
   */
  static @Nullable Found find(ObjectNode row, @Nullable FoundList context, Fields fields)
      throws RowException {
    AnswerFinder finder = new AnswerFinder(fields, context);
    finder.look(row, "", 0);
    return finder.answer;
  }

  /**
   * The field that holds a reply under a name that mostly means something else; {@code null} if
   * there is none, or several.
   */
  static @Nullable Found saidIn(ObjectNode row, Fields fields) {
    Found answer = null;
    boolean status = row.has("status") || row.has("code") || row.has("success");
    for (Map.Entry<String, JsonNode> field : row.properties()) {
      boolean named = !status && NAMES.contains(fields.plain(field.getKey()));
      if (named && looksSaid(field.getValue())) {
        if (answer != null) {
          return null;
        }
        answer = new Found(field.getKey(), field.getValue(), 0);
      }
    }
    return answer;
  }

  /** A sentence, and no word by which a program says how it went. */
  private static boolean looksSaid(JsonNode value) {
    String text = value.isTextual() ? value.textValue().strip() : "";
    return text.length() > 1
        && (text.indexOf(' ') > 0 || ".!?\u2026".indexOf(text.charAt(text.length() - 1)) >= 0);
  }

  private void look(ObjectNode object, String path, int depth) throws RowException {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
      if (!(field.getValue() instanceof ObjectNode inner)) {
        continue;
      }
      if (isAnswer(inner)) {
        add(new Found(name, inner, 0));
      } else if (depth < DEEPEST && (context == null || !context.name().equals(name))) {
        look(inner, name, depth + 1);
      }
    }
  }

  private void add(Found found) throws RowException {
    Found before = answer;
    if (before != null && !before.value().equals(found.value())) {
      throw different(before, found);
    }
    answer = before == null ? found : before;
  }

  /** The error for two replies where it is unknown which one was given. */
  static RowException different(Found first, Found second) {
    return new RowException(
        first.name()
            + " and "
            + second.name()
            + " hold different replies; name the one that was given with --map reply="
            + first.name());
  }

  private boolean isAnswer(ObjectNode object) {
    JsonNode choices = object.path("choices");
    if (choices.isArray() && choices.path(0).isObject()) {
      return true;
    }
    View<MessageField> view = fields.message(object);
    Found role = view.peek(MessageField.ROLE);
    return role != null
        && role.value().isTextual()
        && fields.role(role.value().textValue()) == Role.BOT
        && Messages.hasSomething(view);
  }
}
