package dev.decorum.rank;

import dev.decorum.conversation.Candidacy;
import dev.decorum.conversation.Candidacy.Preference;
import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.FormattedText;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.RowContext;
import dev.decorum.conversation.SampleId;
import dev.decorum.conversation.Speaker;
import dev.decorum.score.ConversationScore;
import dev.decorum.score.ScoreTable;
import dev.decorum.score.ScoredRow;
import dev.decorum.score.StringDictionary;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Replies, the groups that they belong to and their scores. Conversations are announced by the
 * thread that reads them, scores are taken in by the thread that gets them; when both are done, the
 * candidates can be looked at. Memory holds some 60 bytes for each candidate; all texts are in a
 * temporary file.
 */
public final class Candidates implements Closeable {
  private static final long NONE = -1;

  /** A field of candidates that no row has by itself: the file that the reply stood in. */
  public static final String FILE = "file";

  /** What is known of a candidate before it is scored. */
  private record Announced(
      int group, int origin, long context, Preference preference, int length, long example) {}

  private final @Nullable String groupField;
  private final boolean withFile;
  private final ScoreTable table;
  private final CandidateFile file;
  private final StringDictionary groupValues = new StringDictionary();
  private final List<String> groupNames = new ArrayList<>();
  private final Map<Long, Announced> announced = new HashMap<>();
  private long announcedCount;
  private int origins;
  private @Nullable Context lastContext;
  private long lastContextHash;
  private String lastGroup = "";
  private int lastNumber;
  private int[] groups = new int[64];
  private int[] origin = new int[64];
  private long[] context = new long[64];
  private int[] lengths = new int[64];
  private Preference[] preferences = new Preference[64];
  private long[] scores = new long[64];
  private long[] examples = new long[64];

  /**
   * @param groupField the field whose values tell which rows answer the same context; {@code null}
   *     where each row of input holds all replies to one
   * @param codebook the fields that are looked at
   */
  public Candidates(@Nullable String groupField, ScoreTable.Codebook codebook) throws IOException {
    this(groupField, codebook, false);
  }

  /**
   * @param groupField as above
   * @param codebook the fields that are looked at
   * @param withFile whether {@link #FILE} is among them and stands for the file of each reply
   */
  public Candidates(@Nullable String groupField, ScoreTable.Codebook codebook, boolean withFile)
      throws IOException {
    this.groupField = groupField;
    this.withFile = withFile;
    this.table = new ScoreTable(codebook);
    this.file = new CandidateFile();
  }

  /**
   * Why a conversation cannot be a candidate; {@code null} if it can.
   *
   * @param withText whether training data will be made of it
   */
  public @Nullable String obstacle(Conversation conversation, boolean withText) {
    if (groupOf(conversation) == null) {
      return groupField == null
          ? "holds one reply, and nothing says which others answer the same context (--group FIELD)"
          : "has no " + groupField + ", so that it belongs to no group";
    }
    if (withText && conversation.content() instanceof FormattedText) {
      return "is formatted text, in which it is unknown where the reply begins";
    }
    if (withText && reply(conversation) == null) {
      return "does not end with a message of the bot, so that there is no reply to learn from";
    }
    if (withText
        && conversation.content() instanceof Dialogue dialogue
        && dialogue.messages().size() == 1
        && dialogue.memory().isEmpty()
        && dialogue.prompt().isEmpty()) {
      return "has nothing before the reply, so that there is no prompt to learn from";
    }
    return null;
  }

  /** Whether it is known to which group a conversation belongs. */
  public boolean hasGroup(Conversation conversation) {
    return groupOf(conversation) != null;
  }

  /** What a group is called that a candidate belongs to. */
  public String groupNameOf(int row) {
    return groupNames.get(groups[row]);
  }

