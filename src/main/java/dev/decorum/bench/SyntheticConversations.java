package dev.decorum.bench;

import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.Location;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Speaker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Makes the conversations of a workload. The same seed and window give the same conversations for
 * every model and machine, and smaller workloads consist of the same kinds of groups.
 *
 * @param window the largest number of tokens that the model sees, from 1; lengths are for 1,024 and
 *     shrink with it
 * @param seed the seed of all random choices
 */
public record SyntheticConversations(int window, long seed) {
  private static final int FULL_WINDOW = 1024;
  private static final String USER = "You";
  private static final List<String> BOTS = List.of("Max", "Sam", "Tom", "Kim");

  /** The tokens that the formatter adds to a message: name, colon and line end. */
  private static final int AROUND_A_MESSAGE = 3;

  /** The tokens that the formatter adds around persona and example dialogue. */
  private static final int AROUND_A_PERSONA = 12;

  private static final int BOT_CONVERSATIONS = 32;
  private static final List<Integer> BOT_PREFIXES = List.of(354, 240, 468, 354);
  private static final double BOT_CHAT = 240;
  private static final double BOT_CHAT_SPREAD = 0.5;
  private static final double LONGEST_BOT_CHAT = 2.3;
  private static final int REPLIES = 10;
  private static final int SHORTEST_LONG = 50;
  private static final int LONGEST_LONG = 1000;
  private static final double GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;

  public SyntheticConversations {
    if (window < 1) {
      throw new IllegalArgumentException("the window is below 1: " + window);
    }
  }

