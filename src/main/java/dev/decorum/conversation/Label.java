package dev.decorum.conversation;

/** A person's judgement of a conversation, in the order of the model's two outputs. */
public enum Label {
  INAPPROPRIATE,
  APPROPRIATE
}
