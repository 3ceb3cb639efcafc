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

  /** A vector or matrix in float32, such as {@code h.0.ln_1.weight}. */
  String tensor(String name);

  /**
   * Rows of a table in float32, {@code [indices, width]}.
   *
   * @param table such as {@code wte.weight}
   * @param indices which rows
   * @param output name of the result
   */
  String rows(String table, String indices, String output);
}
