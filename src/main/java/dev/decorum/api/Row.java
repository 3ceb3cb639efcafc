package dev.decorum.api;

/** A row to score: a conversation, or a row of a file that is not one. */
public sealed interface Row permits Chat, Rejected {}
