package dev.decorum.score;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Ways to fit a {@link ProbabilityCalibration}. */
public enum CalibrationMethod {
  /** Temperature scaling: all logits are divided by one number (Guo et al. 2017). */
  @JsonProperty("temperature")
  TEMPERATURE,
  /** Platt scaling: a slope and an intercept (Platt 1999). */
  @JsonProperty("platt")
  PLATT;

  /** The name on the command line and in files. */
  public String outputName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
