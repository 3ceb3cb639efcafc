package dev.decorum.api;

/** What comes in: a conversation, or a row of a file that is none. */
public sealed interface Row permits Chat, Rejected {}
