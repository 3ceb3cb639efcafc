package dev.decorum.conversation;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One message of a dialogue.
 *
 * @param speaker who said it
 * @param name the speaker's own name, where it is not the one that the conversation has for this
 *     side: in a group several bots speak; {@code null} elsewhere
 * @param text what was said, unchanged; may be empty
 */
public record Message(Speaker speaker, @Nullable String name, String text) {

  public Message {
    Objects.requireNonNull(speaker);
    Objects.requireNonNull(text);
  }

  /** A message under the name that the conversation has for its speaker. */
  public Message(Speaker speaker, String text) {
    this(speaker, null, text);
  }
}
