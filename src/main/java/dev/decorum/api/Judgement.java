package dev.decorum.api;

/** What comes out: a score, or the reason why there is none. */
public sealed interface Judgement permits Score, Rejected {

  /** The id of the conversation; of a row that is none, the place where it is. */
  String id();
}
