package dev.decorum.read.dialogue;

import dev.decorum.conversation.Candidacy;
import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.FormattedText;
import dev.decorum.conversation.Label;
import dev.decorum.conversation.Location;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Omissions;
import dev.decorum.conversation.Speaker;
import dev.decorum.read.bytes.RowMemory;
import dev.decorum.read.options.InputOptions;
import dev.decorum.read.row.RowException;
import dev.decorum.read.text.HtmlText;
import dev.decorum.read.text.Macros;
import dev.decorum.read.text.MessageOrder;
import dev.decorum.read.text.Mojibake;
import dev.decorum.read.text.Reasoning;
import dev.decorum.read.text.Role;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A conversation that is being put together. Every layout ends here, so that all of them tell the
 * sides, find the order, clean the texts and count what is left out in one and the same way.
 */
public final class Draft {
  private static final long MOST_MESSAGES_BEFORE = 200_000_000;

  private final Fields fields;
  private final InputOptions options;
  private final Location location;
  private String id;
  private @Nullable String botName;
  private @Nullable String userName;
  private final Set<String> memory = new LinkedHashSet<>();
  private String prompt = "";
  private List<Turn> turns = new ArrayList<>();
  private @Nullable String leaf;
  private @Nullable Label label;
  private Map<String, FieldValue> kept = Map.of();
  private boolean macros;
  private boolean inOrder;
  private boolean fileOrder;
  private boolean asChai;
  private boolean unreadableTime;
  private CleanTexts clean = CleanTexts.NOT_KEPT;

  public Draft(Fields fields, Location location, String id) {
    this.fields = fields;
    this.options = fields.options();
    this.location = location;
    this.id = id;
  }

  /** The same once more, to be finished in another way. */
  public Draft copy() {
    if (clean == CleanTexts.NOT_KEPT) {
      clean = new CleanTexts();
    }
    Draft copy = new Draft(fields, location, id);
    copy.clean = clean;
    copy.botName = botName;
    copy.userName = userName;
    copy.memory.addAll(memory);
    copy.prompt = prompt;
    copy.turns = new ArrayList<>(turns);
    copy.leaf = leaf;
    copy.label = label;
    copy.kept = kept;
    copy.macros = macros;
    copy.inOrder = inOrder;
    copy.fileOrder = fileOrder;
    copy.asChai = asChai;
    return copy;
  }

  public String id() {
    return id;
  }

  public void setId(String newId) {
    id = newId;
  }

  /** The bot's name as the data have it. */
  public void setBotName(@Nullable String name) {
    botName = name;
  }

  /** The bot's name, unless it is known already. */
  void suggestBotName(@Nullable String name) {
    botName = botName == null ? name : botName;
  }

  /** The user's name, unless it is known already. */
  void suggestUserName(@Nullable String name) {
    userName = userName == null ? name : userName;
  }

  /** Takes over what another draft says of the conversation and this one does not. */
  void describeAs(Draft other) {
    botName = botName == null ? other.botName : botName;
    userName = userName == null ? other.userName : userName;
    prompt = prompt.isEmpty() ? other.prompt : prompt;
    memory.addAll(other.memory);
  }

  /** Adds a persona or an instruction, each once; several are joined by line breaks. */
  public void addMemory(String text) {
    if (!text.isEmpty()) {
      memory.add(text);
    }
  }

  /** Sets the example dialogue. */
  public void setPrompt(String text) {
    prompt = text;
  }

  public void setLabel(@Nullable Label newLabel) {
    label = newLabel;
  }

  public void setKept(Map<String, FieldValue> fields) {
    kept = fields;
  }

  /** Names the current leaf of a tree of messages. */
  public void setLeaf(@Nullable String messageId) {
    leaf = messageId;
  }

  /** Lets {@code {{user}}} and {@code {{char}}} stand for the names. */
  public void expandMacros() {
    macros = true;
  }

