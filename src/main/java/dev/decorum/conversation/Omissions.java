package dev.decorum.conversation;

/**
 * How much of an export was left out because it is not part of the conversation, by reason.
 *
 * @param hidden entries that the other side did not see: hidden and deleted messages, internal
 *     notes, service entries of the chat program
 * @param tools calls of tools and their results
 * @param empty messages without a text, including pictures without words
 * @param reasoning messages that lost the reasoning of the model
 * @param parts pictures, files and other parts without text, of messages whose text stays
 */
public record Omissions(int hidden, int tools, int empty, int reasoning, int parts) {

  /** Nothing was left out. */
  public static final Omissions NONE = new Omissions(0, 0, 0, 0, 0);

  public Omissions {
    if (hidden < 0 || tools < 0 || empty < 0 || reasoning < 0 || parts < 0) {
      throw new IllegalArgumentException("a count of omissions is negative");
    }
  }

  /** How many whole entries were left out. */
  public int messages() {
    return hidden + tools + empty;
  }

  /** These and those together. */
  public Omissions plus(Omissions other) {
    if (other.equals(NONE)) {
      return this;
    }
    return new Omissions(
        hidden + other.hidden,
        tools + other.tools,
        empty + other.empty,
        reasoning + other.reasoning,
        parts + other.parts);
  }
}
