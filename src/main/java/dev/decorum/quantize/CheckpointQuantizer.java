package dev.decorum.quantize;

import dev.decorum.model.Precision;
import dev.decorum.model.onnx.LayerInput;
import dev.decorum.model.onnx.LinearLayer;
import dev.decorum.model.onnx.NetworkLayers;
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
 * <p>If a layer's input comes from a norm or from the values of attention, its channels are
 * smoothed first: each is divided by a factor, which is folded into the operation before, and its
 * weights are multiplied by it, which balances the rounding of activations and weights (SmoothQuant
 * with alpha 0.5).
 */
final class CheckpointQuantizer {

  /**
   * The coarseness above which one scale for all tokens would cost too much accuracy, and each
   * token gets its own.
   */
  private static final double TOO_COARSE = 2;

  /**
   * How far activations may exceed the calibrated range before they are clipped. With one product,
   * steps are coarse and there is no room for a margin; with three there is.
   */
  private static final float MARGIN = 1;

  private static final float MARGIN_OF_THREE = 4;

  private final NetworkLayers layers;
  private final Checkpoint checkpoint;
  private final ActivationRanges ranges;
  private final Precision precision;
  private final int weightSteps;

  /** The factors of each layer's input. */
  private final Map<LinearLayer, float[]> ofInputs = new HashMap<>();

  /**
   * For the layers of values, the factors of the input that attention computes from their output.
   */
  private final Map<LinearLayer, float[]> ofOutputs = new HashMap<>();

  CheckpointQuantizer(
      NetworkLayers layers,
      Checkpoint checkpoint,
      ActivationRanges ranges,
      Precision precision,
      int weightSteps) {
    this.layers = layers;
    this.checkpoint = checkpoint;
    this.ranges = ranges;
    this.precision = precision;
    this.weightSteps = weightSteps;
    layers.inputs().forEach(this::smooth);
  }

  /**
   * Computes the factors of an input's channels, if they can be folded into the operation before.
   */
  private void smooth(LayerInput input) {
    ActivationRanges.Range range = range(input);
    if (range == null || input.source() instanceof LayerInput.Source.Activation) {
      return;
    }
    float[] channels = range.channels();
    float[] largestWeight = new float[channels.length];
    for (LinearLayer reader : input.readers()) {
      float[] weights = weights(reader);
      int columns = reader.outputs();
      for (int i = 0; i < weights.length; i++) {
        int row = i / columns;
        largestWeight[row] = Math.max(largestWeight[row], Math.abs(weights[i]));
      }
    }
    float[] factors = new float[channels.length];
    for (int i = 0; i < factors.length; i++) {
      double factor = Math.sqrt(channels[i] / largestWeight[i]);
      factors[i] = factor > 0 && Double.isFinite(factor) ? (float) factor : 1;
    }
    input.readers().forEach(reader -> ofInputs.put(reader, factors));
    if (input.source() instanceof LayerInput.Source.Attention attention) {
      ofOutputs.put(attention.values(), factors);
    }
  }

  private ActivationRanges.@Nullable Range range(LayerInput input) {
    LinearLayer observed = input.observed();
    return observed == null ? null : ranges.of(observed);
  }

  /** Declares every tensor of the network: float32 ones first, so that all are aligned. */
  void declare(SafetensorsWriter file) {
    for (LayerInput input : layers.inputs()) {
      for (LinearLayer layer : input.readers()) {
        float[] scales = IntegerMatrix.scales(smoothed(layer), layer.outputs(), weightSteps);
        declare(file, layer.name() + ".scale", scales);
        declare(file, layer.name() + ".bias", bias(layer));
        if (layer.equals(input.observed())) {
          declareInputScale(file, layer);
        }
      }
    }
    for (LayerInput input : layers.inputs()) {
      if (input.source() instanceof LayerInput.Source.Norm norm) {
        declareNorm(file, norm.name(), ofInputs.get(input.readers().get(0)));
      }
    }
    for (String name : layers.vectors()) {
      declare(file, name, floats(name), entry(name).shape());
    }
    for (String name : layers.tables()) {
      TensorEntry table = entry(name);
      file.add(name, table.type(), table.shape(), out -> out.write(table.read()));
    }
    for (LinearLayer layer : layers.linear()) {
      boolean both = precision == Precision.INT8X3;
      long rows = layer.inputs();
      file.add(
          layer.name() + ".weight",
          ElementType.I8,
          List.of(both ? 2 * rows : rows, (long) layer.outputs()),
          out -> out.write(both ? integers(layer).both() : integers(layer).high()));
    }
  }

  private void declareInputScale(SafetensorsWriter file, LinearLayer layer) {
    ActivationRanges.Range range = ranges.of(layer);
    if (range == null) {
      return;
    }
    float largest = range.largest();
    float[] factors = ofInputs.get(layer);
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

  /** Declares a norm with the factors of the layers that read it folded in. */
  private void declareNorm(SafetensorsWriter file, String name, float @Nullable [] factors) {
    for (String part : List.of(".weight", ".bias")) {
      float[] values = floats(name + part);
      if (factors != null) {
        divide(values, factors);
      }
      declare(file, name + part, values);
    }
  }

  private IntegerMatrix integers(LinearLayer layer) {
    return IntegerMatrix.of(smoothed(layer), layer.outputs(), weightSteps);
  }

  /**
   * The layer's weights with the factors of its input and of the readers of its output folded in.
   */
  private float[] smoothed(LinearLayer layer) {
    float[] weights = weights(layer);
    int columns = layer.outputs();
    float[] own = ofInputs.get(layer);
    if (own != null) {
      for (int i = 0; i < weights.length; i++) {
        weights[i] *= own[i / columns];
      }
    }
    float[] next = ofOutputs.get(layer);
    if (next != null) {
      for (int i = 0; i < weights.length; i++) {
        weights[i] /= next[i % columns];
      }
    }
    return weights;
  }

  private float[] bias(LinearLayer layer) {
    float[] stored = floats(layer.storedName() + ".bias");
    int from = layer.firstColumn();
    float[] bias = Arrays.copyOfRange(stored, from, from + layer.outputs());
    float[] next = ofOutputs.get(layer);
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
    int columns = layer.outputs();
    int storedColumns = layer.storedColumns();
    int from = layer.firstColumn();
    float[] part = new float[layer.inputs() * columns];
    for (int row = 0; row < layer.inputs(); row++) {
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
