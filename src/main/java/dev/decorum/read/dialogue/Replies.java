package dev.decorum.read.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.read.row.Json;
import dev.decorum.read.row.RowException;
import dev.decorum.read.text.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a bot answered, as interfaces return it: a text, a message, a list of items, or the
 * whole answer of a service with its choices.
 */
final class Replies {
  private static final int DEEPEST = 6;

  private static final Pattern EVENTS =
      Pattern.compile("\\s*(event: ?\\S+\\s*\\R)?data: ?(\\{|\\[DONE)");

  /** What answers of services wrap the message in, the best first. */
  private static final String[] WRAPPERS = {
    "choices",
    "candidates",
    "generations",
    "output",
    "outputs",
    "message",
    "messages",
    "result",
    "response",
    "completion",
    "answer",
    "data",
    "body"
  };

  private static final String[] TEXTS = {
    "content",
    "text",
    "generated_text",
    "output_text",
    "value",
    "mes",
    "parts",
    "raw_content",
    "reply"
  };

  private final Fields fields;
  private final Messages messages;

  Replies(Fields fields) {
    this.fields = fields;
    this.messages = new Messages(fields);
  }

  /** Whether an object has a field in which a reply may be. */
  static boolean mayBe(JsonNode object) {
    for (String name : TEXTS) {
      if (object.hasNonNull(name)) {
        return true;
      }
    }
    for (String name : WRAPPERS) {
      if (object.hasNonNull(name)) {
        return true;
      }
    }
    return false;
  }

  /** The messages of a reply, at least one; the last is the bot's. */
  List<Turn> of(Found found) throws RowException {
    boolean choices = fields.means(found.name(), RowField.CHOICES);
    List<Turn> turns =
        choices && found.value() instanceof ArrayNode list && !list.isEmpty()
            ? ofAnswers(list, found.name(), 0)
            : read(found.value(), found.name(), 0);
    boolean ofBot = false;
    for (Turn turn : turns) {
      ofBot |= turn.role() == Role.BOT || turn.role() == null;
    }
    if (!ofBot) {
      throw new RowException(found.name() + " holds no message of the bot");
    }
    return turns;
  }

  private List<Turn> read(JsonNode value, String where, int depth) throws RowException {
    if (depth > DEEPEST) {
      throw new RowException(where + " is nested deeper than a reply can be");
    }
    if (value.isTextual()) {
      if (EVENTS.matcher(value.textValue()).lookingAt()) {
        throw new RowException(
            where
                + " is a stream of events as a service sends it; join the texts of its events, or"
                + " let the gateway log whole replies");
      }
      JsonNode written = written(value.textValue());
      return written == null
          ? List.of(messages.reply(value, where))
          : read(written, where, depth + 1);
    }
    if (value instanceof ArrayNode list) {
      return ofList(list, where, depth);
    }
    if (LangChain.plain(value) instanceof ObjectNode object) {
      return ofObject(object, where, depth);
    }
    throw new RowException(where + " is " + Json.kind(value) + ", expected a text or a message");
  }

  /** A message or an answer that a program has written as JSON; {@code null} for plain texts. */
  private @Nullable JsonNode written(String text) {
    if (!WrittenValues.mayBe(text)) {
      return null;
    }
    JsonNode value = fields.written().read(text);
    JsonNode first = value != null && value.isArray() ? value.get(0) : value;
    if (first instanceof ObjectNode object) {
      View<MessageField> view = fields.message(object);
      boolean message = view.has(MessageField.ROLE) && view.has(MessageField.TEXT);
      boolean part = view.has(MessageField.KIND) && view.has(MessageField.TEXT);
      if (message || part || object.path("choices").isArray()) {
        return value;
      }
    }
    return null;
  }

