package dev.decorum.model.onnx;

import dev.decorum.model.Precision;
import dev.decorum.model.tensors.Checkpoint;

/** Writes the graphs of one classifier. Each architecture has its own. */
interface NetworkGraphs {

  /** What its graphs are called. */
  String name();

  /** Its weights. */
  NetworkLayers layers();

  /** A graph of the kind {@link OnnxGraph.Kind#LAST_INDEX} over a checkpoint. */
  OnnxGraph batch(GraphWriter graph, Checkpoint checkpoint, Precision precision);

  /**
   * A graph of the kind {@link OnnxGraph.Kind#PASS}.
   *
   * @param products the weights
   * @param precision in which numbers they are
   */
  OnnxGraph pass(GraphWriter graph, Products products, Precision precision);
}