  /** Says that the messages stand in their order already. */
  public void keepOrder() {
    inOrder = true;
  }

  /**
   * Takes messages as CHAI's own formatters do: those without a text belong to the conversation,
   * and the bot speaks under the name that the row has for it, whatever its messages call it.
   */
  public void formatAsChai() {
    asChai = true;
  }

  /** Says that the order of the file is that of time, though times may be less exact. */
  public void keepFileOrder() {
    fileOrder = true;
  }

  /** Forgets names that a program writes where there are none. */
  public void dropNames(String placeholder) {
    botName = placeholder.equals(botName) ? null : botName;
    userName = placeholder.equals(userName) ? null : userName;
  }

  /** Forgets what has been added, of a conversation that will be rejected. */
  public void clear() {
    turns.clear();
    memory.clear();
  }

  public void add(List<Turn> more) {
    turns.addAll(more);
  }

  /**
   * Adds a message.
   *
   * @throws RowException if there are more than memory holds
   */
  public void add(Turn turn) throws RowException {
    requireRoom(1);
    turns.add(turn);
  }

  /**
   * Refuses a row of which unreasonably much would be made.
   *
   * @param messages how many messages all of its replies or versions have before them
   */
  public static void requireFeasible(long messages) throws RowException {
    if (messages > MOST_MESSAGES_BEFORE) {
      throw new RowException(
          String.format(
              Locale.ROOT,
              "its replies or versions have more than %,d messages before them, counted for each",
              MOST_MESSAGES_BEFORE));
    }
  }

  private void requireRoom(int more) throws RowException {
    int most = RowMemory.ofThisProcess().messages();
    if (turns.size() + more > most) {
      throw new RowException(String.format(Locale.ROOT, "there are more than %,d messages", most));
    }
  }

  /**
   * Adds messages that each have to tell who speaks.
   *
   * @throws RowException if it is unknown, or there are more than memory holds
   */
  public void addTold(List<Turn> more) throws RowException {
    requireRoom(more.size());
    for (Turn turn : more) {
      if (Speakers.isNameless(turn)) {
        throw new RowException(Speakers.nameless(turn));
      }
    }
    turns.addAll(more);
  }

  /** Whether a time could not be read, so that the messages stayed as they were. */
  public boolean hasUnreadableTime() {
    return unreadableTime;
  }

  /** Puts the messages in their order; what is added later comes after them. */
  public void order() throws RowException {
    if (inOrder) {
      return;
    }
    inOrder = true;
    turns =
        MessageTree.isTree(turns)
            ? new ArrayList<>(MessageTree.path(turns, leaf, options.swipes()))
            : fileOrder ? turns : inTime(turns);
    turns = withRegenerations(turns);
  }

  /**
   * What was said in the order of time. What was left out comes last, as it has no place of its
   * own, and so do instructions without a time, which are not part of the dialogue.
   */
  private List<Turn> inTime(List<Turn> unordered) {
    boolean timed = false;
    for (Turn turn : unordered) {
      timed |= turn.time() != null;
    }
    if (!timed) {
      return unordered;
    }
    List<@Nullable String> times = new ArrayList<>(unordered.size());
    for (Turn turn : unordered) {
      if (isPlaced(turn) && !(turn.attached() && !times.isEmpty())) {
        times.add(turn.time());
      }
    }
    int[] order = MessageOrder.ofTexts(times);
    if (order == MessageOrder.AS_WRITTEN) {
      return unordered;
    }
    if (order == null) {
      unreadableTime = true;
      return unordered;
    }
    return ordered(unordered, order);
  }

