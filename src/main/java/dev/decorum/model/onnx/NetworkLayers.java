package dev.decorum.model.onnx;

import java.util.List;

/**
 * The weights of a network by what they do, for whatever makes others of them.
 *
 * @param inputs what linear layers read, in the order of the computation, with the layers
 * @param vectors the other tensors that take part in computations, norms of {@code inputs} left out
 * @param tables the tensors in which rows are looked up by a token's id
 */
public record NetworkLayers(List<LayerInput> inputs, List<String> vectors, List<String> tables) {

  public NetworkLayers {
    inputs = List.copyOf(inputs);
    vectors = List.copyOf(vectors);
    tables = List.copyOf(tables);
  }

  /** Every linear layer, in the order of the computation. */
  public List<LinearLayer> linear() {
    return inputs.stream().flatMap(input -> input.readers().stream()).toList();
  }
}
