package dev.decorum.train;

/**
 * The factor of losses in float16, adapted as PyTorch's {@code GradScaler} does: halved after
 * gradients that are no finite numbers, doubled after 2,000 updates without such.
 */
public final class LossScale {
  private static final double GROWTH = 2;
  private static final double BACKOFF = 0.5;
  private static final int INTERVAL = 2000;
  private static final double START = 1 << 16;
  private static final double LEAST = 1.0 / (1 << 20);

  private double scale = START;
  private int good;

  /** The present factor. */
  public double factor() {
    return scale;
  }

  /** Continues with the factor of a checkpoint. */
  public void restore(double factor) {
    scale = factor;
    good = 0;
  }

  /**
   * Adapts the factor.
   *
   * @param finite whether the gradients are finite numbers
   * @throws TrainingException if no factor helps
   */
  public void update(boolean finite) {
    if (!finite) {
      good = 0;
      scale *= BACKOFF;
      if (scale < LEAST) {
        throw new TrainingException(
            "the gradients are not finite numbers in float16; use --bf16, or a lower --learning-rate");
      }
    } else if (++good == INTERVAL) {
      good = 0;
      scale *= GROWTH;
    }
  }
}