  private List<Turn> ofList(ArrayNode list, String where, int depth) throws RowException {
    if (list.isEmpty()) {
      throw new RowException(where + " is an empty list, expected a reply");
    }
    if (list.size() == 1) {
      return read(list.get(0), where + "[0]", depth + 1);
    }
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      JsonNode item = list.get(i);
      if (!(item instanceof ObjectNode object) || !isItem(object)) {
        throw new RowException(
            where
                + " holds "
                + list.size()
                + " replies; to rank them, name the field with --map candidates="
                + where);
      }
      turns.add(messages.reply(item, where + "[" + i + "]"));
    }
    if (areParts(list)) {
      return List.of(Turn.of(Role.BOT, Parts.of(list, where), where));
    }
    return turns;
  }

  /** Items of one answer have a kind or a speaker each; several answers have neither. */
  private boolean isItem(ObjectNode item) {
    View<MessageField> view = fields.message(item);
    return view.has(MessageField.ROLE) || view.has(MessageField.KIND);
  }

  /** Parts of one message, as Anthropic's interface returns them, rather than messages. */
  private boolean areParts(ArrayNode list) {
    for (JsonNode item : list) {
      if (item.has("role") || item.path("content").isArray()) {
        return false;
      }
    }
    return Parts.areParts(list);
  }

  private List<Turn> ofObject(ObjectNode object, String where, int depth) throws RowException {
    View<MessageField> view = fields.message(object);
    // Calls of tools have no text, or one that is null.
    boolean something =
        Messages.hasSomething(view) || messages.hasNull(object) || object.has("content");
    if (view.has(MessageField.ROLE) && something) {
      return List.of(messages.reply(object, where));
    }
    for (String wrapper : WRAPPERS) {
      JsonNode inner = object.get(wrapper);
      if (inner == null || !inner.isContainerNode() || inner.isEmpty()) {
        continue;
      }
      boolean several = inner.isArray() && isListOfAnswers(wrapper);
      return several
          ? ofAnswers((ArrayNode) inner, where + "." + wrapper, depth)
          : read(inner, where + "." + wrapper, depth + 1);
    }
    for (String text : TEXTS) {
      if (object.hasNonNull(text)) {
        return view.has(MessageField.TEXT)
            ? List.of(messages.reply(object, where))
            : read(object.get(text), where + "." + text, depth + 1);
      }
    }
    boolean status = isStatus(object);
    for (String wrapper : WRAPPERS) {
      if (object.path(wrapper).isTextual() && !(status && wrapper.equals("message"))) {
        return read(object.get(wrapper), where + "." + wrapper, depth + 1);
      }
    }
    if (something) {
      return List.of(messages.reply(object, where));
    }
    String advice =
        depth == 0 && where.indexOf('[') < 0 && !object.isEmpty()
            ? "; name the one that holds it with --map reply=" + where + ".FIELD"
            : "";
    throw new RowException(
        where + " has no text; its fields are " + Messages.names(object) + advice);
  }

  /** Whether an object says how a request went, in which case a message says the same. */
  private static boolean isStatus(ObjectNode object) {
    for (String name : new String[] {"status", "status_code", "statusCode", "code", "success"}) {
      if (object.has(name)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isListOfAnswers(String name) {
    return name.equals("choices") || name.equals("candidates") || name.equals("generations");
  }

  /** The first of several answers was given; the others are versions of it. */
  private List<Turn> ofAnswers(ArrayNode answers, String where, int depth) throws RowException {
    List<Turn> first = read(answers.get(0), where + "[0]", depth + 1);
    if (answers.size() == 1 || !fields.options().swipes()) {
      return first;
    }
    List<Turn.Alternative> versions = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      List<Turn> turns = read(answers.get(i), where + "[" + i + "]", depth + 1);
      String text = turns.get(turns.size() - 1).said().text();
      if (text != null) {
        versions.add(new Turn.Alternative(i + 1, text));
      }
    }
    List<Turn> withVersions = new ArrayList<>(first);
    int last = first.size() - 1;
    withVersions.set(last, first.get(last).withAlternatives(versions));
    return withVersions;
  }
}