  private static List<Turn> ordered(List<Turn> unordered, int[] order) {
    List<List<Turn>> said = new ArrayList<>(unordered.size());
    List<Turn> leftOut = new ArrayList<>();
    for (Turn turn : unordered) {
      if (!isPlaced(turn)) {
        leftOut.add(turn);
      } else if (turn.attached() && !said.isEmpty()) {
        said.get(said.size() - 1).add(turn);
      } else {
        said.add(new ArrayList<>(List.of(turn)));
      }
    }
    List<Turn> ordered = new ArrayList<>(unordered.size());
    for (int position : order) {
      ordered.addAll(said.get(position));
    }
    ordered.addAll(leftOut);
    return ordered;
  }

  private static boolean isPlaced(Turn turn) {
    boolean instruction = turn.role() == Role.SYSTEM && turn.time() == null;
    return !instruction && (turn.said().text() != null || isVersion(turn));
  }

  /** Gives versions that stand as entries of their own to the message that was shown. */
  private static List<Turn> withRegenerations(List<Turn> turns) {
    boolean any = false;
    for (Turn turn : turns) {
      any |= turn.said().reason() == Said.Reason.ALTERNATIVE && !turn.alternatives().isEmpty();
    }
    if (!any) {
      return turns;
    }
    List<Turn> result = new ArrayList<>(turns);
    for (int i = 0; i < turns.size(); i++) {
      Turn shown = turns.get(i);
      if (shown.said().text() == null || shown.role() != Role.BOT) {
        continue;
      }
      List<Turn.Alternative> versions = new ArrayList<>();
      Set<String> texts = new HashSet<>();
      int first = i;
      while (first > 0 && isVersion(turns.get(first - 1))) {
        first--;
      }
      for (int k = first; k < turns.size() && (k <= i || isVersion(turns.get(k))); k++) {
        String text = k == i ? shown.said().text() : turns.get(k).alternatives().get(0).text();
        if (text != null && texts.add(text)) {
          versions.add(new Turn.Alternative(k - first + 1, text));
        }
      }
      if (versions.size() > 1) {
        result.set(i, shown.withAlternatives(versions));
      }
    }
    return result;
  }

  private static boolean isVersion(Turn turn) {
    return turn.said().reason() == Said.Reason.ALTERNATIVE && !turn.alternatives().isEmpty();
  }

  /** Adds what the bot said last, unless the messages end with it already. */
  public void addReply(List<Turn> reply) {
    List<Utterance> said = utterances(reply);
    List<Utterance> before = utterances(turns);
    int from = before.size() - said.size();
    boolean ends = from >= 0 && before.subList(from, before.size()).equals(said);
    if (!said.isEmpty() && ends) {
      return;
    }
    boolean begins = said.size() > before.size() && said.subList(0, before.size()).equals(before);
    if (begins && !before.isEmpty()) {
      // Some programs return the context together with what they add to it.
      List<Turn> whole = new ArrayList<>();
      for (Turn turn : turns) {
        if (turn.role() == Role.SYSTEM && !repeats(turn, reply)) {
          whole.add(turn);
        }
      }
      whole.addAll(reply);
      turns = whole;
    } else {
      turns.addAll(reply);
    }
  }

  private static boolean repeats(Turn system, List<Turn> reply) {
    for (Turn turn : reply) {
      if (turn.role() == Role.SYSTEM && Objects.equals(turn.said().text(), system.said().text())) {
        return true;
      }
    }
    return false;
  }

  /** A text and whether it is the user's: the bot may repeat what the user said. */
  private record Utterance(boolean ofUser, String text) {}

  private static List<Utterance> utterances(List<Turn> turns) {
    List<Utterance> utterances = new ArrayList<>();
    for (Turn turn : turns) {
      if (turn.said().text() != null && turn.role() != Role.SYSTEM) {
        String text = Reasoning.strip(turn.said().text()).text().strip();
        utterances.add(new Utterance(turn.role() == Role.USER, text));
      }
    }
    return utterances;
  }

  /** Whether the bot has the last word so far. */
  boolean endsWithBot() {
    for (int i = turns.size() - 1; i >= 0; i--) {
      Turn turn = turns.get(i);
      if (turn.said().text() != null && turn.role() != Role.SYSTEM) {
        return turn.role() == Role.BOT;
      }
    }
    return false;
  }

