package dev.decorum.conversation;

/** What was said: turn by turn, or as one text that is formatted already. */
public sealed interface Content permits Dialogue, FormattedText {}