  /** The value that tells a conversation's group; {@code null} if it has none. */
  private @Nullable String groupOf(Conversation conversation) {
    if (groupField == null) {
      Candidacy candidacy = conversation.candidacy();
      return candidacy == null ? null : candidacy.group();
    }
    return valueOf(groupField, conversation.id(), conversation.botName(), conversation.fields());
  }

  private static @Nullable String valueOf(
      String field, String id, String botName, Map<String, FieldValue> fields) {
    if (field.equals(ScoredRow.ID)) {
      return id;
    }
    if (field.equals(ScoredRow.BOT_NAME)) {
      return botName;
    }
    FieldValue value = fields.get(field);
    return value == null || value.isNothing() ? null : value.text();
  }

  /** The bot's last message; {@code null} if the last message is not the bot's. */
  public static @Nullable Message reply(Conversation conversation) {
    if (!(conversation.content() instanceof Dialogue dialogue) || dialogue.messages().isEmpty()) {
      return null;
    }
    Message last = dialogue.messages().get(dialogue.messages().size() - 1);
    return last.speaker() == Speaker.BOT ? last : null;
  }

  /**
   * Takes note of the next conversation that will be scored, in the order in which scores are
   * numbered.
   *
   * @param example what was said, where training data will be made of it
   */
  public synchronized void announce(Conversation conversation, @Nullable TrainingExample example)
      throws IOException {
    Candidacy candidacy = conversation.candidacy();
    // Numbers rise within a row of input; the first may be missing.
    if (candidacy == null
        || !candidacy.group().equals(lastGroup)
        || candidacy.number() <= lastNumber) {
      origins++;
    }
    lastGroup = candidacy == null ? "" : candidacy.group();
    lastNumber = candidacy == null ? 0 : candidacy.number();
    int group;
    if (groupField != null) {
      group = groupValues.encode(String.valueOf(groupOf(conversation)));
    } else {
      group = origins - 1;
    }
    while (groupNames.size() <= group) {
      groupNames.add(String.valueOf(groupOf(conversation)));
    }
    Message reply = reply(conversation);
    announced.put(
        announcedCount++,
        new Announced(
            group,
            origins - 1,
            contextHash(conversation),
            candidacy == null ? Preference.UNKNOWN : candidacy.preference(),
            reply == null ? 0 : reply.text().codePointCount(0, reply.text().length()),
            example == null ? NONE : file.add(example)));
  }

  /**
   * Takes in a score of an earlier run, without any text: candidates of this kind count as replies
   * to one context if they are of one group. Rows of input with several replies are not known here,
   * so this needs a group field.
   *
   * @return whether the row has a group; a row without one is not taken in
   */
  public synchronized boolean add(ConversationScore score) throws IOException {
    String field = Objects.requireNonNull(groupField, "a group field");
    RowContext context = score.context();
    String value = valueOf(field, score.id().conversationId(), context.botName(), context.fields());
    if (value == null) {
      return false;
    }
    int group = groupValues.encode(value);
    while (groupNames.size() <= group) {
      groupNames.add(value);
    }
    long row = announcedCount++;
    announced.put(row, new Announced(group, origins++, group, Preference.UNKNOWN, 0, NONE));
    SampleId id = new SampleId(row, score.id().conversationId(), score.id().turn());
    score(score.withId(id));
    return true;
  }

  /** How many conversations were announced, which is the number of the next score. */
  public synchronized long announced() {
    return announcedCount;
  }

  /** All that the model is shown but for the last message. */
  private record Context(
      String botName, String userName, String memory, String prompt, List<Message> messages) {

    static @Nullable Context of(Conversation conversation) {
      if (!(conversation.content() instanceof Dialogue dialogue)) {
        return null;
      }
      List<Message> messages = dialogue.messages();
      return new Context(
          conversation.botName(),
          dialogue.userName(),
          dialogue.memory(),
          dialogue.prompt(),
          messages.subList(0, Math.max(0, messages.size() - 1)));
    }
  }

