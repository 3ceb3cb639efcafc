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
 * @param step windows are padded to a multiple of this
 * @param mostPadded but not beyond this length
 * @param areEqual whether only windows of one length go together
 */
public record BatchPlanner(
    int shortBudget, int longBudget, int step, int mostPadded, boolean areEqual)
    implements Planner {

  /** Up to this many tokens a window alone leaves a processor idle between its operators. */
  public static final int SHORT = 64;

  /** For a CPU, where only short windows gain from company. */
  public static final BatchPlanner FOR_CPU = new BatchPlanner(1024, 256);

  /**
   * The token budget for a GPU, which needs some ten thousand tokens at once to be busy everywhere.
   * The largest activation of GPT-2 small takes 200 MB then (32,768 x 3,072 numbers of 2 bytes).
   */
  public static final int CUDA_BUDGET = 32_768;

  /** GPU kernels work on groups of 8 numbers of 16 bits; equal lengths let memory be reused. */
  private static final int CUDA_STEP = 8;

  public BatchPlanner {
    if (shortBudget < 1 || longBudget < 1) {
      throw new IllegalArgumentException(
          "a token budget is below 1: " + shortBudget + ", " + longBudget);
    }
    if (step < 1 || mostPadded < 0) {
      throw new IllegalArgumentException("no step: " + step + " up to " + mostPadded);
    }
  }

  /** Without any padding but what company needs. */
  public BatchPlanner(int shortBudget, int longBudget) {
    this(shortBudget, longBudget, 1, 0, false);
  }

  /** One budget for windows of all lengths. */
  public BatchPlanner(int tokenBudget) {
    this(tokenBudget, tokenBudget);
  }

  /**
   * For GPUs: large batches of windows of nearly one length.
   *
   * @param tokenBudget the most tokens of a batch, padding included
   * @param longestWindow how many tokens the model takes
   */
  public static BatchPlanner forCuda(int tokenBudget, int longestWindow) {
    return new BatchPlanner(tokenBudget, tokenBudget, CUDA_STEP, longestWindow, false);
  }

  /** The same, with windows of one length only in each batch, so that nothing is padded. */
  public BatchPlanner ofEqualLengths() {
    return new BatchPlanner(shortBudget, longBudget, 1, 0, true);
  }

  @Override
  public List<Batch> plan(List<TokenWindow> lookAhead) {
    List<TokenWindow> longestFirst = new ArrayList<>(lookAhead);
    longestFirst.sort(Comparator.comparingInt(TokenWindow::length).reversed());
    List<Batch> batches = new ArrayList<>();
    for (int start = 0; start < longestFirst.size(); ) {
      int longest = padded(longestFirst.get(start).length());
      int budget = longest <= SHORT ? shortBudget : longBudget;
      int end = Math.min(longestFirst.size(), start + Math.max(1, budget / longest));
      if (areEqual) {
        int length = longestFirst.get(start).length();
        int same = start;
        while (same < end && longestFirst.get(same).length() == length) {
          same++;
        }
        end = same;
      }
      batches.add(new Batch(longestFirst.subList(start, end), longest));
      start = end;
    }
    return batches;
  }

  private int padded(int length) {
    int multiple = Math.floorDiv(length + step - 1, step) * step;
    return Math.max(length, Math.min(multiple, mostPadded));
  }
}
