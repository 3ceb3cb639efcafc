package dev.decorum.train;

import java.util.Arrays;

/** A labelled window: the token ids that the network reads, and the output that is right. */
public final class Example {
  private final int[] tokenIds;
  private final int position;
  private final int label;

  /**
   * @param tokenIds at least one id
   * @param position the token at which the outputs are read, from 0
   * @param label the index of the right output
   */
  public Example(int[] tokenIds, int position, int label) {
    this.tokenIds = tokenIds.clone();
    this.position = position;
    this.label = label;
    if (position < 0 || position >= tokenIds.length || label < 0) {
      throw new IllegalArgumentException("position " + position + ", label " + label);
    }
  }

  /** The number of tokens, at least 1. */
  public int length() {
    return tokenIds.length;
  }

  /** The token at which the outputs are read, from 0. */
  public int position() {
    return position;
  }

  /** The index of the right output. */
  public int label() {
    return label;
  }

  /** Copies the ids to {@code target}, beginning at {@code offset}. */
  public void copyTo(long[] target, int offset) {
    for (int i = 0; i < tokenIds.length; i++) {
      target[offset + i] = tokenIds[i];
    }
  }

  @Override
  public String toString() {
    return label + " " + Arrays.toString(tokenIds);
  }
}
