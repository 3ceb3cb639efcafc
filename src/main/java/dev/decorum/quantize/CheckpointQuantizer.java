package dev.decorum.quantize;

import dev.decorum.model.Gpt2Config;
import dev.decorum.model.Precision;
import dev.decorum.model.onnx.LinearLayer;
import dev.decorum.model.onnx.LinearLayer.Kind;
import dev.decorum.model.onnx.QuantizedWeights;
import dev.decorum.model.tensors.Checkpoint;
import dev.decorum.model.tensors.ElementType;
import dev.decorum.model.tensors.SafetensorsWriter;
import dev.decorum.model.tensors.TensorEntry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns the linear layers of a checkpoint into integers.
 *
 * <p>Where a layer's input comes from a norm or from the values of attention, its channels are
 * smoothed first: divided by a factor each that is folded into what computes them, and their
 * weights multiplied by it, which spreads the rounding between activations and weights (SmoothQuant
 * with alpha 0.5).
 */
final class CheckpointQuantizer {

  /** Above this one scale for all tokens costs too much accuracy, and each token gets its own. */
  private static final double TOO_COARSE = 2;

  /**
   * How far activations may leave the calibrated range before they are cut: with one product a step
   * is coarse and room is dear; with three it is not.
   */
  private static final float MARGIN = 1;

  private static final float MARGIN_OF_THREE = 4;

  private final Gpt2Config config;
  private final Checkpoint checkpoint;
  private final ActivationRanges ranges;
  private final Precision precision;
  private final int weightSteps;
  private final Map<String, float[]> smoothing = new HashMap<>();

  CheckpointQuantizer(
      Gpt2Config config,
      Checkpoint checkpoint,
      ActivationRanges ranges,
      Precision precision,
      int weightSteps) {
    this.config = config;
    this.checkpoint = checkpoint;
    this.ranges = ranges;
    this.precision = precision;
    this.weightSteps = weightSteps;
    for (int block = 0; block < config.layers(); block++) {
      smooth(block, Kind.KEY, List.of(Kind.QUERY, Kind.KEY, Kind.VALUE));
      smooth(block, Kind.INNER, List.of(Kind.INNER));
      smooth(block, Kind.ATTENTION_OUTPUT, List.of(Kind.ATTENTION_OUTPUT));
    }
  }

  /** Finds the factors of the channels that {@code consumers} share. */
  private void smooth(int block, Kind observed, List<Kind> consumers) {
    LinearLayer layer = new LinearLayer(block, observed);
    ActivationRanges.Range range = ranges.of(layer);
    if (range == null) {
      return;
    }
    float[] largestWeight = new float[layer.inputs(config)];
    for (Kind kind : consumers) {
      LinearLayer consumer = new LinearLayer(block, kind);
      float[] weights = weights(consumer);
      int columns = consumer.outputs(config);
      for (int i = 0; i < weights.length; i++) {
        int row = i / columns;
        largestWeight[row] = Math.max(largestWeight[row], Math.abs(weights[i]));
      }
    }
    float[] channels = range.channels();
    float[] factors = new float[channels.length];
    for (int i = 0; i < factors.length; i++) {
      double factor = Math.sqrt(channels[i] / largestWeight[i]);
      factors[i] = factor > 0 && Double.isFinite(factor) ? (float) factor : 1;
    }
    smoothing.put(layer.storedName(), factors);
  }

  /** Declares every tensor of the network: float32 ones first, so that all are aligned. */
  void declare(SafetensorsWriter file) {
    List<LinearLayer> layers = LinearLayer.of(config);
    for (LinearLayer layer : layers) {
      float[] scales = IntegerMatrix.scales(smoothed(layer), layer.outputs(config), weightSteps);
      declare(file, layer.name() + ".scale", scales);
      declare(file, layer.name() + ".bias", bias(layer));
      if (layer.kind() != Kind.QUERY && layer.kind() != Kind.VALUE) {
        declareInputScale(file, layer);
      }
    }
    for (int block = 0; block < config.layers(); block++) {
      norm(file, "h." + block + ".ln_1", "h." + block + ".attn.c_attn");
      norm(file, "h." + block + ".ln_2", "h." + block + ".mlp.c_fc");
    }
    for (int block = 0; block < config.layers(); block++) {
      for (String learned : config.activation().tensors()) {
        String name = "h." + block + ".mlp.act." + learned;
        declare(file, name, floats(name), entry(name).shape());
      }
    }
    for (String name : List.of("ln_f.weight", "ln_f.bias", "score.weight", "wpe.weight")) {
      declare(file, name, floats(name), entry(name).shape());
    }
    TensorEntry embedding = entry("wte.weight");
    file.add("wte.weight", embedding.type(), embedding.shape(), out -> out.write(embedding.read()));
    for (LinearLayer layer : layers) {
      boolean both = precision == Precision.INT8X3;
      long rows = layer.inputs(config);
      file.add(
          layer.name() + ".weight",
          ElementType.I8,
          List.of(both ? 2 * rows : rows, (long) layer.outputs(config)),
          out -> out.write(both ? integers(layer).both() : integers(layer).high()));
    }
  }

