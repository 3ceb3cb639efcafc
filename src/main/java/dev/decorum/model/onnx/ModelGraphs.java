package dev.decorum.model.onnx;

import dev.decorum.model.ClassifierSpec;
import dev.decorum.model.Gpt2Network;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.Precision;
import dev.decorum.model.Weights;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.tensors.Checkpoint;
import java.nio.file.Path;

/** Makes the graphs of a model, built over its weights or as exported. */
public final class ModelGraphs {
  private ModelGraphs() {}

  /** The writer of the graphs of the bundle's architecture. */
  private static NetworkGraphs graphs(ModelBundle bundle) {
    ClassifierSpec spec = bundle.spec();
    if (spec.network() instanceof Gpt2Network gpt2) {
      return new Gpt2Graphs(gpt2.config(), spec);
    }
    throw new IllegalStateException("no graphs for " + spec.network().architecture());
  }

  /** The weights of a bundle by their roles, as a checkpoint of it has them. */
  public static NetworkLayers layers(ModelBundle bundle) {
    return graphs(bundle).layers();
  }

  /**
   * The float32 graph of a bundle for a CPU: of the kind {@link OnnxGraph.Kind#PACKED_BATCH} unless
   * it was exported.
   *
   * @throws ModelException if an exported file is unusable, or a weight cannot be read
   */
  public static OnnxGraph forCpu(ModelBundle bundle) {
    if (!(bundle.weights() instanceof Weights.Tensors weights)) {
      return of(bundle);
    }
    Checkpoint checkpoint = weights.checkpoint();
    NetworkGraphs graphs = graphs(bundle);
    GraphWriter graph = new GraphWriter(graphs.name(), checkpoint.root());
    return graphs.packedBatch(graph, new FloatProducts(graph, checkpoint), Precision.FP32);
  }

  /**
   * A graph over integer weights for a CPU, of the kind {@link OnnxGraph.Kind#PACKED_BATCH}.
   *
   * @param bundle the model that they were made from
   */
  public static OnnxGraph quantized(ModelBundle bundle, QuantizedWeights weights) {
    NetworkGraphs graphs = graphs(bundle);
    GraphWriter graph = new GraphWriter(graphs.name(), weights.folder());
    return graphs.packedBatch(graph, new QuantizedProducts(graph, weights), weights.precision());
  }

  /**
   * The graph of {@link #forCpu} with additional outputs for the sizes of linear layers' inputs.
   *
   * @throws ModelException if the bundle has no checkpoint
   */
  public static OnnxGraph observed(ModelBundle bundle) {
    Checkpoint checkpoint = bundle.checkpoint();
    NetworkGraphs graphs = graphs(bundle);
    GraphWriter graph = new GraphWriter(graphs.name(), checkpoint.root());
    return graphs.packedBatch(
        graph,
        new ObservedProducts(graph, new FloatProducts(graph, checkpoint), graphs.layers()),
        Precision.FP32);
  }

  /**
   * The float32 graph of a bundle for padded batches.
   *
   * @throws ModelException if an exported file is unusable, or a weight cannot be read
   */
  public static OnnxGraph of(ModelBundle bundle) {
    return of(bundle, Precision.FP32);
  }

  /**
   * The graph of a bundle. An exported one is used as it is, regardless of {@code precision}.
   *
   * @throws ModelException if an exported file is unusable, or a weight cannot be read
   */
  public static OnnxGraph of(ModelBundle bundle, Precision precision) {
    Weights weights = bundle.weights();
    if (weights instanceof Weights.ExportedOnnx exported) {
      return exported(bundle, exported);
    }
    Checkpoint checkpoint = ((Weights.Tensors) weights).checkpoint();
    NetworkGraphs graphs = graphs(bundle);
    return graphs.paddedBatch(
        new GraphWriter(graphs.name(), checkpoint.root()), checkpoint, precision);
  }

  private static OnnxGraph exported(ModelBundle bundle, Weights.ExportedOnnx exported) {
    OnnxModelFile model = OnnxModelFile.read(exported.file());
    model.checkClassifier(bundle.head().outputs());
    model.checkExternalData(bundle, exported.name());
    Path file = bundle.folder().resolve(exported.name());
    return OnnxGraph.exported(
        bundle.spec(),
        model.isQuantized() ? Precision.INT8 : Precision.FP32,
        model.inputs().stream().map(OnnxModelFile.Value::name).toList(),
        file,
        model.externalData().isEmpty() ? null : file.toAbsolutePath().getParent());
  }
}
