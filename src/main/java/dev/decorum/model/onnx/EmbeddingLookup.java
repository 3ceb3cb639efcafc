package dev.decorum.model.onnx;

import dev.decorum.model.tensors.TensorEntry;
import java.util.Objects;

/**
 * A tensor on disk whose rows a graph looks up as long as it runs, such as the embeddings of
 * tokens.
 *
 * @param tensor the tensor, with one row for each index and the same name in the graph
 * @param indices the input of the graph with the indices of the rows
 */
public record EmbeddingLookup(TensorEntry tensor, String indices) {
  public EmbeddingLookup {
    Objects.requireNonNull(tensor);
    Objects.requireNonNull(indices);
  }
}
