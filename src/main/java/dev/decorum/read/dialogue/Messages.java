package dev.decorum.read.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.read.row.Json;
import dev.decorum.read.row.RowException;
import dev.decorum.read.text.Mojibake;
import dev.decorum.read.text.Reasoning;
import dev.decorum.read.text.Role;
import dev.decorum.read.text.TimeParser;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries of a list of messages, whichever program has written it: one table of names and
 * of words serves all layouts.
 */
public final class Messages {
  /** What text-generation-webui writes for the user's part before a greeting. */
  private static final String GREETING_MARK = "<|BEGIN-VISIBLE-CHAT|>";

  /** How the place of a message that is a row begins. */
  private static final String ROW = "the message on line ";

  private static final int LONGEST_NAME = 40;

  /** Smaller than any time, so that it cannot be taken for one. */
  private static final Pattern CLOCK =
      Pattern.compile("[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]+)?)?( ?[AaPp]\\.?[Mm]\\.?)?");

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,7}(\\.0+)?");

  /** Kinds of messages that have a text. */
  private static final Set<String> WITH_TEXT =
      Set.of("text", "message", "msg", "chat", "comment", "reply", "plain", "question", "answer");

  /** Where messages are within the one that they answer. */
  private static final String[] CHILDREN = {"replies", "children"};

  /** A message that is still to be read, and the one that it answers. */
  private record Pending(ObjectNode entry, String parent, String where) {}

  /** The place of entries where it is not wanted. */
  private static final FieldPlace UNTOLD = FieldPlace.of("[]");

  private final Fields fields;

  public Messages(Fields fields) {
    this.fields = fields;
  }

  /**
   * The entries of a list in their order.
   *
   * @param name the list's name, for messages
   */
  public List<Turn> list(ArrayNode list, String name) throws RowException {
    return list(list, name, fields.survey() == null ? UNTOLD : FieldPlace.entriesOf(name));
  }

  /**
   * The same.
   *
   * @param place where the entries are
   */
  List<Turn> list(ArrayNode list, String name, FieldPlace place) throws RowException {
    List<Turn> turns = new ArrayList<>(list.size());
    boolean bySpeaker = arePairsBySpeaker(list);
    for (int i = 0; i < list.size(); i++) {
      JsonNode entry = list.get(i);
      String where = fields.entryOf(name, i);
      if (entry.isTextual() && WrittenValues.mayBe(entry.textValue())) {
        JsonNode read = fields.written().read(entry.textValue());
        entry = read == null ? entry : read;
      }
      if (LangChain.plain(entry) instanceof ObjectNode object) {
        addObject(object, where, place, turns);
      } else if (entry instanceof ArrayNode pair && pair.size() == 2) {
        addPair(pair, bySpeaker, where, place, turns);
      } else if (entry.isNull()) {
        turns.add(Turn.of(Role.OMITTED, Said.nothing(Said.Reason.EMPTY), where));
      } else {
        throw new RowException(
            where
                + " is "
                + Json.kind(entry)
                + ", expected an object with a speaker and a text"
                + (entry.isTextual() ? ": it is unclear who says it" : ""));
      }
    }
    return turns;
  }

  /** The messages of a field that is a list. */
  public List<Turn> list(Found found) throws RowException {
    if (found.value() instanceof ArrayNode list) {
      return list(list, found.name());
    }
    throw new RowException(
        found.name() + " is " + Json.kind(found.value()) + ", expected a list of messages");
  }

  /**
   * Whether pairs are a speaker and a text, rather than a question and its answer: some pair begins
   * with a known word, or all begin with the same one or two names.
   */
  private boolean arePairsBySpeaker(ArrayNode list) {
    boolean known = false;
    Set<String> words = new HashSet<>();
    for (JsonNode pair : list) {
      String first = pair.isArray() && pair.size() == 2 ? Scalars.text(pair.get(0)) : null;
      if (first == null || first.length() > LONGEST_NAME || first.indexOf('\n') >= 0) {
        return false;
      }
      known |= fields.role(first) != null;
      words.add(first);
    }
    return known || (list.size() > 2 && words.size() <= 2);
  }

  private void addPair(
      ArrayNode pair, boolean bySpeaker, String where, FieldPlace place, List<Turn> turns)
      throws RowException {
    if (bySpeaker) {
      String word = pair.get(0).asText().strip();
      Role role = fields.role(word);
      tell(place.path() + "[0]", "speaker", pair.get(0));
      tell(place.path() + "[1]", "text", pair.get(1));
      Turn said = said(role, pair.get(1), where);
      turns.add(role == null ? said.namedAs(Mojibake.repair(word)) : said);
      return;
    }
    for (int i = 0; i < 2; i++) {
      JsonNode half = pair.get(i);
      boolean nothing =
          half.isNull()
              || (half.isTextual()
                  && (half.textValue().isEmpty() || half.textValue().equals(GREETING_MARK)));
      if (!nothing) {
        tell(place.path() + "[" + i + "]", i == 0 ? "user's text" : "bot's text", half);
        turns.add(
            Turn.of(
                i == 0 ? Role.USER : Role.BOT,
                said(half, where + "[" + i + "]"),
                where + "[" + i + "]"));
      }
    }
  }

  /**
   * A message of nothing but a speaker and a text, as nearly all are; {@code null} for any other.
   * The result is that of {@link #turn}, but faster.
   */
  private @Nullable Turn plain(ObjectNode entry, String where) {
    if (entry.size() != 2) {
      return null;
    }
    String word = null;
    String text = null;
    boolean mayBeName = false;
    for (Map.Entry<String, JsonNode> field : entry.properties()) {
      MessageField meaning = field.getValue().isTextual() ? fields.meaning(field.getKey()) : null;
      if (meaning == MessageField.TEXT && text == null) {
        text = field.getValue().textValue();
      } else if ((meaning == MessageField.ROLE || meaning == MessageField.SENDER) && word == null) {
        word = field.getValue().textValue();
        mayBeName = meaning == MessageField.SENDER;
      } else {
        return null;
      }
    }
    if (word == null || text == null || word.isBlank() || text.isBlank()) {
      return null;
    }
    Role role = fields.role(word);
    if (role == Role.OMITTED || (role == null && !mayBeName) || Parts.looksWritten(text)) {
      return null;
    }
    if (role != null) {
      return Turn.of(role, Said.text(text), where);
    }
    String name = Mojibake.repair(word.strip());
    return Turn.named(name, Said.text(text), where);
  }

  private void tell(String path, String use, JsonNode value) {
    FieldSurvey survey = fields.survey();
    if (survey != null) {
      survey.used(path, use, value);
    }
  }

  private void addObject(ObjectNode entry, String where, FieldPlace place, List<Turn> turns)
      throws RowException {
    Turn plain = fields.survey() == null ? plain(entry, where) : null;
    if (plain != null) {
      turns.add(plain);
      return;
    }
    View<MessageField> view = fields.message(entry, place);
    FieldSurvey survey = fields.survey();
    if (survey != null) {
      survey.has(place, entry);
    }
    if (!hasSpeaker(view)) {
      if (addNamedByRole(entry, where, place, turns) || addExchange(entry, where, place, turns)) {
        return;
      }
    }
    Turn turn = turn(entry, view, where);
    ArrayNode children = children(entry);
    if (children == null) {
      turns.add(turn);
      return;
    }
    addWithChildren(turn, children, where, place, turns);
  }

  /** Messages that are within the one that they answer; {@code null} if there are none. */
  private @Nullable ArrayNode children(ObjectNode entry) {
    for (String name : CHILDREN) {
      if (entry.get(name) instanceof ArrayNode list) {
        if (list.isEmpty() || list.get(0).isObject()) {
          return list;
        }
      }
    }
    return null;
  }

  /** Walks down without recursion: long conversations are deep. */
  private void addWithChildren(
      Turn root, ArrayNode below, String where, FieldPlace place, List<Turn> turns)
      throws RowException {
    String rootId = root.id() == null ? where : root.id();
    turns.add(root.asNode(rootId, root.parent()));
    Deque<Pending> pending = new ArrayDeque<>();
    addChildren(below, rootId, where, pending);
    while (!pending.isEmpty()) {
      Pending next = pending.removeFirst();
      // Answers look like what they answer, however deep they are.
      Turn turn = turn(next.entry(), fields.message(next.entry(), place), next.where());
      String id = turn.id() == null ? next.where() : turn.id();
      turns.add(turn.asNode(id, next.parent()));
      ArrayNode children = children(next.entry());
      if (children != null) {
        addChildren(children, id, next.where(), pending);
      }
    }
  }

  private static void addChildren(
      ArrayNode children, String parent, String where, Deque<Pending> pending) {
    for (int i = 0; i < children.size(); i++) {
      if (children.get(i) instanceof ObjectNode child) {
        pending.add(new Pending(child, parent, where + ".replies[" + i + "]"));
      }
    }
  }

  /** An entry whose only keys are roles: {@code {"user": "Hi"}}. */
  private boolean addNamedByRole(ObjectNode entry, String where, FieldPlace place, List<Turn> turns)
      throws RowException {
    if (entry.size() != 1) {
      return false;
    }
    String key = entry.fieldNames().next();
    Role role = fields.role(key);
    JsonNode text = entry.get(key);
    if (role == null || !(text.isTextual() || text.isArray())) {
      return false;
    }
    tell(place.pathOf(key), role == Role.BOT ? "bot's text" : "user's text", text);
    turns.add(said(role, text, where));
    return true;
  }

  /** What somebody said, of whom nothing but the side is known. */
  private Turn said(@Nullable Role role, JsonNode text, String where) throws RowException {
    Said said = role == Role.OMITTED ? Said.nothing(Said.Reason.TOOL) : said(text, where);
    return Turn.of(role, said, where);
  }

  /** An entry that is a question and its answer: {@code {"input": …, "output": …}}. */
  private boolean addExchange(ObjectNode entry, String where, FieldPlace place, List<Turn> turns)
      throws RowException {
    View<RowField> view = fields.part(entry, place);
    Found asked = asked(view);
    Found answered = view.peek(RowField.REPLY);
    if (asked == null
        || answered == null
        || !asked.value().isTextual()
        || !answered.value().isTextual()) {
      return false;
    }
    view.uses(RowField.PROMPT, asked);
    view.uses(RowField.REPLY, answered);
    String time = text(fields.message(entry), MessageField.TIME);
    Said question = said(asked.value(), where + "." + asked.name());
    Said answer = said(answered.value(), where + "." + answered.name());
    turns.add(Turn.of(Role.USER, question, where).withTime(time));
    turns.add(Turn.of(Role.BOT, answer, where).withTime(time).withAttached(true));
    return true;
  }

  private static @Nullable Found asked(View<RowField> view) {
    for (RowField field : new RowField[] {RowField.PROMPT, RowField.INSTRUCTION, RowField.INPUT}) {
      Found found = view.peek(field);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** One message. */
  public Turn turn(ObjectNode entry, String where) throws RowException {
    FieldPlace place =
        fields.survey() == null ? UNTOLD : FieldPlace.of(FieldPlace.withoutNumbers(where));
    return turn(entry, fields.message(entry, place), where);
  }

  /** One message that is a row of its own, or the only thing in one. */
  public Turn turnOfRow(ObjectNode entry, long line, FieldPlace place) throws RowException {
    FieldSurvey survey = fields.survey();
    if (survey != null) {
      survey.has(place, entry);
    }
    return turn(entry, fields.message(entry, place), ROW + line);
  }

  /** One message, which is the bot's where nothing says otherwise. */
  public Turn reply(JsonNode entry, String where) throws RowException {
    if (LangChain.plain(entry) instanceof ObjectNode object) {
      Turn turn = turn(object, where);
      return turn.role() == null && turn.word() == null ? turn.saidBy(Role.BOT) : turn;
    }
    return Turn.of(Role.BOT, said(entry, where), where);
  }

  private Turn turn(ObjectNode entry, View<MessageField> outer, String where) throws RowException {
    View<MessageField> view = outer;
    ObjectNode wrapped = wrapped(outer, fields);
    if (wrapped != null) {
      FieldPlace place = fields.survey() == null ? UNTOLD : placeOf(wrapped, outer);
      view = fields.message(wrapped, place).orElse(outer);
    }
    Speaking speaking = Speaking.of(view, fields, where);
    if (fields.survey() != null) {
      Found by = speaking.decidedBy();
      String told = by == null ? null : Speaking.word(by);
      fields.survey().speaks(speaking.role(), speaking.role() == null ? speaking.word() : told);
      for (Found kind = view.peek(MessageField.KIND); kind != null; kind = kind.next()) {
        MessageField as = kind == speaking.decidedBy() ? MessageField.ROLE : MessageField.KIND;
        view.uses(as, kind);
      }
    }
    String word = speaking.role() == null ? speaking.word() : null;
    return new Turn(
        speaking.role(),
        word,
        speaking.name(),
        said(view, speaking, entry, where),
        place(view),
        ids(view),
        text(view, MessageField.PARENT),
        alternatives(view, where),
        where,
        false);
  }

  /** Where a message is that another one wraps. */
  private static FieldPlace placeOf(ObjectNode wrapped, View<MessageField> outer) {
    for (Found found = outer.peek(MessageField.TEXT); found != null; found = found.next()) {
      if (found.value().equals(wrapped)) {
        return outer.place().in(found.name());
      }
    }
    return outer.place();
  }

  private Said said(View<MessageField> view, Speaking speaking, ObjectNode entry, String where)
      throws RowException {
    if (isTrue(view, MessageField.IS_ALTERNATIVE, where)) {
      return Said.nothing(Said.Reason.ALTERNATIVE);
    }
    if (speaking.service() || isHidden(view, where)) {
      Said unseen = speaking.role() == Role.SYSTEM ? text(view, where) : null;
      boolean nothing = unseen != null && isBlank(unseen);
      return Said.nothing(nothing ? Said.Reason.EMPTY : Said.Reason.HIDDEN);
    }
    if (speaking.role() == Role.OMITTED) {
      return Said.nothing(Said.Reason.TOOL);
    }
    String kind = kind(view);
    if (Reasoning.isReasoningPart(kind)
        || isTrue(view, MessageField.IS_THOUGHT, where)
        || entry.path("thought").booleanValue()) {
      return new Said(null, Said.Reason.HIDDEN, true, 0);
    }
    if (Parts.isTool(kind)) {
      return Said.nothing(Said.Reason.TOOL);
    }
    Said text = text(view, where);
    if (text == null) {
      text = shown(view, where);
    }
    JsonNode spoken = entry.path("audio").path("transcript");
    if ((text == null || isBlank(text)) && spoken.isTextual()) {
      text = Said.text(spoken.textValue());
    }
    boolean tools = isSomething(view, MessageField.TOOLS);
    boolean files = isSomething(view, MessageField.FILES);
    boolean thought = isSomething(view, MessageField.REASONING) || hasThoughtBeside(view);
    if (text == null) {
      boolean kindTells =
          view.has(MessageField.KIND) && !WITH_TEXT.contains(kind.toLowerCase(Locale.ROOT));
      boolean unread = !tools && !files && !thought && !speaking.service() && holdsText(entry);
      if (unread || (!tools && !files && !thought && !kindTells && !hasNull(entry))) {
        Found inner = fields.part(entry).peek(RowField.MESSAGES);
        if (inner != null && inner.value().isArray()) {
          throw new RowException(
              where
                  + " is not a message, but has a list \""
                  + inner.name()
                  + "\" itself. If it is a conversation, give it a line of its own, as jq -c '.[]'"
                  + " does");
        }
        throw new RowException(
            where
                + " has no text; its fields are "
                + names(entry)
                + (fields.isMapped(MessageField.TEXT)
                    ? ""
                    : "; if one of them holds the text, name it with --map message=FIELD"));
      }
      return new Said(null, tools ? Said.Reason.TOOL : Said.Reason.EMPTY, thought, files ? 1 : 0);
    }
    if (text.text() == null || text.text().isBlank()) {
      Said.Reason reason = text.reason();
      if (reason == null || reason == Said.Reason.EMPTY) {
        reason = tools ? Said.Reason.TOOL : Said.Reason.EMPTY;
      }
      Found unknown = tools || files || thought || hasNull(entry) ? null : unknownObject(view);
      if (unknown != null) {
        throw new RowException(
            within(where, unknown)
                + " has no text; its fields are "
                + names((ObjectNode) unknown.value()));
      }
      if (text.text() != null && reason == Said.Reason.EMPTY && !files && !thought) {
        // Whether an empty message is one is the draft's to say.
        return text;
      }
      return new Said(null, reason, thought || text.reasoning(), text.parts());
    }
    int others = text.parts() + (files ? 1 : 0) + (tools ? 1 : 0);
    return new Said(text.text(), null, thought || text.reasoning(), others);
  }

  /** The place of a field of a message. */
  private static String within(String where, Found found) {
    return where.startsWith(ROW) ? found.name() : where + "." + found.name();
  }

  /** A message whose text is null has a place for one, and nothing in it. */
  boolean hasNull(ObjectNode entry) {
    for (var field : entry.properties()) {
      if (field.getValue().isNull() && fields.means(field.getKey(), MessageField.TEXT)) {
        return true;
      }
    }
    return false;
  }

  /** Whether an object that nobody knows has a text in it. */
  private boolean holdsText(ObjectNode entry) {
    for (Map.Entry<String, JsonNode> field : entry.properties()) {
      if (field.getValue() instanceof ObjectNode inner && fields.meaning(field.getKey()) == null) {
        Found text = fields.message(inner).peek(MessageField.TEXT);
        if (text != null && text.value().isTextual() && !text.value().textValue().isBlank()) {
          return true;
        }
      }
    }
    return false;
  }

  private static String kind(View<MessageField> view) {
    Found kind = view.get(MessageField.KIND);
    return kind == null || !kind.value().isTextual() ? "" : kind.value().textValue();
  }

  /** An object in the only place of a text that is not part of any known type. */
  private static @Nullable Found unknownObject(View<MessageField> view) {
    Found found = view.get(MessageField.TEXT);
    return found != null && found.next() == null && Parts.isUnknown(found.value()) ? found : null;
  }

  /** The best text that is not blank, parts before plain texts; {@code null} if there is none. */
  private @Nullable Said text(View<MessageField> view, String where) throws RowException {
    Said plain = null;
    Found best = null;
    for (Found found = view.get(MessageField.TEXT); found != null; found = found.next()) {
      String place = within(where, found);
      if (found.value().isTextual()) {
        if (plain == null || isBlank(plain)) {
          plain = said(found.value(), place);
          best = found;
        }
      } else if (found.value().isContainerNode()) {
        boolean needed = plain == null || isBlank(plain);
        Said parts = needed ? Parts.of(found.value(), place) : partsBeside(found, place);
        if (parts != null && (needed || (parts.text() != null && found.value().isArray()))) {
          best = plain == null || !isBlank(parts) ? found : best;
          plain = plain == null || !isBlank(parts) ? parts : plain;
        }
      } else if (plain == null && found.next() == null) {
        throw new RowException(place + " is " + Json.kind(found.value()) + ", expected a string");
      }
    }
    if (best != null) {
      view.uses(MessageField.TEXT, best);
    }
    return plain;
  }

  /** The parts of a message that has a text besides; {@code null} if the field is about others. */
  private static @Nullable Said partsBeside(Found found, String place) {
    if (!found.value().isArray()) {
      return null;
    }
    try {
      return Parts.of(found.value(), place);
    } catch (RowException e) {
      return null;
    }
  }

  private static boolean isBlank(Said said) {
    return said.text() == null || said.text().isBlank();
  }

  /** A text or parts, where a text may be parts that a program has written as JSON. */
  private Said said(JsonNode value, String where) throws RowException {
    if (value.isTextual() && Parts.looksWritten(value.textValue())) {
      JsonNode read = fields.written().read(value.textValue());
      if (read != null && Parts.areParts(read)) {
        return Parts.of(read, where);
      }
    }
    return Parts.of(value, where);
  }

  /** The version that is shown, of a message that has its text in its versions alone. */
  private @Nullable Said shown(View<MessageField> view, String where) throws RowException {
    Found found = view.get(MessageField.ALTERNATIVES);
    if (found == null || !found.value().isArray() || found.value().isEmpty()) {
      return null;
    }
    JsonNode versions = found.value();
    int shown = versions.size() == 1 ? 0 : -1;
    Found byId = view.get(MessageField.SHOWN_ID);
    Found byIndex = view.get(MessageField.SHOWN);
    if (byId != null) {
      for (int i = 0; i < versions.size(); i++) {
        for (JsonNode value : versions.get(i)) {
          if (value.isValueNode() && value.asText().equals(byId.value().asText())) {
            shown = i;
          }
        }
      }
    } else if (byIndex != null && byIndex.value().isInt()) {
      shown = byIndex.value().intValue();
    }
    String place = within(where, found);
    if (shown < 0 || shown >= versions.size()) {
      throw new RowException(
          place + " holds " + versions.size() + " versions, and nothing says which was shown");
    }
    return said(versionText(versions.get(shown)), place + "[" + shown + "]");
  }

  private JsonNode versionText(JsonNode version) {
    if (version instanceof ObjectNode object) {
      Found text = fields.message(object).peek(MessageField.TEXT);
      return text == null ? version : text.value();
    }
    return version;
  }

  private List<Turn.Alternative> alternatives(View<MessageField> view, String where)
      throws RowException {
    if (!fields.options().swipes()) {
      return List.of();
    }
    Found found = view.get(MessageField.ALTERNATIVES);
    if (found == null) {
      Said only = isTrue(view, MessageField.IS_ALTERNATIVE, where) ? text(view, where) : null;
      return only == null || only.text() == null
          ? List.of()
          : List.of(new Turn.Alternative(1, only.text()));
    }
    if (!found.value().isArray()) {
      throw new RowException(
          within(where, found) + " is " + Json.kind(found.value()) + ", expected a list");
    }
    List<Turn.Alternative> versions = new ArrayList<>();
    Set<String> texts = new HashSet<>();
    for (int i = 0; i < found.value().size(); i++) {
      String place = within(where, found) + "[" + i + "]";
      Said said = said(versionText(found.value().get(i)), place);
      // An empty one is still being written, or its writing failed.
      if (said.text() != null && !said.text().isBlank() && texts.add(said.text())) {
        versions.add(new Turn.Alternative(i + 1, said.text()));
      }
    }
    return versions.size() > 1 ? versions : List.of();
  }

  private static @Nullable String text(View<MessageField> view, MessageField field) {
    for (Found found = view.get(field); found != null; found = found.next()) {
      String text = Scalars.text(found.value());
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  /** The time of a message, or the number that stands for it. */
  private static @Nullable String place(View<MessageField> view) {
    String time = text(view, MessageField.TIME);
    if (time != null || view.has(MessageField.TIME)) {
      return time == null ? null : withDate(time, view);
    }
    Found found = view.peek(MessageField.NUMBER);
    String number = found == null ? null : Scalars.text(found.value());
    if (number == null || !NUMBER.matcher(number.strip()).matches()) {
      return null;
    }
    view.get(MessageField.NUMBER);
    return number.strip();
  }

  /** A time that stands beside its date. */
  private static String withDate(String time, View<MessageField> view) {
    Found first = view.peek(MessageField.TIME);
    if (first == null || first.next() == null || first.isMapped()) {
      return time;
    }
    String clock = null;
    List<String> others = new ArrayList<>();
    for (Found found = first; found != null; found = found.next()) {
      String text = Scalars.text(found.value());
      if (text == null) {
        continue;
      }
      if (!CLOCK.matcher(text.strip()).matches()) {
        others.add(text.strip());
      } else if (clock == null) {
        clock = text.strip();
      }
    }
    if (clock == null && !NUMBER.matcher(time).matches()) {
      return time;
    }
    String date = null;
    for (String other : others) {
      date = date == null && TimeParser.parse(other) != null ? other : date;
    }
    boolean clockAlone = CLOCK.matcher(time.strip()).matches() || NUMBER.matcher(time).matches();
    if (date == null || !(clockAlone || time.strip().equals(date))) {
      return time;
    }
    String joined = clock == null ? date : date + " " + clock;
    return TimeParser.parse(joined) == null ? date : joined;
  }

  private static List<String> ids(View<MessageField> view) {
    if (!view.has(MessageField.ID)) {
      return List.of();
    }
    List<String> ids = new ArrayList<>(2);
    for (Found found = view.get(MessageField.ID); found != null; found = found.next()) {
      String id = Scalars.text(found.value());
      if (id != null && !ids.contains(id)) {
        ids.add(id);
      }
    }
    return ids;
  }

  private static boolean isHidden(View<MessageField> view, String where) throws RowException {
    for (Found found = view.get(MessageField.PUBLIC); found != null; found = found.next()) {
      if (Boolean.FALSE.equals(truth(found, where))) {
        return true;
      }
    }
    for (Found found = view.get(MessageField.EXTRA); found != null; found = found.next()) {
      JsonNode extra = found.value();
      if (extra.path("type").asText().equals("narrator")
          || extra.path("is_visually_hidden_from_conversation").asBoolean(false)) {
        return true;
      }
    }
    return isTrue(view, MessageField.HIDDEN, where);
  }

  private static boolean hasThoughtBeside(View<MessageField> view) {
    for (Found found = view.get(MessageField.EXTRA); found != null; found = found.next()) {
      if (!found.value().path("reasoning").asText().isBlank()) {
        return true;
      }
    }
    return false;
  }

  private static boolean isTrue(View<MessageField> view, MessageField field, String where)
      throws RowException {
    boolean isTrue = false;
    for (Found found = view.get(field); found != null; found = found.next()) {
      isTrue |= Boolean.TRUE.equals(truth(found, where));
    }
    return isTrue;
  }

  /** A boolean, or the time at which it became true; {@code null} if the value is missing. */
  private static @Nullable Boolean truth(Found found, String where) throws RowException {
    JsonNode value = found.value();
    boolean isTime = Vocabulary.plain(found.name()).endsWith("at");
    if (isTime && value.isNumber()) {
      return value.doubleValue() != 0;
    }
    Boolean known = Scalars.bool(value);
    if (known != null) {
      return known;
    }
    boolean nothing = value.isContainerNode() && value.isEmpty();
    if (nothing || (value.isTextual() && Scalars.isMissing(value.textValue()))) {
      return null;
    }
    if (isTime && value.isTextual()) {
      return true;
    }
    throw new RowException(
        where
            + "."
            + found.name()
            + " is "
            + (value.isContainerNode() ? Json.kind(value) : RowException.shorten(value.toString()))
            + ", expected true or false");
  }

  private static boolean isSomething(View<MessageField> view, MessageField field) {
    for (Found found = view.get(field); found != null; found = found.next()) {
      JsonNode value = found.value();
      boolean empty = value.isContainerNode() ? value.isEmpty() : value.asText().isBlank();
      if (!empty && !(value.isBoolean() && !value.booleanValue())) {
        return true;
      }
    }
    return false;
  }

  /** Whether something says who speaks. */
  static boolean hasSpeaker(View<MessageField> view) {
    return view.has(MessageField.ROLE)
        || view.has(MessageField.SENDER)
        || view.has(MessageField.FLAG)
        || view.has(MessageField.NAME)
        || view.has(MessageField.KIND);
  }

  /** Whether something is said, or takes the place of what is said. */
  static boolean hasSomething(View<MessageField> view) {
    return view.has(MessageField.TEXT)
        || view.has(MessageField.ALTERNATIVES)
        || view.has(MessageField.TOOLS);
  }

  /** The message that an entry wraps, with a speaker of its own; {@code null} if it wraps none. */
  static @Nullable ObjectNode wrapped(View<MessageField> view, Fields fields) {
    if (view.has(MessageField.ROLE)
        || view.has(MessageField.SENDER)
        || view.has(MessageField.FLAG)) {
      return null;
    }
    for (Found found = view.peek(MessageField.TEXT); found != null; found = found.next()) {
      if (found.value() instanceof ObjectNode inner) {
        View<MessageField> innerView = fields.message(inner);
        boolean speaks =
            innerView.has(MessageField.ROLE)
                || innerView.has(MessageField.SENDER)
                || innerView.has(MessageField.FLAG)
                || innerView.has(MessageField.KIND);
        if (speaks && hasSomething(innerView)) {
          return inner;
        }
      }
    }
    return null;
  }

  /** The fields of an object, for messages. */
  static String names(ObjectNode entry) {
    List<String> names = new ArrayList<>();
    entry.fieldNames().forEachRemaining(names::add);
    return RowException.shorten(names.isEmpty() ? "none" : String.join(", ", names));
  }
}
