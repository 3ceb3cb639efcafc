package dev.decorum.model;

import org.jspecify.annotations.Nullable;

/**
 * A text in a model card.
 *
 * @param line where it begins, from 1
 * @param text the text; empty if it isn't known
 * @param trouble why the text isn't known, as the rest of a sentence about it; null if it is
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

  /** The same text, begun in another line. */
  CardText at(int line) {
    return new CardText(line, text, trouble);
  }

  /** Names of models, devices and columns are strings too, but have no blanks. */
  boolean hasBlank() {
    return trouble != null || text.chars().anyMatch(Character::isWhitespace);
  }
}
