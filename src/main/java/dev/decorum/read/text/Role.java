package dev.decorum.read.text;

/** Who wrote a message of an export. */
public enum Role {
  /** The person who talks to the bot. */
  USER,
  /** The bot that is judged. */
  BOT,
  /** Whoever sets the bot up: the text is part of its memory. */
  SYSTEM,
  /** A tool or an internal note: neither side said it and the other never saw it. */
  OMITTED
}
