package dev.decorum.model.onnx;

import dev.decorum.model.tensors.Checkpoint;
import dev.decorum.model.tensors.TensorEntry;
import java.util.List;

/** Products in float32 over the untouched weights of a checkpoint. */
final class FloatProducts implements Products {
  private final GraphWriter graph;
  private final Checkpoint checkpoint;

  FloatProducts(GraphWriter graph, Checkpoint checkpoint) {
    this.graph = graph;
    this.checkpoint = checkpoint;
  }

  @Override
  public String product(String input, LinearLayer layer, String output) {
    String weight = tensor(layer.storedName() + ".weight");
    String bias = tensor(layer.storedName() + ".bias");
    if (layer.isPart()) {
      weight = part(weight, layer, 1, layer.name() + ".weight");
      bias = part(bias, layer, 0, layer.name() + ".bias");
    }
    return graph.node("Gemm", output, List.of(input, weight, bias));
  }

  /** The layer's part of a stored tensor; folded into a constant when the graph is loaded. */
  private String part(String stored, LinearLayer layer, int axis, String name) {
    long from = layer.firstColumn();
    long to = from + layer.outputs();
    return graph.node(
        "Slice", name, List.of(stored, graph.vector(from), graph.vector(to), graph.vector(axis)));
  }

  @Override
  public String tensor(String name) {
    return graph.weight(entry(name));
  }

  @Override
  public String rows(String table, String indices, String output) {
    return graph.rows(entry(table), indices, output);
  }

  private TensorEntry entry(String name) {
    return checkpoint
        .tensor(name)
        .orElseThrow(() -> new IllegalStateException("unchecked checkpoint: no " + name));
  }
}
