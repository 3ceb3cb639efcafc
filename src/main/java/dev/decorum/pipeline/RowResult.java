package dev.decorum.pipeline;

import dev.decorum.conversation.Rejection;
import dev.decorum.conversation.SampleId;
import dev.decorum.score.ConversationScore;

/** The result for one window. */
public sealed interface RowResult {

  /** The window has a score. */
  record Scored(ConversationScore score) implements RowResult {}

  /** The window could not be scored. */
  record Rejected(SampleId id, Rejection rejection) implements RowResult {}
}
