package dev.decorum.model.onnx;

import static dev.decorum.model.onnx.GraphWriter.integer;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Products in float32 with additional outputs for the sizes of their inputs: for every observed
 * layer {@code L}, {@code L.channels} is the largest absolute value of each input over the tokens,
 * {@code [inputs]}, and {@code L.tokens} that of each token over the inputs, {@code [tokens]}.
 */
final class ObservedProducts implements Products {
  private final GraphWriter graph;
  private final FloatProducts products;
  private final Set<LinearLayer> observed;

  ObservedProducts(GraphWriter graph, FloatProducts products, NetworkLayers layers) {
    this.graph = graph;
    this.products = products;
    this.observed =
        layers.inputs().stream()
            .map(LayerInput::observed)
            .filter(Objects::nonNull)
            .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public String product(String input, LinearLayer layer, String output) {
    if (observed.contains(layer)) {
      String size = graph.node("Abs", layer.name() + ".sizes", List.of(input));
      largest(size, 0, layer.channelSizes());
      largest(size, 1, layer.tokenSizes());
    }
    return products.product(input, layer, output);
  }

  private void largest(String size, long axis, String output) {
    graph.node("ReduceMax", output, List.of(size, graph.vector(axis)), integer("keepdims", 0));
    graph.output(output, axis == 0 ? "inputs" : "tokens");
  }

  @Override
  public String tensor(String name) {
    return products.tensor(name);
  }

  @Override
  public String rows(String table, String indices, String output) {
    return products.rows(table, indices, output);
  }
}
