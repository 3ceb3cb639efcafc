package dev.decorum.batch;

import dev.decorum.tokenize.TokenWindow;
import java.util.List;

/**
 * Consecutive tokens of a {@link PackedBatch}. They continue another segment of the same batch or,
 * without a parent, the past of the batch.
 *
 * @param window a window with these tokens and those before them
 * @param from the position of the first token in the window
 * @param to the position after the last token
 * @param parent the index of the segment that this one continues, or {@link #NONE}
 * @param readings the places inside where logits are read, by increasing position
 */
public record Segment(
    TokenWindow window, int from, int to, int parent, List<ReadPosition> readings) {

  /** The parent of a segment that continues the past. */
  public static final int NONE = -1;

  /**
   * A place where logits are read.
   *
   * @param position the position of the token in its window
   * @param windows all windows whose classified token this is; at least one, and equal if there are
   *     several
   */
  public record ReadPosition(int position, List<TokenWindow> windows) {

    public ReadPosition {
      windows = List.copyOf(windows);
    }
  }

  public Segment {
    readings = List.copyOf(readings);
    if (from < 0 || to <= from || to > window.length()) {
      throw new IllegalArgumentException("no tokens from " + from + " to " + to);
    }
    for (ReadPosition reading : readings) {
      if (reading.position() < from || reading.position() >= to) {
        throw new IllegalArgumentException("read outside of the segment: " + reading.position());
      }
    }
  }

  /** The number of tokens. */
  public int length() {
    return to - from;
  }
}
