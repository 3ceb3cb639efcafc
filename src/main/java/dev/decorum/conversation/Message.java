package dev.decorum.conversation;

import java.util.Objects;

/**
 * One message of a dialogue.
 *
 * @param speaker who said it
 * @param text what was said, unchanged; may be empty
 */
public record Message(Speaker speaker, String text) {

  public Message {
    Objects.requireNonNull(speaker);
    Objects.requireNonNull(text);
  }
}
