package dev.decorum.model.onnx;

import dev.decorum.model.ClassifierSpec;
import dev.decorum.model.Gpt2Config;
import dev.decorum.model.Precision;
import dev.decorum.model.tensors.Checkpoint;

/**
 * Writes the graphs of a GPT-2.
 *
 * @param config its shape
 * @param spec the classifier that it belongs to
 */
record Gpt2Graphs(Gpt2Config config, ClassifierSpec spec) implements NetworkGraphs {

  @Override
  public String name() {
    return "gpt2-reward-model";
  }

  @Override
  public NetworkLayers layers() {
    return new Gpt2Layers(config).all();
  }

  @Override
  public OnnxGraph paddedBatch(GraphWriter graph, Checkpoint checkpoint, Precision precision) {
    return Gpt2PaddedBatchGraph.build(config, spec, graph, checkpoint, precision);
  }

  @Override
  public OnnxGraph packedBatch(GraphWriter graph, Products products, Precision precision) {
    return Gpt2PackedBatchGraph.build(config, spec, graph, products, precision);
  }
}
