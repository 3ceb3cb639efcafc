package dev.decorum.format;

import dev.decorum.conversation.Message;
import dev.decorum.conversation.Speaker;

/** Which messages end a window of their own. */
public enum Turns {
  /** One window a conversation, ending with its last message. */
  LAST,
  /** One window after every bot message. */
  BOT,
  /** One window after every message. */
  ALL;

  boolean endsAt(Message message) {
    return switch (this) {
      case LAST -> false;
      case BOT -> message.speaker() == Speaker.BOT;
      case ALL -> true;
    };
  }
}
