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
 * @param shortBudget the most tokens of a batch, padding included, whose longest window has at most
 *     {@link #SHORT} tokens
 * @param longBudget the most tokens of any other batch; a window longer than that is a batch of its
 *     own
 */
public record BatchPlanner(int shortBudget, int longBudget) implements Planner {

  /** Up to this many tokens a window alone leaves a processor idle between its operators. */
  public static final int SHORT = 64;

  /** For a CPU, where only short windows gain from company. */
  public static final BatchPlanner FOR_CPU = new BatchPlanner(1024, 256);

  public BatchPlanner {
    if (shortBudget < 1 || longBudget < 1) {
      throw new IllegalArgumentException(
          "a token budget is below 1: " + shortBudget + ", " + longBudget);
    }
  }

  /** One budget for windows of all lengths. */
  public BatchPlanner(int tokenBudget) {
    this(tokenBudget, tokenBudget);
  }

  @Override
  public List<Batch> plan(List<TokenWindow> lookAhead) {
    List<TokenWindow> longestFirst = new ArrayList<>(lookAhead);
    longestFirst.sort(Comparator.comparingInt(TokenWindow::length).reversed());
    List<Batch> batches = new ArrayList<>();
    for (int start = 0; start < longestFirst.size(); ) {
      int longest = longestFirst.get(start).length();
      int budget = longest <= SHORT ? shortBudget : longBudget;
      int end = Math.min(longestFirst.size(), start + Math.max(1, budget / longest));
      batches.add(new Batch(longestFirst.subList(start, end)));
      start = end;
    }
    return batches;
  }
}
