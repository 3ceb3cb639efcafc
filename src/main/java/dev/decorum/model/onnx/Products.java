package dev.decorum.model.onnx;

/** Writes the linear layers and the other weights of a network as nodes of a graph. */
interface Products {

  /**
   * {@code input * weight + bias}.
   *
   * @param input {@code [rows, inputs]}
   * @param layer the layer to compute
   * @param output the name of the result, {@code [rows, outputs]}
   * @return {@code output}
   */
  String product(String input, LinearLayer layer, String output);

  /** A vector or matrix in float32, such as {@code h.0.ln_1.weight}. */
  String tensor(String name);

  /**
   * Rows of a table in float32, {@code [indices, width]}.
   *
   * @param table such as {@code wte.weight}
   * @param indices the indices of the rows
   * @param output the name of the result
   */
  String rows(String table, String indices, String output);
}
