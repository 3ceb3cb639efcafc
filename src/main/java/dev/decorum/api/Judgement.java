package dev.decorum.api;

/** The result for a row: a score, or the reason why there is none. */
public sealed interface Judgement permits Score, Rejected {

  /** The id of the conversation; for a row that is not a conversation, its place. */
  String id();
}
