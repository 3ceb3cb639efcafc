package dev.decorum.conversation;

/** The two sides of a chat. */
public enum Speaker {
  USER,
  BOT
}
