package dev.decorum.model.onnx;

import dev.decorum.model.Precision;
import dev.decorum.model.tensors.Checkpoint;

/** Writes the graphs of a classifier; each architecture has an implementation. */
interface NetworkGraphs {

  /** The name of the graphs. */
  String name();

  /** The weights of the network. */
  NetworkLayers layers();

  /** A graph of the kind {@link OnnxGraph.Kind#LAST_INDEX} over a checkpoint. */
  OnnxGraph paddedBatch(GraphWriter graph, Checkpoint checkpoint, Precision precision);

  /**
   * A graph of the kind {@link OnnxGraph.Kind#PACKED_BATCH}.
   *
   * @param products the products of the linear layers
   * @param precision the precision of the products
   */
  OnnxGraph packedBatch(GraphWriter graph, Products products, Precision precision);
}
