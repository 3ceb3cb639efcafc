package dev.decorum.model.onnx;

import dev.decorum.model.tensors.TensorEntry;
import java.util.Objects;

/**
 * A tensor on disk of which a graph looks up rows for as long as it runs, such as the embeddings of
 * tokens.
 *
 * @param tensor with one row for each index; it is called by its name in the graph
 * @param indices the input of the graph that says which rows
 */
public record LookupTable(TensorEntry tensor, String indices) {
  public LookupTable {
    Objects.requireNonNull(tensor);
    Objects.requireNonNull(indices);
  }
}
