package dev.decorum.batch;

import dev.decorum.tokenize.TokenWindow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Packs a look-ahead into batches: sorted by length, so that little is padded, and as many windows
 * together as the token budget allows. The longest come first, so that a budget too large for the
 * machine shows at once, and the last batch of a run is a short one.
 *
 * @param tokenBudget the most tokens of a batch, padding included; a window longer than that is a
 *     batch of its own
 */
public record BatchPlanner(int tokenBudget) {

  public BatchPlanner {
    if (tokenBudget < 1) {
      throw new IllegalArgumentException("the token budget is below 1: " + tokenBudget);
    }
  }

  /** Every window of {@code lookAhead} in exactly one batch. */
  public List<Batch> plan(List<TokenWindow> lookAhead) {
    List<TokenWindow> longestFirst = new ArrayList<>(lookAhead);
    longestFirst.sort(Comparator.comparingInt(TokenWindow::length).reversed());
    List<Batch> batches = new ArrayList<>();
    for (int start = 0; start < longestFirst.size(); ) {
      int rows = Math.max(1, tokenBudget / longestFirst.get(start).length());
      int end = Math.min(longestFirst.size(), start + rows);
      batches.add(new Batch(longestFirst.subList(start, end)));
      start = end;
    }
    return batches;
  }
}
