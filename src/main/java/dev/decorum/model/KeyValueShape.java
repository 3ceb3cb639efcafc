package dev.decorum.model;

/**
 * The shape of the keys and values that attention computes for each token of a window, and that
 * windows with the same beginning share.
 *
 * @param layers how many layers have keys and values of their own
 * @param heads heads of keys and values a layer
 * @param headWidth numbers of a key or value in one head
 */
public record KeyValueShape(int layers, int heads, int headWidth) {

  public KeyValueShape {
    if (layers < 1 || heads < 1 || headWidth < 1) {
      throw new IllegalArgumentException("no keys and values");
    }
  }

  /** Bytes of all keys and values of one token in float32. */
  public long bytesPerToken() {
    return 2L * layers * heads * headWidth * Float.BYTES;
  }
}