  /** Whether there is anything but system text yet. */
  public boolean hasMessages() {
    for (Turn turn : turns) {
      if (turn.said().text() != null && turn.role() != Role.SYSTEM) {
        return true;
      }
    }
    return false;
  }

  /** Whether messages are wanted in all of their versions. */
  public boolean versionsWanted() {
    return options.swipes();
  }

  /**
   * Leaves out system messages that say the persona and the example dialogue once more: chats have
   * no place for these two, so writers of preference data repeat them.
   */
  public void dropRepeatedSystem() {
    List<String> system = new ArrayList<>(0);
    for (Turn turn : turns) {
      if (turn.role() == Role.SYSTEM && turn.said().text() != null) {
        system.add(turn.said().text());
      }
    }
    if (system.isEmpty()) {
      return;
    }
    List<String> own = new ArrayList<>(memory);
    if (!prompt.isEmpty()) {
      own.add(prompt);
    }
    if (String.join("\n", own).equals(String.join("\n", system))) {
      turns.removeIf(turn -> turn.role() == Role.SYSTEM);
    }
  }

  /** The conversation as a text that is already formatted. */
  public Conversation formatted(String text) {
    return formatted(text, null);
  }

  /** The same as one of several replies. */
  public Conversation formatted(String text, @Nullable Candidacy candidacy) {
    return new Conversation(
        id,
        location,
        botName == null ? options.botName() : botName,
        new FormattedText(text),
        label,
        kept,
        candidacy);
  }

  /** The entries so far. */
  public List<Turn> turns() {
    return List.copyOf(turns);
  }

  /** The conversation. */
  public Conversation conversation() throws RowException {
    return conversation(null);
  }

  /** The conversation as one of several replies. */
  public Conversation conversation(@Nullable Candidacy candidacy) throws RowException {
    order();
    List<Turn> resolved = resolved();
    requireBotOrNoAnswers(resolved);
    return new Finish(resolved).conversation(candidacy);
  }

  /** Some data sets call the bot system: then it speaks after the user, and nobody else does. */
  private static void requireBotOrNoAnswers(List<Turn> turns) throws RowException {
    boolean user = false;
    Turn answer = null;
    for (Turn turn : turns) {
      if (turn.role() == Role.BOT && turn.said().text() != null) {
        return;
      }
      user |= turn.role() == Role.USER;
      if (user && turn.role() == Role.SYSTEM && turn.said().text() != null && answer == null) {
        answer = turn;
      }
    }
    if (answer != null) {
      throw new RowException(
          answer.where()
              + ": nobody speaks for the bot, and a system message follows the user's; if that is"
              + " the bot, add --roles bot=system");
    }
  }

  /**
   * The versions of every message that has several, each after what came before it. Messages are
   * counted from 1, without those that were left out. Each version is made when it is asked for:
   * all of a long chat would hold its beginning as many times.
   */
  public List<Conversation> versions() throws RowException {
    order();
    Versions versions = new Versions(resolved());
    requireFeasible(versions.places.stream().mapToLong(Versions.Place::turn).sum());
    return versions;
  }

  private final class Versions extends AbstractList<Conversation> {
    private record Place(int turn, int alternative, String group) {}

    private final List<Turn> resolved;
    private final List<Place> places = new ArrayList<>();

    Versions(List<Turn> resolved) {
      this.resolved = resolved;
      int number = 0;
      for (int i = 0; i < resolved.size(); i++) {
        Turn turn = resolved.get(i);
        if (turn.said().text() == null || turn.role() == Role.SYSTEM) {
          continue;
        }
        number++;
        if (turn.role() != Role.BOT || turn.alternatives().size() < 2) {
          continue;
        }
        String group = id + "@" + number;
        for (int version = 0; version < turn.alternatives().size(); version++) {
          places.add(new Place(i, version, group));
        }
      }
    }

