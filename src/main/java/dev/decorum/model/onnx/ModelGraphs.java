package dev.decorum.model.onnx;

import dev.decorum.model.Gpt2Config;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.Precision;
import dev.decorum.model.Weights;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.tensors.Checkpoint;
import java.nio.file.Path;

/** The graphs of a model: built over its weights, or as somebody exported it. */
public final class ModelGraphs {
  private ModelGraphs() {}

  /**
   * The float32 graph of a bundle for a CPU: of the kind {@link OnnxGraph.Kind#PASS} unless it was
   * exported elsewhere.
   *
   * @throws ModelException if an exported file is unusable, or a weight cannot be read
   */
  public static OnnxGraph forCpu(ModelBundle bundle) {
    if (!(bundle.weights() instanceof Weights.Tensors weights)) {
      return of(bundle);
    }
    Checkpoint checkpoint = weights.checkpoint();
    GraphWriter graph = new GraphWriter("gpt2-reward-model", checkpoint.root());
    return PassGraphBuilder.build(
        bundle, Precision.FP32, graph, new FloatProducts(graph, bundle.config(), checkpoint));
  }

  /**
   * A graph over integer weights for a CPU, of the kind {@link OnnxGraph.Kind#PASS}.
   *
   * @param bundle the model that they were made of
   */
  public static OnnxGraph quantized(ModelBundle bundle, QuantizedWeights weights) {
    GraphWriter graph = new GraphWriter("gpt2-reward-model", weights.folder());
    return PassGraphBuilder.build(
        bundle, weights.precision(), graph, new QuantizedProducts(graph, weights));
  }

  /**
   * The graph of {@link #forCpu} with more outputs: how large the inputs of linear layers are.
   *
   * @throws ModelException if the bundle has no checkpoint
   */
  public static OnnxGraph observed(ModelBundle bundle) {
    Checkpoint checkpoint = bundle.checkpoint();
    GraphWriter graph = new GraphWriter("gpt2-reward-model", checkpoint.root());
    Gpt2Config config = bundle.config();
    return PassGraphBuilder.build(
        bundle,
        Precision.FP32,
        graph,
        new ObservedProducts(
            graph, new FloatProducts(graph, config, checkpoint), config.layers() - 1));
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
   * The graph of a bundle. One that was exported is taken as it is, whatever {@code precision}
   * says.
   *
   * @throws ModelException if an exported file is unusable, or a weight cannot be read
   */
  public static OnnxGraph of(ModelBundle bundle, Precision precision) {
    Weights weights = bundle.weights();
    if (weights instanceof Weights.ExportedOnnx exported) {
      return exported(bundle, exported);
    }
    return BatchGraphBuilder.build(
        bundle.config(), bundle.head(), ((Weights.Tensors) weights).checkpoint(), precision);
  }

  private static OnnxGraph exported(ModelBundle bundle, Weights.ExportedOnnx exported) {
    OnnxModelFile model = OnnxModelFile.read(exported.file());
    model.checkClassifier(bundle.head().outputs());
    model.checkExternalData(bundle, exported.name());
    Path file = bundle.folder().resolve(exported.name());
    return OnnxGraph.exported(
        bundle.head(),
        model.isQuantized() ? Precision.INT8 : Precision.FP32,
        model.inputs().stream().map(OnnxModelFile.Value::name).toList(),
        file,
        model.externalData().isEmpty() ? null : file.toAbsolutePath().getParent());
  }
}
