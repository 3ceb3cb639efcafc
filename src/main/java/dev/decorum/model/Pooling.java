package dev.decorum.model;

import dev.decorum.model.files.JsonFields;

/**
 * At which token of a window the outputs of a classifier are read: at the last one that is not the
 * padding, where Hugging Face reads them.
 *
 * @param padTokenId the id that is skipped at the end of a window: {@code pad_token_id} of {@code
 *     config.json}; {@link #NO_PADDING} where that is no token of the vocabulary. Then the last
 *     token is read, whatever it is
 */
public record Pooling(int padTokenId) {

  /** The id of no token: nothing is skipped. */
  public static final int NO_PADDING = -1;

  /** Reads at the last token, whatever it is. */
  public static final Pooling LAST_TOKEN = new Pooling(NO_PADDING);

  public Pooling {
    if (padTokenId < NO_PADDING) {
      throw new IllegalArgumentException("no token: " + padTokenId);
    }
  }

  static Pooling read(JsonFields config, int vocabularySize) {
    Integer id = config.integer("pad_token_id", Integer.MIN_VALUE, Integer.MAX_VALUE);
    return id == null || id < 0 || id >= vocabularySize ? LAST_TOKEN : new Pooling(id);
  }

  /** Whether a token is skipped at the end of windows. */
  public boolean skipsPadding() {
    return padTokenId != NO_PADDING;
  }
}
