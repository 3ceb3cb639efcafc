package dev.decorum.read.dialogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.Label;
import dev.decorum.conversation.Location;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.options.LabelWords;
import dev.decorum.read.row.Json;
import dev.decorum.read.row.RowException;
import dev.decorum.read.text.Reasoning;
import dev.decorum.read.text.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One object of an export with what all layouts share: id, names, persona, label, kept fields, the
 * list of messages, the reply beside it. Layouts ask for what they need and put it into a {@link
 * Draft}.
 */
public final class ExportRow {
  private static final int LONGEST_ID = 200;

  /** Names of ids that may as well be those of objects. */
  private static final Set<String> THINGS = Set.of("thread", "session", "ticket", "room");

  /** Names of lists of messages that may as well be those of ids. */
  private static final Set<String> NAMES_OF_ONE =
      Set.of("conversation", "chat", "dialogue", "dialog");

  private final ObjectNode object;
  private final Fields fields;
  private final View<RowField> view;
  private final FieldPlace place;
  private final Location location;
  private final Supplier<String> rowId;
  private final Messages messages;
  private final Replies replies;
  private final List<Draft> drafts;
  private @Nullable FoundList list;
  private boolean looked;
  private boolean isMessage;
  private List<String> notReplies = List.of();
  private boolean lacksReply;
  private @Nullable String answer;

  /**
   * @param rowId what the row is called where it has no id
   */
  public ExportRow(ObjectNode object, Fields fields, Location location, Supplier<String> rowId) {
    this(object, fields, location, rowId, FieldPlace.ROW, new ArrayList<>());
  }

  private ExportRow(
      ObjectNode object,
      Fields fields,
      Location location,
      Supplier<String> rowId,
      FieldPlace place,
      List<Draft> drafts) {
    this.drafts = drafts;
    this.object = object;
    this.fields = fields;
    this.place = place;
    this.view = fields.row(object, place);
    this.location = location;
    this.rowId = rowId;
    this.messages = new Messages(fields);
    this.replies = new Replies(fields);
  }

  /**
   * A part of the row that is a conversation by itself.
   *
   * @param within where it is
   */
  public ExportRow within(ObjectNode part, String partId, FieldPlace within) {
    return new ExportRow(part, fields, location, () -> partId, within, drafts);
  }

  /** Says that the row is being read, and not only looked at. */
  public void begin() {
    if (fields.survey() != null) {
      fields.survey().row(object);
    }
  }

  /** The object as it was read. */
  public ObjectNode object() {
    return object;
  }

  /** How its fields are found. */
  public Fields fields() {
    return fields;
  }

  /** Its fields by what they mean. */
  public View<RowField> view() {
    return view;
  }

  public Location location() {
    return location;
  }

  /** Reads lists of messages. */
  public Messages messages() {
    return messages;
  }

  /** The row's own id, that of the conversation, or the one that stands in for both. */
  public String id() throws RowException {
    String id = text(RowField.ID);
    if (id == null) {
      id = text(RowField.CONVERSATION_ID);
    }
    return id == null ? rowId.get() : id;
  }

  /** The id of the conversation to which the row belongs; {@code null} if it names none. */
  public @Nullable String conversationId() throws RowException {
    if (fields.isMapped(RowField.ID) || fields.options().idIsConversation()) {
      return text(RowField.ID);
    }
    String id = text(RowField.CONVERSATION_ID);
    Found instead = id == null ? idInPlaceOfList() : null;
    return instead == null ? id : Scalars.text(instead.value());
  }

  /** The field that names the conversation to which the row belongs; {@code null} without one. */
  public @Nullable Found conversationIdField() {
    Found found = view.peek(RowField.CONVERSATION_ID);
    return found == null ? idInPlaceOfList() : found;
  }

  /** A field such as {@code chat} that holds no list of messages, but names one. */
  private @Nullable Found idInPlaceOfList() {
    for (Found found = view.peek(RowField.MESSAGES); found != null; found = found.next()) {
      String text = Scalars.text(found.value());
      if (text != null
          && text.length() <= LONGEST_ID
          && text.indexOf('\n') < 0
          && !WrittenValues.mayBe(text)
          && NAMES_OF_ONE.contains(Vocabulary.plain(found.name()))) {
        return found;
      }
    }
    return null;
  }

