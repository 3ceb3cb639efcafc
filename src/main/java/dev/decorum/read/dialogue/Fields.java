package dev.decorum.read.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.conversation.FieldValue;
import dev.decorum.read.options.InputOptions;
import dev.decorum.read.row.FieldPath;
import dev.decorum.read.row.Json;
import dev.decorum.read.text.Role;
import dev.decorum.read.text.Roles;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds fields by what they mean, under the names that exports are known to give them or that the
 * user gives them. One for each input; not thread-safe.
 */
public final class Fields {

  /** What the user calls the fields of rows. */
  private static final Map<String, RowField> ROW_FIELDS =
      Map.ofEntries(
          Map.entry("id", RowField.ID),
          Map.entry("label", RowField.LABEL),
          Map.entry("bot_name", RowField.BOT_NAME),
          Map.entry("user_name", RowField.USER_NAME),
          Map.entry("memory", RowField.MEMORY),
          Map.entry("prompt", RowField.PROMPT),
          Map.entry("messages", RowField.MESSAGES),
          Map.entry("candidates", RowField.CANDIDATES),
          Map.entry("reply", RowField.REPLY),
          Map.entry("system", RowField.SYSTEM),
          Map.entry("text", RowField.TEXT));

  /** What the user calls the fields of messages. */
  private static final Map<String, MessageField> MESSAGE_FIELDS =
      Map.of(
          "sender", MessageField.SENDER,
          "message", MessageField.TEXT,
          "timestamp", MessageField.TIME);

  private static final Pattern PAIR =
      Pattern.compile("\"([^\"\\\\]{1,80})\"\\s*:\\s*(?:\"([^\"\\\\]{1,200})\"|(-?[0-9.]{1,30}))");

  private static final Vocabulary.Names<RowField> ROW_NAMES =
      new Vocabulary.Names<>(RowField.class);

  private static final Vocabulary.Names<MessageField> MESSAGE_NAMES =
      new Vocabulary.Names<>(MessageField.class);

  private static final int MOST_WORDS = 1_024;
  private static final int LONGEST_WORD = 64;

  /** Parts of names of what was said. */
  private static final Pattern SAID =
      Pattern.compile(
          "text|message|content|body|repl(y|ies)|respon[sd]|answer|question|prompt|query|said"
              + "|utterance|transcript|description|completion|generat");

  /** Parts of names of what is told about a conversation. */
  private static final Pattern ABOUT =
      Pattern.compile(
          "name|title|subject|url|link|model|status|state|date|time|tag|topic|categor|usage|meta"
              + "|agent|locale|lang|ids?$|error|version|source|path|file|header|setting|config"
              + "|param|type|format|count|score|rating|reason|comment|feedback|note|summary"
              + "|tokens?$|tools?$|schema|profile|account|device|label|intent|participant|member");

  private static final Pattern IDENTIFIER =
      Pattern.compile("(?=[^0-9_@-]*[0-9_@-])[\\w@:/.-]{1,80}");

  private final InputOptions options;
  private final Json json;
  private final Vocabulary<RowField> rows = new Vocabulary<>(ROW_NAMES);
  private final Vocabulary<MessageField> messages = new Vocabulary<>(MESSAGE_NAMES);
  private final Map<RowField, FieldPath> mappedRows = new EnumMap<>(RowField.class);
  private final Map<MessageField, FieldPath> mappedMessages = new EnumMap<>(MessageField.class);
  private final Map<String, FieldPath> kept = new LinkedHashMap<>();
  private final FieldUse use;
  private final WrittenValues written;
  private final Roles roles;
  private final Map<String, Optional<Role>> knownWords = new HashMap<>();
  private final Map<String, String> plainNames = new HashMap<>();
  private final @Nullable FieldSurvey survey;
  private final Map<String, Boolean> said = new HashMap<>();
  private final Map<String, Boolean> anySaid = new HashMap<>();
  private final List<String> entryNames = new ArrayList<>();
  private String entriesOf = "";

  public Fields(InputOptions options, Json json, FieldUse use) {
    this.use = use;
    this.survey = use.survey();
    this.options = options;
    this.json = json;
    this.written = new WrittenValues(json);
    this.roles = options.roles();
    options
        .columns()
        .forEach(
            (field, column) -> {
              RowField rowField = ROW_FIELDS.get(field);
              if (rowField != null) {
                mappedRows.put(rowField, new FieldPath(column));
              } else {
                mappedMessages.put(MESSAGE_FIELDS.get(field), new FieldPath(column));
              }
            });
    options.keep().forEach(name -> kept.put(name, new FieldPath(name)));
  }

  public InputOptions options() {
    return options;
  }

  /** Whose word this is; {@code null} if it is unknown. Most words occur again. */
  @Nullable Role role(String word) {
    Optional<Role> known = knownWords.get(word);
    if (known == null) {
      known = Optional.ofNullable(roles.of(word));
      if (knownWords.size() < MOST_WORDS && word.length() <= LONGEST_WORD) {
        knownWords.put(word, known);
      }
    }
    return known.orElse(null);
  }

