package dev.decorum.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells formats by the fields of a JSON row. */
final class FormatDetection {

  /** A format and the fields that gave it away, as the end of a sentence. */
  record Detected(InputFormat format, String because) {}

  /**
   * A list of messages and what its entries look like.
   *
   * @param list the list's name; {@code null} for one that the user has mapped
   * @param entry keys that an entry has to have
   * @param ifEmpty whether the list's name says enough where there is no entry to look at
   */
  private record Shape(
      @Nullable String list, List<String> entry, boolean ifEmpty, InputFormat format) {}

  // The first shape that fits is taken.
  private static final List<Shape> SHAPES =
      List.of(
          new Shape("chat_history", List.of(), true, InputFormat.CHAI),
          new Shape("messages", List.of("role", "content"), true, InputFormat.OPENAI),
          new Shape("messages", List.of("role", "tool_calls"), false, InputFormat.OPENAI),
          new Shape("messages", List.of("from", "value"), false, InputFormat.SHAREGPT),
          new Shape("messages", List.of("role", "value"), false, InputFormat.SHAREGPT),
          new Shape("messages", List.of("sender", "message"), false, InputFormat.CHAI),
          new Shape("conversations", List.of("from", "value"), true, InputFormat.SHAREGPT),
          new Shape("conversations", List.of("role", "value"), false, InputFormat.SHAREGPT),
          new Shape("conversations", List.of("role", "content"), false, InputFormat.SHAREGPT),
          new Shape("conversation", List.of("from", "value"), true, InputFormat.SHAREGPT),
          new Shape("conversation", List.of("role", "value"), false, InputFormat.SHAREGPT),
          new Shape("conversation", List.of("role", "content"), false, InputFormat.SHAREGPT),
          new Shape(null, List.of("sender", "message"), false, InputFormat.CHAI),
          new Shape(null, List.of("role", "content"), false, InputFormat.OPENAI),
          new Shape(null, List.of("from", "value"), false, InputFormat.SHAREGPT),
          new Shape(null, List.of("role", "value"), false, InputFormat.SHAREGPT));

  private FormatDetection() {}

  /** The format of a row; empty if its fields are those of none. */
  static Optional<Detected> of(ObjectNode row, RowFields fields) {
    boolean mappedText = fields.isMapped("text") && !fields.isMapped("messages");
    // Some rows of preferences repeat the chosen side as a list of messages.
    if (!mappedText
        && !fields.isMapped("messages")
        && isAnswer(row.get(PreferenceFormat.CHOSEN))
        && isAnswer(row.get(PreferenceFormat.REJECTED))) {
      return detected(InputFormat.PREFERENCE, PreferenceFormat.CHOSEN, PreferenceFormat.REJECTED);
    }
    if (!mappedText || fields.isMapped("candidates")) {
      String context = Context.fieldOf(row, fields);
      String replies = Replies.fieldOf(row, fields);
      if (context != null && replies != null) {
        return detected(InputFormat.CANDIDATES, context, replies);
      }
    }
    if (!mappedText) {
      Optional<Detected> detected = ofLists(row, fields);
      if (detected.isPresent() || fields.isMapped("messages")) {
        return detected;
      }
    }
    RowFields.Found text = fields.find(row, "text", "text");
    if (text != null && text.value().isTextual()) {
      return Optional.of(
          new Detected(InputFormat.TEXT, "of the field \"" + text.name() + "\" without a list"));
    }
    return mappedText ? Optional.empty() : ofRest(row, fields);
  }

  /** Formats whose fields may also stand beside those of another. */
  private static Optional<Detected> ofRest(ObjectNode row, RowFields fields) {
    RowFields.Found prompt = fields.find(row, "prompt", "prompt");
    if (prompt != null
        && isAnswer(prompt.value())
        && isAnswer(row.get(CompletionFormat.COMPLETION))) {
      return detected(InputFormat.COMPLETION, prompt.name(), CompletionFormat.COMPLETION);
    }
    String header = SillyTavernHeader.sign(row);
    if (header != null) {
      return Optional.of(new Detected(InputFormat.SILLYTAVERN, header));
    }
    return SillyTavernMessage.is(row)
        ? detected(InputFormat.SILLYTAVERN, SillyTavernMessage.TEXT, SillyTavernMessage.IS_USER)
        : Optional.empty();
  }

