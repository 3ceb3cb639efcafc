package dev.decorum.tokenize;

import dev.decorum.failure.DecorumException;

/**
 * A text has a token that the model has no vector for: it was added to the tokenizer, and the model
 * was never resized.
 */
public final class UnknownTokenException extends DecorumException {
  private static final long serialVersionUID = 1;

  UnknownTokenException(int id, int vocabularySize) {
    super(
        Kind.UNUSABLE,
        "has the token id "
            + id
            + ", but the model knows only "
            + vocabularySize
            + " tokens: it was added to the tokenizer and not to the model",
        null);
  }
}
