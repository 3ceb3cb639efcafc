package dev.decorum.format;

import dev.decorum.conversation.Flag;
import dev.decorum.conversation.RowContext;
import dev.decorum.conversation.SampleId;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The text that stands for one row of output, before it is cut to the model's length.
 *
 * @param id the row
 * @param context what goes into the score row unchanged
 * @param text the formatted text; to be used before the next window is made
 * @param messages how many messages the conversation has up to this turn; 0 for formatted text
 * @param messageEnds for every message shown, oldest first, the offset in {@code text} just behind
 *     it (UTF-16 code units)
 * @param flags what the reader of the score should know
 */
public record Window(
    SampleId id,
    RowContext context,
    WindowText text,
    int messages,
    List<Integer> messageEnds,
    Set<Flag> flags) {

  public Window {
    Objects.requireNonNull(id);
    Objects.requireNonNull(context);
    Objects.requireNonNull(text);
    messageEnds = List.copyOf(messageEnds);
    flags = Set.copyOf(flags);
  }

  /** The same with a text by itself, which may be kept. */
  public Window alone() {
    return new Window(id, context, RunningText.only(text.toString()), messages, messageEnds, flags);
  }
}
