package dev.decorum.batch;

import dev.decorum.tokenize.TokenWindow;
import java.util.List;

/**
 * Consecutive tokens of a {@link Pass}. They continue another segment of the same pass or, where
 * they have no parent, the past that the pass starts from.
 *
 * @param window a window that holds the tokens, and those before them
 * @param from position of the first token in the window
 * @param to position behind the last token
 * @param parent index of the segment that comes before in the pass, or {@link #NONE}
 * @param readings the windows that end inside, by rising position
 */
public record Segment(TokenWindow window, int from, int to, int parent, List<Reading> readings) {

  /** The parent of a segment that continues the past. */
  public static final int NONE = -1;

  /**
   * A place where logits are read.
   *
   * @param position of the token that they belong to
   * @param windows every window whose classified token this is; at least one, and if there are more
   *     they are equal
   */
  public record Reading(int position, List<TokenWindow> windows) {

    public Reading {
      windows = List.copyOf(windows);
    }
  }

  public Segment {
    readings = List.copyOf(readings);
    if (from < 0 || to <= from || to > window.length()) {
      throw new IllegalArgumentException("no tokens from " + from + " to " + to);
    }
    for (Reading reading : readings) {
      if (reading.position() < from || reading.position() >= to) {
        throw new IllegalArgumentException("read outside of the segment: " + reading.position());
      }
    }
  }

  /** Number of tokens. */
  public int length() {
    return to - from;
  }
}
