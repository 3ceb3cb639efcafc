package dev.decorum.pipeline;

import dev.decorum.conversation.Rejection;
import dev.decorum.conversation.SampleId;
import dev.decorum.score.ConversationScore;

/** What became of one window. */
public sealed interface RowResult {

  /** The model judged it. */
  record Scored(ConversationScore score) implements RowResult {}

  /** It could not be scored, and why. */
  record Rejected(SampleId id, Rejection rejection) implements RowResult {}
}
