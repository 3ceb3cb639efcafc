package dev.decorum.quantize;

import dev.decorum.tokenize.TokenWindow;
import java.util.List;

/**
 * What a model is quantized with.
 *
 * @param description where the windows came from, in words
 * @param calibration windows that show how large activations become
 * @param heldOut other windows, on which the result is measured; rows count from 0
 * @param baseline the probability that scores are compared with
 */
public record QuantizationSample(
    String description, List<TokenWindow> calibration, List<TokenWindow> heldOut, double baseline) {

  public QuantizationSample {
    calibration = List.copyOf(calibration);
    heldOut = List.copyOf(heldOut);
    if (calibration.isEmpty() || heldOut.isEmpty()) {
      throw new IllegalArgumentException("nothing to calibrate with, or to measure on");
    }
  }
}
