package dev.decorum.read;

import com.fasterxml.jackson.databind.JsonNode;
import dev.decorum.conversation.Content;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Speaker;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chat completions: {@code messages} of {@code role} and {@code content}. */
final class OpenAiFormat implements RowFormat {

  @Override
  public Content content(JsonRow row) throws RowException {
    return said(row, row.entries("messages")).dialogue(row, row.prompt());
  }

  /** What a list of {@code role} and {@code content} comes to. */
  static Said said(JsonRow row, JsonRow.Entries entries) throws RowException {
    List<String> system = new ArrayList<>();
    List<Message> messages = new ArrayList<>(entries.list().size());
    int omitted = 0;
    for (int i = 0; i < entries.list().size(); i++) {
      String role = row.requiredPart(entries, i, "sender", "role");
      Role side = Role.ofOpenAi(role);
      if (side == null) {
        throw new RowException(
            Role.unknown(entries.name() + "[" + i + "].role", role, "system, user or assistant"));
      }
      String text = side == Role.TOOL ? null : text(row, entries, i);
      if (text == null) {
        omitted++;
        continue;
      }
      switch (side) {
        case SYSTEM -> system.add(text);
        case USER -> messages.add(new Message(Speaker.USER, text));
        case BOT -> messages.add(new Message(Speaker.BOT, text));
        case TOOL -> omitted++;
      }
    }
    return new Said(system, messages, omitted);
  }

  /** {@code null} where nothing was said: a tool call, an image. */
  private static @Nullable String text(JsonRow row, JsonRow.Entries entries, int index)
      throws RowException {
    JsonNode entry = row.entry(entries, index);
    RowFields.Found found = row.part(entry, "message", "content", "refusal");
    String name = entries.name() + "[" + index + "].";
    if (found == null) {
      if (entry.has("content") || entry.has("tool_calls") || entry.has("function_call")) {
        return null;
      }
      throw new RowException(name + "content is missing, a string or a list of parts is due");
    }
    name += found.name();
    JsonNode content = found.value();
    if (content.isTextual()) {
      String text = content.textValue();
      return text.isEmpty() && (entry.hasNonNull("tool_calls") || entry.hasNonNull("function_call"))
          ? null
          : text;
    }
    if (!content.isArray()) {
      throw new RowException(
          name + " is " + Json.kind(content) + ", a string or a list of parts is due");
    }
    return joined(content, name);
  }

  private static @Nullable String joined(JsonNode parts, String name) throws RowException {
    StringBuilder joined = new StringBuilder();
    boolean said = false;
    for (int i = 0; i < parts.size(); i++) {
      JsonNode part = parts.get(i);
      if (part.isTextual()) {
        joined.append(part.textValue());
        said = true;
      } else if (part.isObject()) {
        JsonNode text = part.has("text") ? part.get("text") : part.get("refusal");
        if (text != null && text.isTextual()) {
          joined.append(text.textValue());
          said = true;
        } else if (part.path("type").asText().equals("text")) {
          throw new RowException(
              name + "[" + i + "].text is " + Json.kind(text) + ", a string is due");
        }
      } else {
        throw new RowException(name + "[" + i + "] is " + Json.kind(part) + ", an object is due");
      }
    }
    return said ? joined.toString() : null;
  }
}