    @Override
    public Conversation get(int index) {
      Place place = places.get(index);
      Turn turn = resolved.get(place.turn());
      Turn.Alternative version = turn.alternatives().get(place.alternative());
      List<Turn> until = new ArrayList<>(resolved.subList(0, place.turn()));
      until.add(
          new Turn(
              turn.role(),
              turn.word(),
              turn.name(),
              Said.text(version.text()),
              turn.time(),
              List.of(),
              null,
              List.of(),
              turn.where(),
              false));
      Draft draft = copy();
      draft.id = place.group() + "#" + version.number();
      return draft.new Finish(until)
          .conversation(
              new Candidacy(place.group(), version.number(), Candidacy.Preference.UNKNOWN));
    }

    @Override
    public int size() {
      return places.size();
    }
  }

  /**
   * What the chat comes to: the versions of its messages where these are wanted and there are any,
   * else the chat itself.
   */
  public List<Conversation> conversations() throws RowException {
    List<Conversation> versions = options.swipes() ? versions() : List.of();
    return versions.isEmpty() ? List.of(conversation()) : versions;
  }

  private List<Turn> resolved() throws RowException {
    List<Turn> resolved =
        Speakers.resolve(
            turns,
            known(botName, options.givenBotName()),
            known(userName, options.givenUserName()));
    FieldSurvey survey = fields.survey();
    if (survey != null) {
      for (int i = 0; i < resolved.size(); i++) {
        String word = turns.get(i).word();
        Role role = resolved.get(i).role();
        if (word != null && role != null) {
          survey.stands(word, role);
        }
      }
    }
    return resolved;
  }

  private static @Nullable String known(@Nullable String ofData, @Nullable String given) {
    return ofData == null ? given : ofData;
  }

  /** Turns entries whose sides are known into what is scored. */
  private final class Finish {
    private final List<Turn> resolved;
    private int hidden;
    private int tools;
    private int empty;
    private int reasoning;
    private int parts;

    Finish(List<Turn> resolved) {
      this.resolved = resolved;
    }

    Conversation conversation(@Nullable Candidacy candidacy) {
      Names bots = names(botName, Role.BOT, options.botName());
      boolean renamed = asChai && botName != null;
      String bot = bots.group() && !renamed ? bots.last() : bots.unnamed();
      Names users = names(userName, Role.USER, options.userName());
      String user = users.unnamed();
      List<String> memories = new ArrayList<>(memory);
      List<Message> messages = new ArrayList<>(resolved.size());
      for (int i = 0; i < resolved.size(); i++) {
        Turn turn = resolved.get(i);
        boolean judged = candidacy != null && i == resolved.size() - 1 && turn.role() == Role.BOT;
        if (judged && isNothing(turn.said())) {
          // A reply among several is judged though there is nothing in it.
          messages.add(new Message(Speaker.BOT, ""));
          continue;
        }
        count(turn);
        String text = turn.said().text();
        if (text == null) {
          continue;
        }
        Role role = turn.role();
        if (role == Role.SYSTEM) {
          // Some rows repeat beside the list what its system message says.
          if (!text.isBlank() && !memory.contains(text)) {
            memories.add(cleaned(text, false, user, bot));
          }
          continue;
        }
        boolean ofBot = role == Role.BOT;
        String own = turn.name() == null ? ofBot ? bots.unnamed() : user : repaired(turn.name());
        String said = cleaned(text, ofBot, ofBot ? user : own, ofBot ? own : bot);
        if (said.isBlank() && !judged && !asChai) {
          empty++;
          continue;
        }
        boolean other = !(ofBot && renamed) && !own.equals(ofBot ? bot : user);
        messages.add(new Message(ofBot ? Speaker.BOT : Speaker.USER, other ? own : null, said));
      }
      String memoryText = expanded(memories, user, bot);
      String promptText = expanded(List.of(prompt), user, bot);
      return new Conversation(
          id,
          location,
          bot,
          new Dialogue(
              user,
              memoryText,
              promptText,
              messages,
              hidden + tools + empty + reasoning + parts == 0
                  ? Omissions.NONE
                  : new Omissions(hidden, tools, empty, reasoning, parts)),
          label,
          kept,
          candidacy);
    }

