package dev.decorum.format;

import dev.decorum.model.ModelSettings;
import java.util.Objects;

/**
 * How much of a conversation a window shows.
 *
 * @param history how many messages at the end of the history are shown; {@link #WHOLE_HISTORY} for
 *     all
 * @param maxTokens the most tokens that the model takes
 * @param turns which messages end a window
 */
public record WindowOptions(int history, int maxTokens, Turns turns) {

  /** No limit on the number of messages. */
  public static final int WHOLE_HISTORY = ModelSettings.WHOLE_HISTORY;

  public WindowOptions {
    Objects.requireNonNull(turns);
    if (history < 1) {
      throw new IllegalArgumentException("history is below 1: " + history);
    }
    if (maxTokens < 1) {
      throw new IllegalArgumentException("maxTokens is below 1: " + maxTokens);
    }
  }
}
