package dev.decorum.infer;

import java.util.Arrays;
import java.util.List;

/**
 * A pair of logits for every window of a batch, one against and one for <em>appropriate</em>, whose
 * difference determines the score, see {@link dev.decorum.model.Head}. Immutable.
 */
public final class Logits {

  /** The number of logits of a window. */
  public static final int LABELS = 2;

  /** The index of the logit against <em>appropriate</em>. */
  public static final int INAPPROPRIATE = 0;

  /** The index of the logit for <em>appropriate</em>. */
  public static final int APPROPRIATE = 1;

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

  /** The number of windows. */
  public int size() {
    return values.length / LABELS;
  }

  /** The logits of one window. */
  public static Logits of(float inappropriate, float appropriate) {
    return new Logits(new float[] {inappropriate, appropriate});
  }

  /** The logits of all parts in order. */
  public static Logits join(List<Logits> parts) {
    int size = 0;
    for (Logits part : parts) {
      size += part.values.length;
    }
    float[] all = new float[size];
    int next = 0;
    for (Logits part : parts) {
      System.arraycopy(part.values, 0, all, next, part.values.length);
      next += part.values.length;
    }
    return new Logits(all);
  }

  /** Only the logits of the window at {@code row}. */
  public Logits row(int row) {
    return new Logits(Arrays.copyOfRange(values, row * LABELS, (row + 1) * LABELS));
  }

  /**
   * A logit of the window at {@code row}.
   *
   * @param index {@link #INAPPROPRIATE} or {@link #APPROPRIATE}
   */
  public float get(int row, int index) {
    return values[row * LABELS + index];
  }
}
