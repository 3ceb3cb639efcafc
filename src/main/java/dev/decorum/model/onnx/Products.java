package dev.decorum.model.onnx;

/**
 * The weights of a network as nodes of a graph: how its linear layers are computed and where its
 * vectors come from.
 */
interface Products {

  /**
   * {@code input * weight + bias}.
   *
   * @param input {@code [rows, inputs]}
   * @param layer which of the network's products
   * @param output name of the result, {@code [rows, outputs]}
   * @return {@code output}
   */
  String product(String input, LinearLayer layer, String output);

  /** A vector or table in float32, such as {@code h.0.ln_1.weight}. */
  String tensor(String name);

  /** Rows of the token embedding in float32, {@code [tokens, width]}. */
  String embedding(String ids, String output);
}
