package dev.decorum.model;

/**
 * The shape of the attention keys and values of a token, which windows with the same beginning
 * share.
 *
 * @param layers the number of layers with keys and values of their own
 * @param heads the number of key-value heads per layer
 * @param headWidth the length of a key or value in one head
 */
public record KeyValueShape(int layers, int heads, int headWidth) {

  public KeyValueShape {
    if (layers < 1 || heads < 1 || headWidth < 1) {
      throw new IllegalArgumentException("no keys and values");
    }
  }

  /** The bytes of all keys and values of one token in float32. */
  public long bytesPerToken() {
    return 2L * layers * heads * headWidth * Float.BYTES;
  }
}
