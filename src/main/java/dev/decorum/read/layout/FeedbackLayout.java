package dev.decorum.read.layout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.read.dialogue.ExportRow;
import dev.decorum.read.dialogue.FieldPlace;
import dev.decorum.read.dialogue.Found;
import dev.decorum.read.dialogue.FoundList;
import dev.decorum.read.dialogue.RowField;
import dev.decorum.read.row.Json;
import dev.decorum.read.row.RowException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * CHAI's feedback, a document whose conversations are the values of one object: {@code messages} of
 * {@code content}, {@code sender}, {@code sent_date} and perhaps {@code deleted}.
 */
public final class FeedbackLayout extends ChatLayout {
  /** The name for {@code --input-format}. */
  public static final String NAME = "chai-feedback";

  private static final String MESSAGES_FIELD = "messages";
  private static final String BOT_MARK = "_bot";

  private static final FieldPlace MESSAGE =
      new FieldPlace("messages[]", Map.of("role", "messages[].sender.uid"));

  @Override
  public String name() {
    return NAME;
  }

  /** Such a document is recognised as a whole, not by its rows. */
  @Override
  public Optional<String> recognise(ExportRow row) {
    return Optional.empty();
  }

  @Override
  FoundList list(ExportRow row) throws RowException {
    boolean mapped = row.fields().isMapped(RowField.MESSAGES);
    String name = mapped ? row.fields().nameOf(RowField.MESSAGES) : MESSAGES_FIELD;
    Found found = mapped ? row.view().get(RowField.MESSAGES) : null;
    JsonNode messages = found == null ? row.object().get(name) : found.value();
    if (!(messages instanceof ArrayNode entries)) {
      throw new RowException(name + " is " + Json.kind(messages) + ", expected a list of messages");
    }
    ArrayNode list = JsonNodeFactory.instance.arrayNode(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      String where = name + "[" + i + "]";
      if (!(entries.get(i) instanceof ObjectNode entry)) {
        throw new RowException(where + " is " + Json.kind(entries.get(i)) + ", expected an object");
      }
      ObjectNode message = JsonNodeFactory.instance.objectNode();
      message.setAll(entry);
      Json.flag(entry, "deleted", where + ".deleted");
      message.put("role", isBot(entry, where + ".sender") ? "bot" : "user");
      list.add(message);
    }
    return new FoundList(name, list, List.of(), MESSAGE);
  }

  @Override
  boolean promptIsExample(FoundList list) {
    return true;
  }

  private static boolean isBot(ObjectNode entry, String name) throws RowException {
    JsonNode sender = entry.get("sender");
    if (sender == null || !sender.isObject()) {
      throw new RowException(name + " is " + Json.kind(sender) + ", expected an object");
    }
    JsonNode uid = sender.get("uid");
    if (uid == null || !(uid.isTextual() || uid.isNumber())) {
      throw new RowException(
          name + ".uid is " + Json.kind(uid) + ", expected a string or a number");
    }
    return uid.asText().contains(BOT_MARK);
  }
}
