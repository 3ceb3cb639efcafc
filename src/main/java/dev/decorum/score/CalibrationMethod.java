package dev.decorum.score;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Ways to fit a {@link Calibration}. */
public enum CalibrationMethod {
  /** One number: all logits are divided by a temperature (Guo et al. 2017). */
  @JsonProperty("temperature")
  TEMPERATURE,
  /** Two numbers: slope and intercept (Platt 1999). */
  @JsonProperty("platt")
  PLATT;

  /** The name on the command line and in files. */
  public String outputName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
