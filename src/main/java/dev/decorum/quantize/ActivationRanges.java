package dev.decorum.quantize;

import dev.decorum.model.onnx.LinearLayer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ranges of the inputs of linear layers on a sample. */
final class ActivationRanges {

  /** The range of one layer's input. */
  static final class Range {
    private final float[] channels;
    private double sumOfSquares;
    private double largest;
    private long tokens;

    private Range(int inputs) {
      channels = new float[inputs];
    }

    /** The largest absolute value of each input, {@code [inputs]}. */
    float[] channels() {
      return channels.clone();
    }

    /** The largest absolute value of all inputs. */
    float largest() {
      return (float) largest;
    }

    /**
     * How much coarser one scale for all tokens is than a scale for each token, in root mean
     * square.
     */
    double coarseness() {
      return largest / Math.sqrt(sumOfSquares / tokens);
    }

    private void add(float[] byChannel, float[] byToken) {
      for (int i = 0; i < channels.length; i++) {
        channels[i] = Math.max(channels[i], byChannel[i]);
      }
      for (float size : byToken) {
        largest = Math.max(largest, size);
        sumOfSquares += (double) size * size;
      }
      tokens += byToken.length;
    }
  }

  private final Map<String, Range> ranges = new HashMap<>();

  /** Adds the observations of one batch for the inputs of {@code layer}. */
  void add(LinearLayer layer, float[] byChannel, float[] byToken) {
    ranges
        .computeIfAbsent(layer.name(), name -> new Range(byChannel.length))
        .add(byChannel, byToken);
  }

  /** The range of the layer's input; null if it was not observed. */
  @Nullable Range of(LinearLayer layer) {
    return ranges.get(layer.name());
  }
}
