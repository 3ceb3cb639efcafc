package dev.decorum.tokenize;

import java.util.Objects;

/**
 * A window's tokens together with the text that they came from.
 *
 * @param text the text as the tokenizer read it
 * @param keptFrom where in {@code text} the first token that the model reads begins (UTF-16 code
 *     units); 0 if nothing was cut
 * @param tokens what the model reads
 */
public record TokenizedText(String text, int keptFrom, TokenWindow tokens) {

  public TokenizedText {
    Objects.requireNonNull(tokens);
    Objects.checkIndex(keptFrom, text.length() + 1);
  }
}
