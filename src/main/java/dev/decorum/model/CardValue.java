package dev.decorum.model;

import java.util.List;

/**
 * The value of a variable or an expression in the code of a card.
 *
 * @param texts the texts that it consists of or was computed from
 */
record CardValue(Form form, List<CardText> texts) {

  /** The relation of a value to its texts. */
  enum Form {
    /** The value is one text. */
    TEXT,
    /** The value is a list of texts, or each of them in a loop. */
    TEXTS,
    /** The value was computed from the texts. */
    RESULT
  }

  CardValue {
    texts = List.copyOf(texts);
  }

  static CardValue of(CardText text) {
    return new CardValue(Form.TEXT, List.of(text));
  }

  boolean isText() {
    return form == Form.TEXT;
  }

  boolean isResult() {
    return form == Form.RESULT;
  }

  /** The first text. */
  CardText text() {
    return texts.get(0);
  }
}