  private static Optional<Detected> detected(InputFormat format, String first, String second) {
    return Optional.of(
        new Detected(format, "of the fields \"" + first + "\" and \"" + second + "\""));
  }

  /** The format of a row's list of messages; empty if it has none that is known. */
  static Optional<Detected> ofLists(ObjectNode row, RowFields fields) {
    if (fields.isMapped("messages")) {
      RowFields.Found found = fields.find(row, "messages");
      return found == null ? Optional.empty() : ofList(null, found, fields);
    }
    for (String name : TableHeader.LISTS) {
      if (row.hasNonNull(name)) {
        Optional<Detected> detected =
            ofList(name, new RowFields.Found(name, row.get(name)), fields);
        if (detected.isPresent()) {
          return detected;
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isAnswer(@Nullable JsonNode value) {
    return value != null && (value.isTextual() || value.isArray());
  }

  private static Optional<Detected> ofList(
      @Nullable String name, RowFields.Found found, RowFields fields) {
    JsonNode first = found.value() instanceof ArrayNode list ? list.get(0) : null;
    boolean empty = found.value().isArray() && first == null;
    for (Shape shape : SHAPES) {
      boolean named = name == null ? shape.list() == null : name.equals(shape.list());
      if (named && (empty ? shape.ifEmpty() : hasAll(first, shape, fields))) {
        String entry = shape.entry().isEmpty() ? "" : " of " + String.join(" and ", shape.entry());
        return Optional.of(
            new Detected(shape.format(), "of the field \"" + found.name() + "\"" + entry));
      }
    }
    return Optional.empty();
  }

  private static boolean hasAll(@Nullable JsonNode entry, Shape shape, RowFields fields) {
    if (shape.entry().isEmpty()) {
      return true;
    }
    if (entry == null) {
      return false;
    }
    // A mapped part takes the place of the part that it stands for: the first is the speaker.
    for (int i = 0; i < shape.entry().size(); i++) {
      String field = i == 0 ? "sender" : "message";
      boolean there =
          fields.isMapped(field)
              ? fields.find(entry, field) != null
              : entry.has(shape.entry().get(i));
      if (!there) {
        return false;
      }
    }
    return true;
  }

  /** What to say where nothing fits. */
  static String unknown(List<String> names) {
    List<String> formats = new ArrayList<>(InputFormat.names());
    formats.remove(InputFormat.AUTO.commandLineName());
    String found = names.isEmpty() ? "none" : JsonRow.shorten(String.join(", ", names));
    return "the format cannot be told from its fields ("
        + found
        + "); say which it is (known are "
        + String.join(", ", formats)
        + ") or map its fields";
  }

  /** The keys of a row, for that message. */
  static List<String> names(ObjectNode row) {
    List<String> names = new ArrayList<>();
    for (Iterator<String> keys = row.fieldNames(); keys.hasNext() && names.size() < 20; ) {
      names.add(keys.next());
    }
    return names;
  }

  /** The reader of a format whose rows are JSON objects. */
  static RowFormat rowFormat(InputFormat format) {
    return switch (format) {
      case CHAI -> new ChaiFormat();
      case CANDIDATES -> new CandidatesFormat();
      case COMPLETION -> new CompletionFormat();
      case OPENAI -> new OpenAiFormat();
      case PREFERENCE -> new PreferenceFormat();
      case SHAREGPT -> new ShareGptFormat();
      case TEXT -> new TextFormat();
      case AUTO, CHAI_FEEDBACK, SILLYTAVERN, CSV, CSV_MESSAGES ->
          throw new IllegalArgumentException(format + " is no format of JSON rows");
    };
  }
}
