package dev.decorum.model;

import java.util.List;

/**
 * What a name or an expression in the code of a card stands for.
 *
 * @param texts the texts that it is, or that it was computed from
 */
record CardValue(Form form, List<CardText> texts) {

  /** How a value has to do with its texts. */
  enum Form {
    /** It is one text. */
    TEXT,
    /** It is texts in a list, or one after the other in a loop. */
    TEXTS,
    /** It was computed from them. */
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
