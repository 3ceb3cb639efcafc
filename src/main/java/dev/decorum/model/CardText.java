package dev.decorum.model;

import org.jspecify.annotations.Nullable;

/**
 * A text on a model card.
 *
 * @param line the line where it begins, from 1
 * @param text the text; empty if it is unknown
 * @param trouble why the text is unknown, as the rest of a sentence about it; null if it is known
 */
record CardText(int line, String text, @Nullable String trouble) {
  private static final int LONGEST = 1 << 20;

  static CardText known(int line, String text) {
    return text.length() > LONGEST
        ? unknown(line, "is longer than " + LONGEST + " characters")
        : new CardText(line, text, null);
  }

  static CardText unknown(int line, String trouble) {
    return new CardText(line, "", trouble);
  }

  /** This text followed by another. */
  CardText plus(CardText next) {
    if (trouble != null) {
      return this;
    }
    return next.trouble() != null ? unknown(line, next.trouble()) : known(line, text + next.text());
  }

  /** The same text with another line. */
  CardText at(int line) {
    return new CardText(line, text, trouble);
  }

  /** Whether the text has a blank, unlike strings that name models, devices or columns. */
  boolean hasBlank() {
    return trouble != null || text.chars().anyMatch(Character::isWhitespace);
  }
}