  /** A name without what does not matter in it. The same names come in every row. */
  String plain(String name) {
    String plain = plainNames.get(name);
    if (plain == null) {
      plain = Vocabulary.plain(name);
      if (plainNames.size() < MOST_WORDS && name.length() <= LONGEST_WORD) {
        plainNames.put(name, plain);
      }
    }
    return plain;
  }

  /** What an entry of a list is called in messages. Nearly every row calls its list alike. */
  String entryOf(String list, int number) {
    if (!list.equals(entriesOf)) {
      entriesOf = list;
      entryNames.clear();
    }
    while (entryNames.size() <= number && number < MOST_WORDS) {
      entryNames.add(list + "[" + entryNames.size() + "]");
    }
    return number < MOST_WORDS ? entryNames.get(number) : list + "[" + number + "]";
  }

  Json json() {
    return json;
  }

  WrittenValues written() {
    return written;
  }

  /** Hears what fields are used for; {@code null} if that is not wanted. */
  @Nullable FieldSurvey survey() {
    return survey;
  }

  /** Whether the user says where this field is. */
  public boolean isMapped(RowField field) {
    return mappedRows.containsKey(field);
  }

  /** Whether the user says where this part of a message is. */
  public boolean isMapped(MessageField field) {
    return mappedMessages.containsKey(field);
  }

  /** Takes note of what fields a row has, where the user names some. */
  public void saw(ObjectNode row) {
    if (!options.columns().isEmpty() || !kept.isEmpty()) {
      use.saw(row);
    }
  }

  /** The name of a field in the user's words, else its best one. */
  public String nameOf(RowField field) {
    FieldPath path = mappedRows.get(field);
    return path == null ? field.names().get(0) : path.name();
  }

  /** The name of a part of a message in the user's words, else the given one. */
  public String nameOf(MessageField field, String otherwise) {
    FieldPath path = mappedMessages.get(field);
    return path == null ? otherwise : path.name();
  }

  /** The fields of a row. */
  View<RowField> row(ObjectNode object, FieldPlace place) {
    View<RowField> view = part(object, place);
    if (!mappedRows.isEmpty() || !mappedMessages.isEmpty()) {
      // A field for which the user has a use of its own means nothing else.
      mappedRows.values().forEach(path -> view.remove(path.name()));
      mappedMessages.values().forEach(path -> view.remove(path.name()));
      mappedRows.forEach((field, path) -> view.replace(field, found(path, object)));
    }
    return view;
  }

  /** The fields of a part of a row, for which the user's words do not count. */
  public View<RowField> part(ObjectNode object) {
    return part(object, FieldPlace.ROW);
  }

  /**
   * Takes what is called as a side for what this side said, where nothing else can be that. Beside
   * a question, a list of messages or a text it is more likely an account.
   */
  private static void letSidesSpeak(View<RowField> view) {
    Found list = view.peek(RowField.MESSAGES);
    if (view.has(RowField.TEXT)
        || (list != null && (list.value().isContainerNode() || isWritten(list)))) {
      return;
    }
    Found input = view.peek(RowField.INPUT);
    boolean asked =
        view.has(RowField.PROMPT)
            || view.has(RowField.INSTRUCTION)
            || (input != null && input.value().isTextual() && !isWritten(input));
    boolean answered = view.has(RowField.REPLY) || view.has(RowField.CHOICES);
    Found user = view.peek(RowField.USER_SIDE);
    Found bot = view.peek(RowField.BOT_SIDE);
    if (asked) {
      user = null;
      bot = bot == null || isIdentifier(bot) ? null : bot;
    } else if (input != null) {
      return;
    }
    boolean spoken = user != null && (bot != null || answered);
    if (spoken) {
      view.replace(RowField.PROMPT, user);
      view.replace(RowField.USER_SIDE, null);
    }
    if (bot != null && !answered && (asked || spoken)) {
      view.replace(RowField.REPLY, bot);
      view.replace(RowField.BOT_SIDE, null);
    }
  }

  private static boolean isWritten(Found found) {
    return found.value().isTextual() && WrittenValues.mayBe(found.value().textValue());
  }

  /** Whether a value identifies somebody, rather than being said: {@code asst_1}. */
  private static boolean isIdentifier(Found found) {
    return !found.value().isTextual() || IDENTIFIER.matcher(found.value().textValue()).matches();
  }

  /** The same of a part in a place of the row, where what is used of it is told. */
  View<RowField> part(ObjectNode object, FieldPlace place) {
    View<RowField> view = rows.view(object, survey, place);
    if (view.has(RowField.USER_SIDE) || view.has(RowField.BOT_SIDE)) {
      letSidesSpeak(view);
    }
    letMessageAsk(view, object);
    return view;
  }