  /** A string or a number; {@code null} if it is missing or blank. */
  private @Nullable String text(RowField field) throws RowException {
    for (Found found = view.get(field); found != null; found = found.next()) {
      if (found.value().isContainerNode() || found.value().isBoolean()) {
        if (THINGS.contains(Vocabulary.plain(found.name())) || LangChain.isDumped(object)) {
          continue;
        }
        throw new RowException(
            found.name() + " is " + Json.kind(found.value()) + ", expected a string or a number");
      }
      String text = Scalars.text(found.value());
      if (text != null) {
        return text.strip();
      }
    }
    return null;
  }

  /** The fields to be carried along that the row has. */
  public Map<String, FieldValue> kept() {
    return fields.kept(object);
  }

  /** The fields to be carried along that a part of the row has, else the row itself. */
  public Map<String, FieldValue> keptOf(JsonNode part) {
    return fields.kept(part, object);
  }

  /**
   * What a person said of the conversation; {@code null} where nobody did. A field called label may
   * hold something else, such as a topic: that is not a label, and an error only where labels are
   * asked for.
   */
  public @Nullable Label label() throws RowException {
    Found found = view.get(RowField.LABEL);
    if (found == null && !fields.isMapped(RowField.LABEL)) {
      found = view.get(RowField.VERDICT);
    }
    if (found == null || (found.value().isTextual() && found.value().asText().isBlank())) {
      return null;
    }
    JsonNode value = found.value();
    Label label = value.isContainerNode() ? null : fields.options().labelWords().of(value.asText());
    if (label == null && (fields.options().labelsNeeded() || fields.isMapped(RowField.LABEL))) {
      String shown =
          value.isContainerNode() ? Json.kind(value) : RowException.shorten(value.toString());
      if (fields.options().labelWords().isOfScale(value.asText())) {
        throw new InputException(
            location + ": " + found.name() + " is " + shown + ", " + LabelWords.ofScale());
      }
      throw new RowException(
          found.name() + " is " + shown + ", " + fields.options().labelWords().expected());
    }
    return label;
  }

  /** A draft with everything that the row says of the conversation but its messages. */
  public Draft draft() throws RowException {
    Draft draft = draftWithoutLabel();
    draft.setLabel(label());
    return draft;
  }

  /** The same for rows whose label is not one of a conversation. */
  public Draft draftWithoutLabel() throws RowException {
    return draftWithoutLabel(id());
  }

  /** The same for a row of a conversation that is called otherwise. */
  public Draft draftWithoutLabel(String id) throws RowException {
    Draft draft = new Draft(fields, location, id);
    drafts.add(draft);
    draft.setKept(kept());
    describe(view, draft);
    return draft;
  }

  /** Whether messages stay in the order of the file, since a time could not be read. */
  public boolean hasUnreadableTime() {
    for (Draft draft : drafts) {
      if (draft.hasUnreadableTime()) {
        return true;
      }
    }
    return false;
  }

  /** Takes what a further row of the same conversation says of it and no earlier one does. */
  public void describeFurther(Draft draft) throws RowException {
    Draft own = draftWithoutLabel();
    draft.describeAs(own);
  }

  /** What says who speaks, of a row that is a message; {@code null} if nothing does. */
  public @Nullable Found speaker() throws RowException {
    View<MessageField> message = fields.message(object);
    for (MessageField field :
        new MessageField[] {MessageField.ROLE, MessageField.SENDER, MessageField.FLAG}) {
      if (message.peek(field) != null) {
        return message.peek(field);
      }
    }
    ObjectNode wrapped = Messages.wrapped(message, fields);
    if (wrapped != null) {
      return message.peek(MessageField.TEXT);
    }
    Found kind = message.peek(MessageField.KIND);
    if (kind != null && kind.value().isTextual() && fields.role(kind.value().textValue()) != null) {
      return kind;
    }
    return message.peek(MessageField.NAME);
  }

