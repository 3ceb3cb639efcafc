package dev.decorum.pipeline;

import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Rejection;

/** Makes rejections with reasons other than reading. */
final class Rejections {
  private Rejections() {}

  static Rejection nothingToScore(Conversation conversation) {
    return new Rejection(
        conversation.location(),
        "nothing to score: the formatted text of conversation '" + conversation.id() + "' is empty",
        "");
  }
}
