package dev.decorum.read.dialogue;

import org.jspecify.annotations.Nullable;

/**
 * What an entry says.
 *
 * @param text the text; {@code null} where nothing was said
 * @param reason why nothing was said; {@code null} where there is a text
 * @param reasoning whether the model's thoughts were left out
 * @param parts how many pictures, files and calls were left out beside the text
 */
public record Said(@Nullable String text, @Nullable Reason reason, boolean reasoning, int parts) {

  /** Why an entry is not a message. */
  public enum Reason {
    /** The other side does not see it. */
    HIDDEN,
    /** A call of a tool or its result. */
    TOOL,
    /** There is no text in it. */
    EMPTY,
    /** A version of a message that is not the one that counts. */
    ALTERNATIVE
  }

  public Said {
    if ((text == null) == (reason == null)) {
      throw new IllegalArgumentException("either a text or a reason why there is none");
    }
  }

  /** A text and nothing else. */
  public static Said text(String text) {
    return new Said(text, null, false, 0);
  }

  /** Nothing, and why. */
  public static Said nothing(Reason reason) {
    return new Said(null, reason, false, 0);
  }
}