  /**
   * The conversations of a workload in order.
   *
   * @param count the number of conversations, from 1
   */
  public List<Conversation> of(Workload workload, int count) {
    if (count < 1) {
      throw new IllegalArgumentException("no conversations: " + count);
    }
    List<Conversation> conversations = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      conversations.add(
          switch (workload) {
            case BOT_MIX -> botMix(i, count);
            case RANK -> rank(i);
            case TURNS -> turns(i);
            case SHORT -> shortOne(i);
            case LONG -> longOne(i);
          });
    }
    return conversations;
  }

  /** A conversation of the bots in turn, as in a log sorted by time. */
  private Conversation botMix(int i, int count) {
    int bots = Math.max(1, Math.round((float) count / BOT_CONVERSATIONS));
    int bot = i % bots;
    int prefix = BOT_PREFIXES.get(bot % BOT_PREFIXES.size());
    Opening opening =
        opening(random(Workload.BOT_MIX, -1L - bot), BOTS.get(bot % BOTS.size()), prefix);
    SplittableRandom random = random(Workload.BOT_MIX, i);
    double spread =
        Math.exp(BOT_CHAT_SPREAD * random.nextGaussian() - BOT_CHAT_SPREAD * BOT_CHAT_SPREAD / 2);
    int tokens = (int) (BOT_CHAT * Math.min(spread, LONGEST_BOT_CHAT));
    int messages = 2 * random.nextInt(2, 6);
    return conversation(
        Workload.BOT_MIX,
        i,
        opening,
        chat(random, messages, tokens),
        Map.of("bot_id", number(bot)));
  }

  private Conversation rank(int i) {
    int context = i / REPLIES;
    SplittableRandom shared = random(Workload.RANK, -1L - context);
    Opening opening = opening(shared, BOTS.get(context % BOTS.size()), 220);
    List<Message> messages = chat(shared, 5, 280);
    SplittableRandom random = random(Workload.RANK, i);
    int reply = random.nextInt(25, 56) - AROUND_A_MESSAGE;
    messages.add(message(random, Speaker.BOT, reply));
    return conversation(Workload.RANK, i, opening, messages, Map.of("context_id", number(context)));
  }

  private Conversation turns(int i) {
    SplittableRandom random = random(Workload.TURNS, i);
    Opening opening = opening(random, BOTS.get(i % BOTS.size()), 100);
    return conversation(Workload.TURNS, i, opening, chat(random, 10, 340), Map.of());
  }

  private Conversation shortOne(int i) {
    SplittableRandom random = random(Workload.SHORT, i);
    Speech speech = new Speech(random);
    List<Message> messages =
        List.of(
            new Message(Speaker.USER, speech.text(random.nextInt(2, 13))),
            new Message(Speaker.BOT, speech.text(random.nextInt(3, 15))));
    return conversation(
        Workload.SHORT, i, new Opening(BOTS.get(i % BOTS.size()), "", ""), messages, Map.of());
  }

  /**
   * A conversation whose length comes from multiples of the golden ratio, which fill the range
   * evenly for any number of conversations.
   */
  private Conversation longOne(int i) {
    SplittableRandom random = random(Workload.LONG, i);
    double place = i * GOLDEN_RATIO % 1;
    int tokens = (int) Math.round(SHORTEST_LONG + place * (LONGEST_LONG - SHORTEST_LONG));
    int persona = Math.max(AROUND_A_PERSONA + 4, tokens / 5);
    Opening opening = opening(random, BOTS.get(i % BOTS.size()), persona);
    List<Message> messages = chat(random, tokens < 200 ? 2 : 6, tokens - persona);
    return conversation(Workload.LONG, i, opening, messages, Map.of());
  }

  /** The beginning of a conversation. */
  private record Opening(String bot, String memory, String prompt) {}

  /** A persona and an example dialogue of {@code tokens} tokens in total, with formatting. */
  private Opening opening(SplittableRandom random, String bot, int tokens) {
    Speech speech = new Speech(random);
    int wanted = Math.max(2, scaled(tokens) - AROUND_A_PERSONA);
    int persona = Math.max(1, wanted * 2 / 5);
    StringBuilder dialogue = new StringBuilder();
    int left = wanted - persona;
    for (boolean user = true; left > 0; user = !user) {
      int line = Math.min(left, random.nextInt(12, 31));
      dialogue
          .append(dialogue.isEmpty() ? "" : "\n")
          .append(user ? USER : bot)
          .append(": ")
          .append(speech.text(line - AROUND_A_MESSAGE));
      left -= line;
    }
    return new Opening(bot, speech.text(persona), dialogue.toString());
  }

  /** Alternating messages, the user's first, of {@code tokens} tokens in total. */
  private List<Message> chat(SplittableRandom random, int messages, int tokens) {
    double[] shares = new double[messages];
    double sum = 0;
    for (int i = 0; i < messages; i++) {
      shares[i] = 0.5 + random.nextDouble();
      sum += shares[i];
    }
    List<Message> chat = new ArrayList<>();
    for (int i = 0; i < messages; i++) {
      int share = (int) Math.round(tokens * shares[i] / sum);
      chat.add(message(random, i % 2 == 0 ? Speaker.USER : Speaker.BOT, share - AROUND_A_MESSAGE));
    }
    return chat;
  }

  private Message message(SplittableRandom random, Speaker speaker, int tokens) {
    int around = AROUND_A_MESSAGE - scaled(AROUND_A_MESSAGE);
    return new Message(speaker, new Speech(random).text(scaled(tokens) - around));
  }

  private int scaled(int tokens) {
    return (int) Math.round((double) tokens * Math.min(window, FULL_WINDOW) / FULL_WINDOW);
  }

  private static Conversation conversation(
      Workload workload,
      int i,
      Opening opening,
      List<Message> messages,
      Map<String, FieldValue> fields) {
    return new Conversation(
        workload.label() + "-" + i,
        new Location(workload.label(), i + 1L, 0),
        opening.bot(),
        new Dialogue(USER, opening.memory(), opening.prompt(), messages),
        null,
        fields);
  }

  private static FieldValue number(int value) {
    return FieldValue.literal(Integer.toString(value));
  }

  /** A separate source for each conversation, which is independent of the others. */
  private SplittableRandom random(Workload workload, long number) {
    long salt = workload.label().hashCode();
    return new SplittableRandom(
        new SplittableRandom(seed ^ salt << 32).nextLong() ^ number * 0x9E3779B97F4A7C15L);
  }
}