  /** Whether a field that can mean nothing else says which side speaks. */
  public boolean hasSide() {
    View<MessageField> message = fields.message(object);
    return message.has(MessageField.ROLE) || message.has(MessageField.FLAG);
  }

  /** What is said, of a row that is a message; {@code null} if nothing is. */
  public @Nullable Found said() {
    View<MessageField> message = fields.message(object);
    Found text = message.peek(MessageField.TEXT);
    if (text != null && (text.value().isTextual() || text.value().isContainerNode())) {
      return text;
    }
    return message.peek(MessageField.TOOLS);
  }

  /** The row as the one message that it is. */
  public Turn message() throws RowException {
    isMessage = true;
    return messages.turnOfRow(object, location.line(), FieldPlace.ROW);
  }

  /** A question and its answer as two messages. */
  public List<Turn> exchange() throws RowException {
    List<Turn> turns = new ArrayList<>();
    String time = time();
    Draft asked = new Draft(fields, location, rowId.get());
    if (asked() != null || !hasEmpty(RowField.PROMPT, RowField.USER_SIDE, RowField.INPUT)) {
      addAsked(asked);
    }
    Found answer = replyField();
    if (answer == null && !hasEmpty(RowField.REPLY, RowField.BOT_SIDE)) {
      throw new RowException(fields.nameOf(RowField.REPLY) + " is missing, expected a reply");
    }
    for (Turn turn : asked.turns()) {
      turns.add(turn.withTime(time));
    }
    List<Turn> answered =
        answer == null
            ? List.of(Turn.of(Role.BOT, Said.nothing(Said.Reason.EMPTY), ""))
            : replies.of(answer);
    boolean behind = asked.hasMessages();
    for (Turn turn : answered) {
      turns.add(behind ? turn.withTime(time).withAttached(true) : turn.withTime(time));
      behind |= turn.said().text() != null;
    }
    return turns;
  }

