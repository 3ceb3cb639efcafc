package dev.decorum.read.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.read.row.Json;
import dev.decorum.read.row.RowException;
import dev.decorum.read.text.Reasoning;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The text of a message that is written in parts: blocks of text, pictures, thoughts and calls of
 * tools, in any of the forms that programs have for them.
 */
final class Parts {
  /** How deep parts may be within parts. */
  private static final int DEEPEST = 8;

  /** Where a part has its text, the best first. */
  private static final String[] TEXTS = {
    "text", "content", "value", "message", "parts", "body", "refusal", "full_text", "markdown"
  };

  /** Formatting within a line; pieces of these kinds are not joined by line breaks. */
  private static final Set<String> INLINE =
      Set.of(
          "plain",
          "bold",
          "italic",
          "underline",
          "strikethrough",
          "code",
          "pre",
          "link",
          "text_link",
          "mention",
          "mention_name",
          "hashtag",
          "cashtag",
          "bot_command",
          "email",
          "phone",
          "bank_card",
          "spoiler",
          "blockquote",
          "custom_emoji");

  /** What pictures, files and other things without words are called, or have fields of. */
  private static final Set<String> MEDIA =
      Set.of(
          "image",
          "imageurl",
          "audio",
          "video",
          "file",
          "filedata",
          "inlinedata",
          "document",
          "attachment",
          "media",
          "photo",
          "sticker",
          "voice",
          "animation",
          "location",
          "contact",
          "poll",
          "source",
          "url",
          "uri",
          "link",
          "citation",
          "search",
          "asset",
          "step",
          "data",
          "cachepoint",
          "mimetype");

  private static final Set<String> HIDDEN =
      Set.of("user_editable_context", "model_editable_context", "system_error");

  private final StringBuilder text = new StringBuilder();
  private boolean said;
  private boolean reasoning;
  private boolean tools;
  private boolean hidden;
  private @Nullable String unknown;
  private int others;

  private Parts() {}

  /**
   * Reads a value in which a text is expected.
   *
   * @param where its place, for messages
   * @throws RowException if it is neither a text nor parts
   */
  static Said of(JsonNode value, String where) throws RowException {
    if (value.isTextual()) {
      return Said.text(value.textValue());
    }
    Parts parts = new Parts();
    parts.read(value, where, 0);
    if (parts.said) {
      return new Said(
          parts.text.toString(), null, parts.reasoning, parts.others + (parts.tools ? 1 : 0));
    }
    if (parts.unknown != null && !parts.reasoning && !parts.tools && !parts.hidden) {
      throw new RowException(parts.unknown);
    }
    Said.Reason reason =
        parts.tools ? Said.Reason.TOOL : parts.hidden ? Said.Reason.HIDDEN : Said.Reason.EMPTY;
    return new Said(null, reason, parts.reasoning, parts.others);
  }

  private void read(JsonNode value, String where, int depth) throws RowException {
    if (depth > DEEPEST) {
      throw new RowException(where + " has parts within parts, nested deeper than is supported");
    }
    if (value.isTextual()) {
      add(value.textValue());
    } else if (value.isArray()) {
      if (isInline(value)) {
        addInline(value);
        return;
      }
      for (int i = 0; i < value.size(); i++) {
        JsonNode part = value.get(i);
        if (part.isTextual() || part.isObject()) {
          read(part, where + "[" + i + "]", depth + 1);
        } else if (!part.isNull()) {
          throw new RowException(
              where + "[" + i + "] is " + Json.kind(part) + ", expected a text or an object");
        }
      }
    } else if (value instanceof ObjectNode part) {
      readPart(part, where, depth);
    } else {
      throw new RowException(
          where + " is " + Json.kind(value) + ", expected a string or a list of parts");
    }
  }

  private void readPart(ObjectNode part, String where, int depth) throws RowException {
    String type = type(part);
    if (isReasoning(type, part)) {
      reasoning = true;
    } else if (isTool(type, part)) {
      tools = true;
    } else if (HIDDEN.contains(type)) {
      hidden = true;
    } else {
      JsonNode inner = inner(part);
      if (inner != null) {
        read(inner, where, depth + 1);
      } else if (isText(type)) {
        throw new RowException(where + " is a part of type \"" + type + "\" without a text");
      } else {
        others++;
        if (unknown == null && mayHoldWords(type, part)) {
          unknown = where + " has no text in a known field; its fields are " + names(part);
        }
      }
    }
  }

