package dev.decorum.model.onnx;

/**
 * A linear layer of a transformer block, and its place in a checkpoint.
 *
 * @param name the unique name of the layer
 * @param storedName the name of the tensors that contain it, {@code .weight} of {@code [inputs,
 *     storedColumns]} and {@code .bias} of {@code [storedColumns]}, possibly with other layers
 * @param inputs the number of inputs
 * @param outputs the number of outputs
 * @param firstColumn the first of its columns in the stored tensors
 * @param storedColumns the number of columns of the stored tensors
 */
public record LinearLayer(
    String name, String storedName, int inputs, int outputs, int firstColumn, int storedColumns) {

  public LinearLayer {
    if (inputs < 1 || outputs < 1 || firstColumn < 0 || firstColumn + outputs > storedColumns) {
      throw new IllegalArgumentException("no layer: " + name);
    }
  }

  /** A layer that has its tensors to itself. */
  static LinearLayer alone(String name, int inputs, int outputs) {
    return new LinearLayer(name, name, inputs, outputs, 0, outputs);
  }

  /**
   * The output of an observed graph with the largest absolute value of each input, {@code
   * [inputs]}.
   */
  public String channelSizes() {
    return name + ".channels";
  }

  /** The output of an observed graph with the largest absolute value of each token's inputs. */
  public String tokenSizes() {
    return name + ".tokens";
  }

  /** Whether the stored tensors contain other layers as well. */
  public boolean isPart() {
    return outputs < storedColumns;
  }
}
