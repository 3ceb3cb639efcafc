package dev.decorum.model.onnx;

import java.util.List;

/**
 * The weights of a network by their roles, for quantization.
 *
 * @param inputs the inputs of linear layers with the layers, in the order of the computation
 * @param vectors the other tensors of computations, without the norms of {@code inputs}
 * @param tables the tensors whose rows are looked up
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