  /**
   * Whether a part is neither a picture nor its like, so that words may be in fields of its own.
   */
  private static boolean mayHoldWords(String type, ObjectNode part) {
    if (type.isEmpty()) {
      boolean media = part.isEmpty();
      for (Iterator<String> names = part.fieldNames(); names.hasNext(); ) {
        media |= MEDIA.contains(Vocabulary.plain(names.next()));
      }
      return !media;
    }
    for (String kind : MEDIA) {
      if (type.contains(kind)) {
        return false;
      }
    }
    for (JsonNode value : part) {
      if (value.isTextual() && value.textValue().strip().indexOf(' ') > 0) {
        return true;
      }
    }
    return false;
  }

  private static String names(ObjectNode part) {
    List<String> names = new ArrayList<>();
    part.fieldNames().forEachRemaining(names::add);
    return RowException.shorten(String.join(", ", names));
  }

  private static boolean isReasoning(String type, ObjectNode part) {
    if (Reasoning.isReasoningPart(type) || part.path("thought").asBoolean(false)) {
      return true;
    }
    // A part without a type is called by its only field.
    return type.isEmpty()
        && part.size() == 1
        && Reasoning.isReasoningField(part.fieldNames().next());
  }

  /** Whether a value is an object of which nothing tells what it is. */
  static boolean isUnknown(JsonNode value) {
    return value instanceof ObjectNode part && type(part).isEmpty() && inner(part) == null;
  }

  /** Where the text of a part is; {@code null} for a picture and its like. */
  private static @Nullable JsonNode inner(ObjectNode part) {
    for (String name : TEXTS) {
      JsonNode value = part.get(name);
      if (value != null && (value.isTextual() || value.isObject() || value.isArray())) {
        return value;
      }
    }
    return null;
  }

  private static boolean isText(String type) {
    return type.equals("text") || type.endsWith("_text");
  }

  private static String type(ObjectNode part) {
    for (String name : new String[] {"type", "content_type", "kind"}) {
      JsonNode type = part.get(name);
      if (type != null && type.isTextual()) {
        return type.textValue().toLowerCase(Locale.ROOT);
      }
    }
    return "";
  }

  /** Whether a part of this type belongs to the use of a tool. */
  private static boolean isTool(String type, ObjectNode part) {
    if (type.isEmpty()) {
      return part.has("functionCall")
          || part.has("functionResponse")
          || part.has("function_call")
          || part.has("function_response")
          || part.has("toolUse")
          || part.has("toolResult")
          || part.has("executableCode")
          || part.has("codeExecutionResult");
    }
    return isTool(type);
  }

  /** Whether an entry or a part of this type belongs to the use of a tool. */
  static boolean isTool(String type) {
    return type.contains("tool")
        || type.contains("function")
        || type.endsWith("_call")
        || type.endsWith("_call_output")
        || type.equals("code")
        || type.equals("execution_output")
        || type.startsWith("tether_")
        || type.startsWith("server_tool")
        || type.startsWith("mcp_");
  }

  private static boolean isInline(JsonNode list) {
    boolean formatted = false;
    for (JsonNode piece : list) {
      if (piece.isObject()) {
        if (!INLINE.contains(piece.path("type").asText()) || !piece.path("text").isTextual()) {
          return false;
        }
        formatted = true;
      } else if (!piece.isTextual()) {
        return false;
      }
    }
    return formatted;
  }

  private void addInline(JsonNode list) {
    StringBuilder line = new StringBuilder();
    for (JsonNode piece : list) {
      line.append(piece.isTextual() ? piece.textValue() : piece.path("text").textValue());
    }
    add(line.toString());
  }

  private void add(String piece) {
    if (piece.isEmpty()) {
      return;
    }
    if (said) {
      text.append('\n');
    }
    text.append(piece);
    said = true;
  }

  /** Whether a text is parts that a program has written as JSON. */
  static boolean looksWritten(String text) {
    int i = 0;
    while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
      i++;
    }
    if (i + 1 >= text.length()) {
      return false;
    }
    char c = text.charAt(i);
    return ((c == '[' && text.indexOf('{', i) > 0) || c == '{')
        && (text.contains("\"type\"") || text.contains("\"parts\"") || text.contains("'type'"));
  }

  /** Whether a value is a list of parts, or an object with some, and nothing else. */
  static boolean areParts(JsonNode value) {
    if (value.isObject()) {
      return value.path("parts").isArray() && value.has("content_type");
    }
    if (!value.isArray() || value.isEmpty()) {
      return false;
    }
    for (JsonNode part : value) {
      if (!part.isObject() || !part.path("type").isTextual()) {
        return false;
      }
    }
    return true;
  }
}