    private String expanded(List<String> lines, String user, String bot) {
      return clean
          .of(
              lines,
              false,
              macros ? user : "",
              macros ? bot : "",
              () -> {
                String text = lines.size() == 1 ? lines.get(0) : String.join("\n", lines);
                return new CleanTexts.Clean(macros ? Macros.expand(text, user, bot) : text, false);
              })
          .text();
    }

    private static boolean isNothing(Said said) {
      return said.text() == null
          && said.reason() == Said.Reason.EMPTY
          && !said.reasoning()
          && said.parts() == 0;
    }

    private void count(Turn turn) {
      Said said = turn.said();
      if (turn.role() == Role.SYSTEM && said.reason() == Said.Reason.EMPTY) {
        return;
      }
      if (said.reason() != null) {
        switch (said.reason()) {
          case HIDDEN -> hidden++;
          case TOOL -> tools++;
          case EMPTY -> empty++;
          case ALTERNATIVE -> {}
        }
      }
      if (said.reasoning()) {
        reasoning++;
      }
      if (said.parts() > 0 && said.text() != null) {
        parts++;
      }
    }

    private String cleaned(String raw, boolean ofBot, String user, String bot) {
      CleanTexts.Clean cleaned =
          clean.of(
              List.of(raw),
              ofBot,
              macros ? user : "",
              macros ? bot : "",
              () -> clean(raw, ofBot, user, bot));
      if (cleaned.reasoning()) {
        reasoning++;
      }
      return cleaned.text();
    }

    private CleanTexts.Clean clean(String raw, boolean ofBot, String user, String bot) {
      String text = Mojibake.repair(raw);
      boolean hadReasoning = false;
      if (ofBot) {
        Reasoning.Stripped stripped = Reasoning.strip(text);
        hadReasoning = stripped.found();
        text = stripped.text();
      }
      String seen = HtmlText.ofWhole(text);
      text = seen == null ? text : seen;
      return new CleanTexts.Clean(macros ? Macros.expand(text, user, bot) : text, hadReasoning);
    }

    /**
     * The names of a side. Messages without a name have that of the data, else the only one that
     * other messages of the side have, else the usual one.
     */
    private Names names(@Nullable String ofData, Role role, String otherwise) {
      String first = null;
      String last = null;
      boolean several = false;
      boolean nameless = false;
      boolean lastNameless = false;
      for (Turn turn : resolved) {
        if (turn.role() != role || turn.said().text() == null) {
          continue;
        }
        lastNameless = turn.name() == null;
        nameless |= lastNameless;
        if (turn.name() != null) {
          last = turn.name();
          first = first == null ? last : first;
          several |= !last.equals(first);
        }
      }
      if (first == null || last == null) {
        String only = ofData == null ? otherwise : ofData;
        return new Names(only, only, false);
      }
      String unnamed;
      if (ofData != null) {
        unnamed = ofData;
      } else {
        unnamed = several && nameless ? otherwise : repaired(last);
      }
      boolean group = several || (nameless && !repaired(first).equals(unnamed));
      return new Names(unnamed, lastNameless ? unnamed : repaired(last), group);
    }
  }

  /**
   * The names of a side.
   *
   * @param unnamed what messages without a name show
   * @param last that of whoever spoke last
   * @param group whether there are several
   */
  private record Names(String unnamed, String last, boolean group) {}

  private static String repaired(String name) {
    return Mojibake.repair(name);
  }
}
