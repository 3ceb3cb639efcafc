package dev.decorum.bench;

import dev.decorum.format.Turns;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Workloads of conversations as they are scored in practice. Lengths are for a window of 1,024
 * tokens; for a model with a smaller window, all but the short ones shrink in proportion.
 */
public enum Workload {
  /**
   * Four bots with 32 conversations each, 600 tokens on average; 59% of the tokens are in a persona
   * and an example dialogue that the conversations of a bot share.
   */
  BOT_MIX(128, Turns.LAST, "4 bots with 32 conversations each, that share their bot's persona"),

  /** Ten replies of 40 tokens to each of 50 contexts of 500 tokens. */
  RANK(500, Turns.LAST, "10 replies to each of 50 contexts"),

  /** Conversations of ten messages with a row after every message of the bot, so five each. */
  TURNS(50, Turns.BOT, "50 conversations of 10 messages, a row after every bot message"),

  /** Two short messages and no persona. */
  SHORT(512, Turns.LAST, "conversations of two short messages"),

  /** Conversations of 50 to 1,000 tokens, evenly spread, without common beginnings. */
  LONG(64, Turns.LAST, "50 to 1,000 tokens, nothing shared");

  private final int conversations;
  private final Turns turns;
  private final String description;

  Workload(int conversations, Turns turns, String description) {
    this.conversations = conversations;
    this.turns = turns;
    this.description = description;
  }

  /** The name on the command line, for example {@code bot-mix}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The workload with this {@linkplain #label() label}. */
  public static Optional<Workload> named(String label) {
    return Arrays.stream(values()).filter(workload -> workload.label().equals(label)).findFirst();
  }

  /** The number of conversations at full size. */
  public int conversations() {
    return conversations;
  }

  /** The messages of a conversation that end a row. */
  public Turns turns() {
    return turns;
  }

  /** A short description of the workload at full size. */
  public String description() {
    return description;
  }
}
