package dev.decorum.model;

import dev.decorum.model.files.JsonFields;

/**
 * The token of a window at which a classifier's outputs are read. As in Hugging Face, it is the
 * last one that is not padding.
 *
 * @param padTokenId the id that is skipped at the end of a window: {@code pad_token_id} of {@code
 *     config.json}, or {@link #NO_PADDING} to read the last token always, if that is not in the
 *     vocabulary
 */
public record Pooling(int padTokenId) {

  /** Not the id of any token, so that nothing is skipped. */
  public static final int NO_PADDING = -1;

  /** Always reads the last token. */
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

  /** Whether padding is skipped at the end of windows. */
  public boolean skipsPadding() {
    return padTokenId != NO_PADDING;
  }
}