  /**
   * Takes {@code message} beside a history for what the user said then, and {@code text} for the
   * answer, as in Cohere's interface.
   */
  private static void letMessageAsk(View<RowField> view, ObjectNode object) {
    Found list = view.peek(RowField.MESSAGES);
    if (list == null
        || !list.name().endsWith("istory")
        || view.has(RowField.PROMPT)
        || !object.path("message").isTextual()) {
      return;
    }
    view.replace(RowField.PROMPT, new Found("message", object.get("message"), 0));
    Found text = view.peek(RowField.TEXT);
    if (text != null && text.value().isTextual() && !view.has(RowField.REPLY)) {
      view.replace(RowField.REPLY, text);
      view.replace(RowField.TEXT, null);
    }
  }

  /** The fields of a message. */
  public View<MessageField> message(ObjectNode object) {
    return mapped(messages.view(object), object);
  }

  /** The same of a message in a place of the row, where what is used of it is told. */
  View<MessageField> message(ObjectNode object, FieldPlace place) {
    return mapped(messages.view(object, survey, place), object);
  }

  private View<MessageField> mapped(View<MessageField> view, ObjectNode object) {
    if (!mappedMessages.isEmpty()) {
      mappedMessages.values().forEach(path -> view.remove(path.name()));
      mappedMessages.forEach((field, path) -> view.replace(field, found(path, object)));
      if (mappedMessages.containsKey(MessageField.SENDER)) {
        view.replace(MessageField.ROLE, null);
        view.replace(MessageField.FLAG, null);
        view.replace(MessageField.KIND, null);
      }
    }
    return view;
  }

  /** The fields of an object that describes who speaks. */
  View<MessageField> senderPart(ObjectNode object) {
    return messages.view(object);
  }

  /** What a key means in a message; {@code null} where it means nothing, or the user says what. */
  @Nullable MessageField meaning(String key) {
    return mappedMessages.isEmpty() ? messages.meaningOf(key) : null;
  }

  /** Whether a key may be the name of this part of a message. */
  boolean means(String key, MessageField field) {
    return messages.means(key, field);
  }

  /** Whether a key may be the name of this field. */
  public boolean means(String key, RowField field) {
    return rows.means(key, field);
  }

  /**
   * The conversation's id in a row that is not JSON, as far as it can be seen; {@code null} if it
   * cannot.
   */
  public @Nullable String idInBroken(String raw) {
    Matcher pair = PAIR.matcher(raw);
    while (pair.find()) {
      boolean id =
          isMapped(RowField.ID)
              ? nameOf(RowField.ID).equals(pair.group(1))
              : rows.means(pair.group(1), RowField.CONVERSATION_ID);
      if (id) {
        return pair.group(2) == null ? pair.group(3) : pair.group(2);
      }
    }
    return null;
  }

  /**
   * Whether a name that means nothing may be one of something that was said.
   *
   * @param any whether it may be any name but those of what is about a conversation, as where a
   *     reply is missed
   */
  boolean mayBeSaid(String name, boolean any) {
    Map<String, Boolean> known = any ? anySaid : said;
    Boolean mayBe = known.get(name);
    if (mayBe == null) {
      String plain = Vocabulary.plain(name);
      mayBe =
          !rows.knows(name)
              && !isNamedByUser(name)
              && !ABOUT.matcher(plain).find()
              && (any || SAID.matcher(plain).find());
      if (known.size() < MOST_WORDS) {
        known.put(name, mayBe);
      }
    }
    return mayBe;
  }

  private boolean isNamedByUser(String name) {
    for (String path : options.columns().values()) {
      if (path.startsWith(name) || path.startsWith("/" + name)) {
        return true;
      }
    }
    return options.keep().stream().anyMatch(path -> path.startsWith(name));
  }

  /** Whether a key is the known name of any part of a message. */
  boolean isOfMessage(String key) {
    return messages.knows(key);
  }

  /** Whether a key is the known name of any field of a row. */
  public boolean isKnown(String key) {
    return rows.knows(key);
  }

  private @Nullable Found found(FieldPath path, JsonNode node) {
    JsonNode value = path.in(node);
    if (value == null) {
      return null;
    }
    use.found(path.name());
    JsonNode plain = Scalars.plain(value);
    return Scalars.isMissing(plain) ? null : new Found(path.name(), plain, Found.MAPPED);
  }

  /** The fields to be carried along, each from the first of these objects that has it. */
  public Map<String, FieldValue> kept(JsonNode... objects) {
    if (kept.isEmpty()) {
      return Map.of();
    }
    Map<String, FieldValue> values = new LinkedHashMap<>();
    kept.forEach(
        (name, path) -> {
          JsonNode value = null;
          for (JsonNode object : objects) {
            if (value == null || Scalars.isMissing(value)) {
              JsonNode here = path.in(object);
              value = here == null ? value : here;
            }
          }
          if (value != null) {
            use.found(name);
            JsonNode plain = Scalars.plain(value);
            if (survey != null) {
              survey.used(FieldPlace.withoutNumbers(name), "kept", plain);
            }
            values.put(
                name,
                Scalars.isMissing(plain) ? FieldValue.literal("null") : Json.fieldValue(plain));
          }
        });
    return values;
  }
}
