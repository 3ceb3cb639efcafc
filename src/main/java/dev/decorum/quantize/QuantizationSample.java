package dev.decorum.quantize;

import dev.decorum.tokenize.TokenWindow;
import java.util.List;

/**
 * The windows with which a model is quantized.
 *
 * @param description the source of the windows, in words
 * @param observed windows on which the ranges of activations are observed
 * @param heldOut other windows, on which the result is measured, with rows from 0
 * @param baseline the probability that scores are compared with
 */
public record QuantizationSample(
    String description, List<TokenWindow> observed, List<TokenWindow> heldOut, double baseline) {

  public QuantizationSample {
    observed = List.copyOf(observed);
    heldOut = List.copyOf(heldOut);
    if (observed.isEmpty() || heldOut.isEmpty()) {
      throw new IllegalArgumentException("nothing to calibrate with, or to measure on");
    }
  }
}
