package dev.decorum.stats;

/**
 * A number that was measured with a known error, one of several in the order of time: a night's
 * mean, say.
 *
 * @param value what was measured, finite
 * @param standardError how sure one may be of it by itself, finite and at least 0, in the units of
 *     the value
 */
public record Observation(double value, double standardError) {

  public Observation {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("value " + value + " is not finite");
    }
    if (!Double.isFinite(standardError) || standardError < 0) {
      throw new IllegalArgumentException(
          "standard error " + standardError + " is not finite and at least 0");
    }
  }
}