  /** Equal for equal contexts, which many candidates in a row have. */
  private long contextHash(Conversation conversation) {
    Context now = Context.of(conversation);
    if (now == null || !now.equals(lastContext)) {
      lastContextHash = computeContextHash(conversation);
      lastContext = now;
    }
    return lastContextHash;
  }

  private static long computeContextHash(Conversation conversation) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    if (conversation.content() instanceof Dialogue dialogue) {
      update(digest, conversation.botName());
      update(digest, dialogue.userName());
      update(digest, dialogue.memory());
      update(digest, dialogue.prompt());
      for (int i = 0; i < dialogue.messages().size() - 1; i++) {
        Message message = dialogue.messages().get(i);
        update(digest, message.speaker().name());
        update(digest, dialogue.nameOf(message, conversation.botName()));
        update(digest, message.text());
      }
    }
    return ByteBuffer.wrap(digest.digest()).getLong();
  }

  private static void update(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
    digest.update(bytes);
  }

  /** Takes a score in. */
  public synchronized void score(ConversationScore score) throws IOException {
    Announced known = announced.remove(score.id().row());
    if (known == null) {
      throw new IllegalStateException("nobody announced row " + score.id().row());
    }
    int row = table.size();
    ScoredRow scored = ScoredRow.of(score);
    table.add(withFile ? withFile(scored, score.context().location().file()) : scored);
    if (row == groups.length) {
      int capacity = Math.max(row + 1, row + (row >> 1));
      groups = Arrays.copyOf(groups, capacity);
      origin = Arrays.copyOf(origin, capacity);
      context = Arrays.copyOf(context, capacity);
      lengths = Arrays.copyOf(lengths, capacity);
      preferences = Arrays.copyOf(preferences, capacity);
      scores = Arrays.copyOf(scores, capacity);
      examples = Arrays.copyOf(examples, capacity);
    }
    groups[row] = known.group();
    origin[row] = known.origin();
    context[row] = known.context();
    lengths[row] = known.length();
    preferences[row] = known.preference();
    scores[row] = file.add(score);
    examples[row] = known.example();
  }

  private static ScoredRow withFile(ScoredRow row, String file) {
    Map<String, String> fields = new HashMap<>(row.fields());
    fields.put(FILE, file);
    return new ScoredRow(
        row.id(), row.logit(), row.tokens(), row.truncated(), row.label(), fields, row.scale());
  }

  /** How many different values of a field candidates have. */
  public synchronized int values(String field) {
    return table.codebook().values(field).size();
  }

  /** Whether the candidates of any group have different values of a field. */
  public synchronized boolean meet(String field) {
    int[] first = new int[groupNames.size()];
    Arrays.fill(first, Integer.MIN_VALUE);
    for (int row = 0; row < table.size(); row++) {
      int code = table.code(field, row);
      int group = groups[row];
      if (first[group] == Integer.MIN_VALUE) {
        first[group] = code;
      } else if (first[group] != code) {
        return true;
      }
    }
    return false;
  }

  /** How many candidates there are. */
  public int size() {
    return table.size();
  }

  /** Their scores and fields. */
  ScoreTable table() {
    return table;
  }

  /** How many groups there are, with scored candidates or without. */
  int groups() {
    return groupNames.size();
  }

  int group(int row) {
    return groups[row];
  }

  /** The row of input that a candidate stood in. */
  int origin(int row) {
    return origin[row];
  }

  /** Equal for candidates that answer the same context. */
  long context(int row) {
    return context[row];
  }

  /** How many characters the reply has. */
  int length(int row) {
    return lengths[row];
  }

  Preference preference(int row) {
    return preferences[row];
  }

  /** What was said. */
  synchronized TrainingExample example(int row) throws IOException {
    return file.example(examples[row]);
  }

  /** The score of a candidate, and what was said where that is kept. */
  public synchronized Candidate candidate(int row) throws IOException {
    return new Candidate(
        file.score(scores[row]), examples[row] == NONE ? null : file.example(examples[row]));
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
  }
}
