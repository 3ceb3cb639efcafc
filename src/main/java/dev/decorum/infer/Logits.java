package dev.decorum.infer;

/**
 * Two numbers for every window of a batch, whose difference decides the score: see {@link
 * dev.decorum.model.Head}. Immutable.
 */
public final class Logits {

  /** How many numbers a window has. */
  public static final int LABELS = 2;

  private final float[] values;

  /**
   * @param values row-major {@code [windows, 2]}
   */
  public Logits(float[] values) {
    if (values.length % LABELS != 0) {
      throw new IllegalArgumentException(values.length + " logits do not make pairs");
    }
    this.values = values.clone();
  }

  /** Number of windows. */
  public int size() {
    return values.length / LABELS;
  }

  /** The output {@code index} (0 or 1) for the window at {@code row}. */
  public float get(int row, int index) {
    return values[row * LABELS + index];
  }
}