  /** Whether the row has a field of one of these meanings, and nothing in it. */
  private boolean hasEmpty(RowField... meanings) {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      boolean empty = Scalars.isMissing(field.getValue()) || !Scalars.isSomething(field.getValue());
      for (RowField meaning : meanings) {
        if (empty && fields.means(field.getKey(), meaning)) {
          return true;
        }
      }
    }
    return false;
  }

  private @Nullable String time() {
    Found time = fields.message(object).peek(MessageField.TIME);
    return time == null ? null : Scalars.text(time.value());
  }

  /** Takes what a header says of the chat that it begins, an id of its own included. */
  public void describeHeader(Draft draft) throws RowException {
    draft.setId(hasId() ? id() : draft.id());
    draft.setKept(kept());
    draft.setLabel(label());
    describe(view, draft);
    setLeaf(view, draft);
  }

  private boolean hasId() throws RowException {
    return text(RowField.ID) != null || text(RowField.CONVERSATION_ID) != null;
  }

  /** Takes names and persona from the fields of the row or of a part of it. */
  private void describe(View<RowField> from, Draft draft) throws RowException {
    for (Found bot = from.get(RowField.BOT_NAME); bot != null; bot = bot.next()) {
      draft.suggestBotName(name(bot));
    }
    for (Found user = from.get(RowField.USER_NAME); user != null; user = user.next()) {
      draft.suggestUserName(name(user));
    }
    addMemory(from, RowField.MEMORY, draft);
    addMemory(from, RowField.DESCRIPTION, draft);
    addMemory(from, RowField.SYSTEM, draft);
    Found character = from.get(RowField.CHARACTER);
    if (character != null && character.value() instanceof ObjectNode part) {
      describeCharacter(part, from.place().in(character.name()), draft);
    }
    for (Found reply = from.peek(RowField.REPLY); reply != null; reply = reply.next()) {
      if (isProfile(reply)) {
        describeCharacter((ObjectNode) reply.value(), from.place().in(reply.name()), draft);
      }
    }
    Found settings = from.get(RowField.SETTINGS);
    if (settings != null && settings.value() instanceof ObjectNode part) {
      addMemory(fields.part(part, from.place().in(settings.name())), RowField.SYSTEM, draft);
    }
  }

  /**
   * Takes name and persona from an object that describes the bot.
   *
   * @return whether it does
   */
  public boolean describeCharacter(ObjectNode part, FieldPlace place, Draft draft)
      throws RowException {
    JsonNode name = part.get("name");
    boolean named = name != null && name.isTextual() && !name.asText().isBlank();
    if (named) {
      draft.suggestBotName(name.textValue());
      tell(place.pathOf("name"), "bot's name", name);
    }
    View<RowField> of = fields.part(part, place);
    addMemory(of, RowField.MEMORY, draft);
    addMemory(of, RowField.DESCRIPTION, draft);
    addMemory(of, RowField.SYSTEM, draft);
    return named
        || of.has(RowField.MEMORY)
        || of.has(RowField.DESCRIPTION)
        || of.has(RowField.SYSTEM);
  }

  /** Whether an object named {@code bot} says who the bot is, and nothing that it said. */
  private static boolean isProfile(Found found) {
    return (found.name().equalsIgnoreCase("bot") || found.name().equalsIgnoreCase("assistant"))
        && found.value().path("name").isTextual()
        && !Replies.mayBe(found.value());
  }

  private void tell(String path, String use, JsonNode value) {
    if (fields.survey() != null) {
      fields.survey().used(path, use, value);
    }
  }

  private static @Nullable String name(Found found) throws RowException {
    if (!found.value().isTextual()) {
      throw new RowException(
          found.name() + " is " + Json.kind(found.value()) + ", expected a string");
    }
    return found.value().textValue().isBlank() ? null : found.value().textValue();
  }

  /** Adds what the fields of one meaning say, each text once. */
  private void addMemory(View<RowField> from, RowField field, Draft draft) throws RowException {
    for (Found found = from.get(field); found != null; found = found.next()) {
      boolean described =
          found.value() instanceof ObjectNode part
              && field != RowField.SYSTEM
              && describeCharacter(part, from.place().in(found.name()), draft);
      Said said =
          described ? Said.nothing(Said.Reason.EMPTY) : Parts.of(found.value(), found.name());
      if (said.text() != null) {
        draft.addMemory(said.text());
      }
    }
  }

  /** Adds the system text that only a part of the row has. */
  public void addSystemOf(ObjectNode part, String where, Draft draft) throws RowException {
    FieldPlace place =
        fields.survey() == null ? FieldPlace.ROW : FieldPlace.of(FieldPlace.withoutNumbers(where));
    addMemory(fields.part(part, place), RowField.SYSTEM, draft);
  }

  /** Example dialogue: of a field that can be nothing else, or of {@code prompt}. */
  public void addExamples(Draft draft, boolean fromPrompt) throws RowException {
    Found found = view.get(RowField.EXAMPLES);
    Found prompt = view.peek(RowField.PROMPT);
    if (found == null && fromPrompt && prompt != null && isPrompt(prompt)) {
      found = view.get(RowField.PROMPT, RowField.EXAMPLES.label());
    }
    if (found != null) {
      if (!found.value().isTextual()) {
        throw new RowException(
            found.name() + " is " + Json.kind(found.value()) + ", expected a string");
      }
      draft.setPrompt(found.value().textValue());
    }
  }

  /** The list of messages; {@code null} if the row has none. */
  public @Nullable FoundList list() throws RowException {
    if (!looked) {
      list = new ListFinder(fields).find(object, view);
      looked = true;
    }
    return list;
  }

  /**
   * The list of messages.
   *
   * @throws RowException if the row has none
   */
  public FoundList requiredList() throws RowException {
    FoundList found = list();
    if (found != null) {
      return found;
    }
    Found field = view.peek(RowField.MESSAGES);
    if (field != null) {
      return new ListFinder(fields).required(field);
    }
    throw new RowException(
        fields.isMapped(RowField.MESSAGES)
            ? fields.nameOf(RowField.MESSAGES) + " is missing, expected a list of messages"
            : "the row has no list of messages; its fields are " + Messages.names(object));
  }

  /** The list of messages in a field of this name. */
  public FoundList listAt(String name) throws RowException {
    JsonNode value = object.get(name);
    if (value == null) {
      throw new RowException(name + " is missing, expected a list of messages");
    }
    return new ListFinder(fields).required(new Found(name, value, 0));
  }

  /** Adds a list of messages, and what the objects around it say of the bot. */
  public void addList(FoundList found, Draft draft) throws RowException {
    view.get(RowField.MESSAGES);
    Found input = view.peek(RowField.INPUT);
    if (input != null && FieldPlace.isIn(found.name(), input.name())) {
      view.get(RowField.INPUT);
    }
    for (int i = 0; i < found.carriers().size(); i++) {
      View<RowField> of = carrier(found, i);
      describe(of, draft);
      setLeaf(of, draft);
    }
    setLeaf(view, draft);
    if (fields.survey() == null) {
      draft.add(messages.list(found.list(), found.name()));
    } else {
      String path = place.pathOf(FieldPlace.withoutNumbers(found.name()));
      tell(path, RowField.MESSAGES.label(), found.list());
      draft.add(
          messages.list(
              found.list(),
              found.name(),
              found.ownPlace() == null ? FieldPlace.entriesOf(path) : found.ownPlace()));
    }
  }

  /** The fields of an object that a list is in. */
  private View<RowField> carrier(FoundList found, int number) {
    ObjectNode carrier = found.carriers().get(number);
    return fields.survey() == null
        ? fields.part(carrier)
        : fields.part(carrier, found.carrierPlace(number));
  }

  private static void setLeaf(View<RowField> of, Draft draft) {
    Found leaf = of.get(RowField.LEAF);
    String id = leaf == null ? null : Scalars.text(leaf.value());
    if (id != null) {
      draft.setLeaf(id);
    }
  }

  /** Whether the row has a reply beside its context. */
  public boolean hasReply() {
    return view.has(RowField.REPLY) || view.has(RowField.CHOICES);
  }

  /** Adds the reply that stands beside a context, if there is one. */
  public void addReply(@Nullable FoundList beside, Draft draft) throws RowException {
    draft.order();
    Found reply = replyField(view);
    if (reply == null && beside != null) {
      for (int i = 0; i < beside.carriers().size() && reply == null; i++) {
        reply = replyField(carrier(beside, i));
      }
    }
    if (reply == null && !draft.endsWithBot()) {
      reply = AnswerFinder.find(object, beside, fields);
      reply = reply == null ? AnswerFinder.saidIn(object, fields) : reply;
      lacksReply = reply == null;
      answer = reply == null ? null : reply.name();
    }
    if (reply == null) {
      return;
    }
    List<Turn> turns;
    try {
      turns = replies.of(reply);
    } catch (RowException e) {
      if (draft.endsWithBot()) {
        // A status or a number of tokens, and the reply is in the list.
        notReplies = with(notReplies, reply.name());
        return;
      }
      Found further =
          fields.isMapped(RowField.REPLY) ? null : AnswerFinder.find(object, beside, fields);
      if (further == null) {
        throw e;
      }
      turns = replies.of(further);
    }
    draft.addReply(turns);
  }

  /** Where the reply of the row is; {@code null} if it has none. */
  public @Nullable Found replyField() throws RowException {
    return replyField(view);
  }

  /**
   * The field with the reply.
   *
   * @throws RowException if several fields hold different replies
   */
  private @Nullable Found replyField(View<RowField> of) throws RowException {
    Found reply = null;
    Found choices = of.get(RowField.CHOICES);
    boolean mapped = of == view && fields.isMapped(RowField.REPLY);
    if (choices != null && !mapped && choices.value().isArray() && !choices.value().isEmpty()) {
      reply = choices;
    }
    for (Found found = of.get(RowField.REPLY); found != null; found = found.next()) {
      if (!Scalars.isSomething(found.value()) || isProfile(found)) {
        continue;
      }
      reply = reply == null ? found : sameReply(reply, found);
    }
    return reply;
  }

  /** One of two fields with the same reply, or the one that holds a reply at all. */
  private Found sameReply(Found first, Found second) throws RowException {
    List<String> one = saidIn(first);
    List<String> other = saidIn(second);
    if (one == null || other == null) {
      notReplies = with(notReplies, one == null ? first.name() : second.name());
      return one == null ? second : first;
    }
    if (!one.equals(other)) {
      throw AnswerFinder.different(first, second);
    }
    return first;
  }

  /** The texts of a reply; {@code null} if it is none. */
  private @Nullable List<String> saidIn(Found found) {
    try {
      List<String> texts = new ArrayList<>();
      for (Turn turn : replies.of(found)) {
        if (turn.said().text() != null) {
          texts.add(Reasoning.strip(turn.said().text()).text().strip());
        }
      }
      return texts;
    } catch (RowException e) {
      return null;
    }
  }

  /** A reply that has a field of its own. */
  public List<Turn> reply(Found found) throws RowException {
    return replies.of(found);
  }

  /** A reply without a field, such as one of a list. */
  public List<Turn> reply(JsonNode value, String where) throws RowException {
    return replies.of(new Found(where, value, 0));
  }

  /** Whether an object has something that a bot may have said. */
  public static boolean mayBeReply(JsonNode value) {
    return Replies.mayBe(value);
  }

  /** What the user asked, where the row has no list of messages; {@code null} if it has nothing. */
  public @Nullable Found asked() {
    for (RowField field : new RowField[] {RowField.PROMPT, RowField.INSTRUCTION, RowField.INPUT}) {
      Found found = view.peek(field);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /**
   * Adds the context of a reply: the list of messages, else what the user asked.
   *
   * @return the list; {@code null} if there is none
   * @throws RowException if there is neither
   */
  public @Nullable FoundList addContext(Draft draft) throws RowException {
    boolean needed =
        fields.isMapped(RowField.MESSAGES) || (asked() == null && view.has(RowField.MESSAGES));
    FoundList found = needed ? requiredList() : list();
    if (found != null) {
      addList(found, draft);
      draft.order();
      if (!isBefore(found)) {
        return found;
      }
    }
    addAsked(draft);
    return found;
  }

  /**
   * Whether a list goes before a question that the row has besides, as {@code history} does. Beside
   * CHAI's {@code chat_history} a {@code prompt} is not a question.
   */
  public boolean isBefore(FoundList found) {
    Found asked = found.carriers().isEmpty() ? asked() : null;
    if (asked == null) {
      return false;
    }
    return switch (fields.plain(found.name())) {
      case "history" -> true;
      case "chathistory", "conversationhistory", "messagehistory" -> !isPrompt(asked) && hasReply();
      default -> false;
    };
  }

  private boolean isPrompt(Found asked) {
    return fields.isMapped(RowField.PROMPT) || Vocabulary.isPlainly("prompt", asked.name());
  }

  /** Adds what the user asked. */
  public void addAsked(Draft draft) throws RowException {
    Found prompt = view.get(RowField.PROMPT);
    Found input = view.peek(RowField.INPUT);
    String further = input != null && input.value().isTextual() ? input.value().textValue() : "";
    if (prompt != null && !isQuestionWithInput(prompt, input)) {
      draft.add(question(prompt));
      return;
    }
    Found instruction = prompt == null ? view.get(RowField.INSTRUCTION) : prompt;
    view.get(RowField.INPUT);
    if (instruction != null) {
      if (input != null && input.value().isTextual()) {
        view.uses(RowField.INPUT, input);
      }
      String text = string(instruction);
      draft.add(
          Turn.of(
              Role.USER,
              Said.text(further.isBlank() ? text : text + "\n" + further),
              instruction.name()));
      return;
    }
    if (input != null) {
      if (input.value() instanceof ObjectNode part) {
        View<RowField> of = fields.part(part, FieldPlace.of(input.name()));
        describe(of, draft);
        Found inner = of.get(RowField.PROMPT);
        if (inner == null) {
          inner = of.get(RowField.INPUT);
          if (inner != null) {
            of.uses(RowField.INPUT, inner);
          }
        }
        if (inner != null) {
          draft.add(question(inner));
          return;
        }
        throw new RowException(
            input.name()
                + " holds no question in a known field; name the field with --map prompt="
                + input.name()
                + ".FIELD");
      }
      view.uses(RowField.INPUT, input);
      draft.add(question(input));
      return;
    }
    throw new RowException(
        fields.nameOf(RowField.PROMPT)
            + " is missing, as is a list of messages; one of them is needed");
  }

  /** Whether a question goes on in a field {@code input}, as instructions do. */
  private static boolean isQuestionWithInput(Found prompt, @Nullable Found input) {
    return input != null
        && input.value().isTextual()
        && prompt.value().isTextual()
        && Vocabulary.isPlainly("input", input.name())
        && Vocabulary.isPlainly("question", prompt.name());
  }

  private static String string(Found found) throws RowException {
    if (found.value().isTextual()) {
      return found.value().textValue();
    }
    throw new RowException(
        found.name() + " is " + Json.kind(found.value()) + ", expected a string");
  }

  /** A question: a text, turns in a text, or a list of messages. */
  private List<Turn> question(Found found) throws RowException {
    JsonNode value = found.value();
    if (value.isTextual()) {
      String text = value.textValue();
      if (TextTurns.areIn(text)) {
        return TextTurns.ofPrompt(text, found.name());
      }
      if (WrittenValues.mayBe(text)) {
        ArrayNode written = new MessageLists(fields).of(value);
        if (written != null && new MessageLists(fields).areMessages(written)) {
          return messages.list(written, found.name());
        }
      }
      Said said = text.isBlank() ? Said.nothing(Said.Reason.EMPTY) : Said.text(text);
      return List.of(Turn.of(Role.USER, said, found.name()));
    }
    if (value instanceof ArrayNode list) {
      return messages.list(list, found.name());
    }
    if (value instanceof ObjectNode one) {
      Turn turn = messages.turn(one, found.name());
      return List.of(turn.role() == null && turn.word() == null ? turn.saidBy(Role.USER) : turn);
    }
    throw new RowException(
        found.name() + " is " + Json.kind(value) + ", expected a string or a list of messages");
  }

  /** Text by which the row says that its texts were made; {@code null} if it does not. */
  public @Nullable String formattedPrompt() {
    Found formatter = view.get(RowField.FORMATTER);
    Found prompt = view.get(RowField.PROMPT);
    return formatter != null
            && formatter.value().isTextual()
            && prompt != null
            && prompt.value().isTextual()
        ? prompt.value().textValue()
        : null;
  }

  /** Whether the question is one text with turns, to which the blank before a reply belongs. */
  public boolean isAskedInTurns() {
    Found prompt = view.peek(RowField.PROMPT);
    return prompt != null
        && prompt.value().isTextual()
        && TextTurns.areIn(prompt.value().textValue());
  }

  /** Whether a value may be an answer to something: a text, a message, a list of messages. */
  public static boolean isAnswer(Found found) {
    return found.value().isTextual() || found.value().isContainerNode();
  }

  /** Turns that are written in one text; {@code null} if it does not begin with one. */
  public static @Nullable List<Turn> turnsIn(Found found) throws RowException {
    if (!found.value().isTextual() || !TextTurns.areIn(found.value().textValue())) {
      return null;
    }
    return TextTurns.of(found.value().textValue(), found.name());
  }

  /** Names of fields that hold texts and were not used, as far as they are known. */
  public List<String> unused() {
    FoundList messages = list;
    UnusedTexts.Used used =
        new UnusedTexts.Used(
            messages == null ? null : messages.name(), answer, idInPlaceOfList(), notReplies);
    return isMessage
        ? UnusedTexts.ofMessage(view, fields, used)
        : UnusedTexts.of(object, view, fields, used, lacksReply);
  }

  private static List<String> with(List<String> names, String another) {
    List<String> more = new ArrayList<>(names);
    more.add(another);
    return more;
  }
}
