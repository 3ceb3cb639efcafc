package dev.decorum.quantize;

import dev.decorum.batch.PackedBatch;
import dev.decorum.batch.PackedBatchPlanner;
import dev.decorum.infer.Device;
import dev.decorum.infer.IntegerArithmetic;
import dev.decorum.infer.KeyValueCache;
import dev.decorum.infer.Logits;
import dev.decorum.infer.ModelOutput;
import dev.decorum.infer.ModelRunner;
import dev.decorum.infer.OnnxClassifier;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.Precision;
import dev.decorum.model.QuantizationAgreement;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.onnx.LinearLayer;
import dev.decorum.model.onnx.ModelGraphs;
import dev.decorum.model.onnx.OnnxGraph;
import dev.decorum.model.onnx.PackedBatchInputs;
import dev.decorum.model.onnx.QuantizedWeights;
import dev.decorum.model.tensors.SafetensorsWriter;
import dev.decorum.stats.RankCorrelation;
import dev.decorum.tokenize.TokenWindow;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Makes the integer form of a model and measures its agreement. */
public final class Quantizer {
  private final QuantizedStore store;
  private final ModelBundle bundle;
  private final Precision precision;
  private final int weightSteps;

  /**
   * @param store where the result is stored
   * @param precision {@link Precision#INT8} or {@link Precision#INT8X3}
   */
  public Quantizer(QuantizedStore store, ModelBundle bundle, Precision precision) {
    this(store, bundle, precision, IntegerArithmetic.weightSteps());
  }

  /**
   * A quantizer for a machine that may be another one.
   *
   * @param weightSteps the largest integer for weights
   */
  Quantizer(QuantizedStore store, ModelBundle bundle, Precision precision, int weightSteps) {
    if (!precision.isQuantized()) {
      throw new IllegalArgumentException(precision + " has no integer weights");
    }
    this.store = store;
    this.bundle = bundle;
    this.precision = precision;
    this.weightSteps = weightSteps;
  }

  /**
   * The integer form in the store, or else a new one.
   *
   * @param anew whether to make it even if it exists
   * @throws dev.decorum.model.files.ModelException if the model has no checkpoint, or the store
   *     cannot be written
   */
  public QuantizedModel obtain(QuantizationSample sample, boolean anew) {
    return store.obtain(
        bundle,
        precision,
        weightSteps,
        anew,
        new QuantizedStore.Maker() {
          @Override
          public void write(OutputStream out) throws IOException {
            bundle.checkWeights();
            SafetensorsWriter file = new SafetensorsWriter();
            new CheckpointQuantizer(
                    ModelGraphs.layers(bundle),
                    bundle.checkpoint(),
                    ranges(sample.observed()),
                    precision,
                    weightSteps)
                .declare(file);
            file.writeTo(out);
          }

          @Override
          public QuantizationAgreement measure(QuantizedWeights weights) {
            return agreement(weights, sample);
          }
        });
  }

  private ActivationRanges ranges(List<TokenWindow> windows) {
    ActivationRanges ranges = new ActivationRanges();
    List<LinearLayer> layers = ModelGraphs.layers(bundle).linear();
    try (OnnxClassifier model = OnnxClassifier.load(ModelGraphs.observed(bundle), Device.CPU)) {
      for (PackedBatch batch : plan(windows)) {
        Map<String, float[]> seen = model.outputs(batch);
        for (LinearLayer layer : layers) {
          float[] channels = seen.get(layer.channelSizes());
          float[] tokens = seen.get(layer.tokenSizes());
          if (channels != null && tokens != null) {
            if (!isFinite(channels) || !isFinite(tokens)) {
              throw noNumber();
            }
            ranges.add(layer, channels, tokens);
          }
        }
      }
    }
    return ranges;
  }

  private ModelException noNumber() {
    return new ModelException(
        bundle.name() + ": the model gives no number; its weights are damaged or overflow");
  }

  private static boolean isFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  /** Plans packed batches that do not follow each other. */
  private List<PackedBatch> plan(List<TokenWindow> windows) {
    return new PackedBatchPlanner(
            bundle.spec().pooling().padTokenId(),
            PackedBatchPlanner.SUITED_TOKENS,
            PackedBatchInputs.CHUNKS,
            0)
        .plan(windows);
  }

  private QuantizationAgreement agreement(QuantizedWeights weights, QuantizationSample sample) {
    List<TokenWindow> windows = sample.heldOut();
    double[] exact = gaps(ModelGraphs.forCpu(bundle), windows);
    double[] quantized = gaps(ModelGraphs.quantized(bundle, weights), windows);
    int rows = windows.size();
    double[] p = new double[rows];
    double[] q = new double[rows];
    double[] deltas = new double[rows];
    double maxLogit = 0;
    double sum = 0;
    int flips = 0;
    for (int row = 0; row < rows; row++) {
      p[row] = 1 / (1 + Math.exp(-exact[row]));
      q[row] = 1 / (1 + Math.exp(-quantized[row]));
      deltas[row] = Math.abs(p[row] - q[row]);
      sum += deltas[row];
      maxLogit = Math.max(maxLogit, Math.abs(exact[row] - quantized[row]));
      if ((p[row] < sample.baseline()) != (q[row] < sample.baseline())) {
        flips++;
      }
    }
    double correlation = RankCorrelation.of(p, q);
    double[] sorted = deltas.clone();
    Arrays.sort(sorted);
    return new QuantizationAgreement(
        rows,
        sample.description(),
        sorted[rows - 1],
        sorted[(int) Math.ceil(0.99 * rows) - 1],
        sum / rows,
        maxLogit,
        correlation,
        sample.baseline(),
        flips);
  }

  /** For each window, the logit for appropriate minus the other. */
  private double[] gaps(OnnxGraph graph, List<TokenWindow> windows) {
    double[] gaps = new double[windows.size()];
    IdentityHashMap<TokenWindow, Integer> rows = new IdentityHashMap<>();
    windows.forEach(window -> rows.put(window, rows.size()));
    try (OnnxClassifier model = OnnxClassifier.load(graph, Device.CPU);
        ModelRunner runner = model.newRunner()) {
      for (PackedBatch batch : plan(windows)) {
        ModelOutput output = runner.run(batch, KeyValueCache.NONE);
        Logits logits = output.logits();
        List<TokenWindow> done = batch.windows();
        for (int i = 0; i < done.size(); i++) {
          double gap =
              (double) logits.get(i, Logits.APPROPRIATE) - logits.get(i, Logits.INAPPROPRIATE);
          if (!Double.isFinite(gap)) {
            throw noNumber();
          }
          gaps[rows.getOrDefault(done.get(i), 0)] = gap;
        }
      }
    }
    return gaps;
  }
}
