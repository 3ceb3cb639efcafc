package dev.decorum.read.layout;

import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Rejection;

/** What became of one input row. */
public sealed interface ReadResult {

  /** The row is a conversation. */
  record Accepted(Conversation conversation) implements ReadResult {}

  /** The row is unusable; reading goes on with the next. */
  record Rejected(Rejection rejection) implements ReadResult {}
}
