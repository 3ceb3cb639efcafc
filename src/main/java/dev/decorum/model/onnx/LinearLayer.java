package dev.decorum.model.onnx;

/**
 * One linear layer of a transformer block, and where it lies in a checkpoint.
 *
 * @param name a name of its own
 * @param storedName the name of the tensors that hold it, {@code .weight} of {@code [inputs,
 *     storedColumns]} and {@code .bias} of {@code [storedColumns]}, perhaps with other layers
 * @param inputs how many numbers come in
 * @param outputs how many numbers come out
 * @param firstColumn the first of the stored tensors' columns that is its own
 * @param storedColumns how many columns the stored tensors have
 */
public record LinearLayer(
    String name, String storedName, int inputs, int outputs, int firstColumn, int storedColumns) {

  public LinearLayer {
    if (inputs < 1 || outputs < 1 || firstColumn < 0 || firstColumn + outputs > storedColumns) {
      throw new IllegalArgumentException("no layer: " + name);
    }
  }

  /** A layer whose tensors hold no other. */
  static LinearLayer alone(String name, int inputs, int outputs) {
    return new LinearLayer(name, name, inputs, outputs, 0, outputs);
  }

  /** The output of an observed graph with the largest size of each input, {@code [inputs]}. */
  public String channelSizes() {
    return name + ".channels";
  }

  /** The output of an observed graph with the largest size of each token's inputs. */
  public String tokenSizes() {
    return name + ".tokens";
  }

  /** Whether the stored tensors hold other layers besides. */
  public boolean isPart() {
    return outputs < storedColumns;
  }
}
