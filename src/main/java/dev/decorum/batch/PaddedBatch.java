package dev.decorum.batch;

import dev.decorum.tokenize.TokenWindow;
import java.util.Arrays;
import java.util.List;

/**
 * Windows that go through the model together, padded to one length.
 *
 * @param windows at least one
 * @param sequenceLength the number of tokens that windows are padded to, at least that of the
 *     longest
 */
public record PaddedBatch(List<TokenWindow> windows, int sequenceLength) implements Work {

  public PaddedBatch {
    windows = List.copyOf(windows);
    if (windows.isEmpty()) {
      throw new IllegalArgumentException("a batch without windows");
    }
    if (sequenceLength < longest(windows)) {
      throw new IllegalArgumentException(
          "a window of " + longest(windows) + " tokens in " + sequenceLength);
    }
  }

  /** Windows padded to the longest of them. */
  public PaddedBatch(List<TokenWindow> windows) {
    this(windows, longest(windows));
  }

  /** The number of windows. */
  public int size() {
    return windows.size();
  }

  @Override
  public int computedTokens() {
    return size() * sequenceLength;
  }

  @Override
  public List<PackedBatch> following() {
    return List.of();
  }

  private static int longest(List<TokenWindow> windows) {
    int longest = 0;
    for (TokenWindow window : windows) {
      longest = Math.max(longest, window.length());
    }
    return longest;
  }

  /**
   * Token ids as a row-major {@code [size, sequenceLength]} matrix, padded on the right with {@code
   * padTokenId}. Attention is causal, so padding on the right never changes a score.
   */
  public long[] inputIds(int padTokenId) {
    long[] ids = new long[size() * sequenceLength];
    for (int row = 0; row < size(); row++) {
      TokenWindow window = windows.get(row);
      int offset = row * sequenceLength;
      for (int position = 0; position < sequenceLength; position++) {
        ids[offset + position] = position < window.length() ? window.tokenId(position) : padTokenId;
      }
    }
    return ids;
  }

  /** A {@code [size, sequenceLength]} matrix with 1 at every token and 0 at every padding. */
  public long[] attentionMask() {
    long[] mask = new long[size() * sequenceLength];
    for (int row = 0; row < size(); row++) {
      int offset = row * sequenceLength;
      Arrays.fill(mask, offset, offset + windows.get(row).length(), 1);
    }
    return mask;
  }

  /** A {@code [size, sequenceLength]} matrix with 0, 1, 2, … in every row. */
  public long[] positions() {
    long[] positions = new long[size() * sequenceLength];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = i % sequenceLength;
    }
    return positions;
  }

  /** For each window, the position that the classifier reads, {@code [size]}. */
  public long[] lastIndices(int padTokenId) {
    long[] indices = new long[size()];
    for (int row = 0; row < size(); row++) {
      indices[row] = windows.get(row).lastNonPadding(padTokenId);
    }
    return indices;
  }
}
