package dev.decorum.report;

import java.util.Objects;

/**
 * A part of an explained conversation as a page shows it: what was said, and what it is to the
 * score.
 *
 * @param side who said it
 * @param name the name of the speaker, or of the part
 * @param text what was said
 * @param share the score after it as a share of what is possible, from 0 to 1; NaN if it is unknown
 *     or has no bounds
 * @param baseline what scores are compared with, likewise; NaN for nothing
 * @param after the score after it, in words; empty if it is not known
 * @param change how that differs from the score before it; empty if it is not known
 * @param without how much higher the score is without it; empty if it is not known
 * @param remark what is special about it; empty for nothing
 */
record ScoredMessage(
    Side side,
    String name,
    String text,
    double share,
    double baseline,
    String after,
    String change,
    String without,
    String remark) {

  /** The sides of a conversation. */
  enum Side {
    BOT,
    USER,
    /** Persona and example dialogue. */
    SETTING
  }

  ScoredMessage {
    Objects.requireNonNull(side);
    Objects.requireNonNull(name);
    Objects.requireNonNull(text);
    Objects.requireNonNull(after);
    Objects.requireNonNull(change);
    Objects.requireNonNull(without);
    Objects.requireNonNull(remark);
  }
}
