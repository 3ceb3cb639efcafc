package dev.decorum.conversation;

import java.util.Locale;

/** Something about a row that a reader of its score should know. */
public enum Flag {
  /** No message has any text: the score judges the persona and the prompt alone. */
  EMPTY,
  /**
   * The text was longer than the model's window and lost tokens or whole messages, oldest first.
   */
  TRUNCATED,
  /** The text holds a token's literal spelling, such as {@code <|endoftext|>}. */
  SPECIAL_TOKEN_IN_TEXT,
  /** The export holds entries that are not chat messages (tool calls, hidden rows); left out. */
  MESSAGES_OMITTED,
  /** A message held reasoning of the model, which was left out. */
  REASONING_OMITTED,
  /** A message held pictures, files or calls, which were left out; its text stays. */
  PARTS_OMITTED,
  /** The last message is the user's: the bot's answer to it is not judged. */
  ENDS_WITH_USER,
  /** No message is the user's. */
  NO_USER_MESSAGE,
  /** No message is the bot's: nothing that the bot said is judged. */
  NO_BOT_MESSAGE,
  /** The text held half a surrogate pair, which was replaced by U+FFFD. */
  LONE_SURROGATE;

  private final String outputName = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The name in score files, for example {@code special-token-in-text}. */
  public String outputName() {
    return outputName;
  }
}