  private void declareInputScale(SafetensorsWriter file, LinearLayer layer) {
    ActivationRanges.Range range = ranges.of(layer);
    if (range == null) {
      return;
    }
    float largest = range.largest();
    float[] factors = smoothing.get(layer.storedName());
    if (factors != null) {
      float[] channels = range.channels();
      largest = 0;
      for (int i = 0; i < channels.length; i++) {
        largest = Math.max(largest, channels[i] / factors[i]);
      }
    } else if (range.coarseness() > TOO_COARSE || precision == Precision.INT8X3) {
      return;
    }
    if (largest > 0) {
      float margin = precision == Precision.INT8X3 ? MARGIN_OF_THREE : MARGIN;
      declare(
          file,
          layer.storedName() + ".input_scale",
          new float[] {largest * margin / QuantizedWeights.ACTIVATION_STEPS});
    }
  }

  /** A norm with the factors of what reads it folded in. */
  private void norm(SafetensorsWriter file, String name, String reader) {
    for (String part : List.of(".weight", ".bias")) {
      float[] values = floats(name + part);
      float[] factors = smoothing.get(reader);
      if (factors != null) {
        divide(values, factors);
      }
      declare(file, name + part, values);
    }
  }

  private IntegerMatrix integers(LinearLayer layer) {
    return IntegerMatrix.of(smoothed(layer), layer.outputs(config), weightSteps);
  }

  /** The layer's weights with the factors of its input, and of what reads its output, folded in. */
  private float[] smoothed(LinearLayer layer) {
    float[] weights = weights(layer);
    int columns = layer.outputs(config);
    float[] own = smoothing.get(layer.storedName());
    if (own != null) {
      for (int i = 0; i < weights.length; i++) {
        weights[i] *= own[i / columns];
      }
    }
    float[] next = factorsOfReader(layer);
    if (next != null) {
      for (int i = 0; i < weights.length; i++) {
        weights[i] /= next[i % columns];
      }
    }
    return weights;
  }

  /** Attention mixes values linearly, channel by channel, so its factors go into the values. */
  private float @Nullable [] factorsOfReader(LinearLayer layer) {
    return layer.kind() == Kind.VALUE
        ? smoothing.get(new LinearLayer(layer.block(), Kind.ATTENTION_OUTPUT).storedName())
        : null;
  }

  private float[] bias(LinearLayer layer) {
    float[] stored = floats(layer.storedName() + ".bias");
    int from = layer.firstColumn(config);
    float[] bias = Arrays.copyOfRange(stored, from, from + layer.outputs(config));
    float[] next = factorsOfReader(layer);
    if (next != null) {
      divide(bias, next);
    }
    return bias;
  }

  private static void divide(float[] values, float[] factors) {
    for (int i = 0; i < values.length; i++) {
      values[i] /= factors[i];
    }
  }

  /** The layer's own part of the stored matrix, {@code [inputs, outputs]}. */
  private float[] weights(LinearLayer layer) {
    float[] stored = floats(layer.storedName() + ".weight");
    if (!layer.isPart()) {
      return stored;
    }
    int columns = layer.outputs(config);
    int storedColumns = 3 * config.width();
    int from = layer.firstColumn(config);
    float[] part = new float[layer.inputs(config) * columns];
    for (int row = 0; row < layer.inputs(config); row++) {
      System.arraycopy(stored, row * storedColumns + from, part, row * columns, columns);
    }
    return part;
  }

  private float[] floats(String name) {
    return entry(name).readFloats();
  }

  private TensorEntry entry(String name) {
    return checkpoint
        .tensor(name)
        .orElseThrow(() -> new IllegalStateException("unchecked checkpoint: no " + name));
  }

  private static void declare(SafetensorsWriter file, String name, float[] values) {
    declare(file, name, values, List.of((long) values.length));
  }

  private static void declare(
      SafetensorsWriter file, String name, float[] values, List<Long> shape) {
    file.add(
        name,
        ElementType.F32,
        shape,
        out -> {
          ByteBuffer bytes =
              ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
          bytes.asFloatBuffer().put(values);
          out.write(bytes.array());
        });
  }
}
