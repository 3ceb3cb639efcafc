package dev.decorum.batch;

import dev.decorum.tokenize.TokenWindow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Plans padded batches: windows are sorted by length, which limits padding, and put together up to
 * the token budget. The longest come first, so that a budget too large for the machine fails
 * immediately and the last batch of a run is short.
 *
 * @param shortBudget the most tokens, with padding, of a batch whose longest window has at most
 *     {@link #SHORT} tokens
 * @param longBudget the most tokens of any other batch; a window longer than that is a batch of its
 *     own
 * @param step windows are padded to a multiple of this
 * @param mostPadded the length beyond which windows are not padded to that multiple
 * @param areEqual whether batches contain only windows of equal length
 */
public record PaddedBatchPlanner(
    int shortBudget, int longBudget, int step, int mostPadded, boolean areEqual)
    implements Planner {

  /** The length up to which a single window does not keep a processor busy. */
  public static final int SHORT = 64;

  /** The planner for a CPU, where only short windows gain from batches. */
  public static final PaddedBatchPlanner FOR_CPU = new PaddedBatchPlanner(1024, 256);

  /**
   * The token budget for a GPU, which needs tens of thousands of tokens to be fully busy. The
   * largest activation of GPT-2 small then takes 200 MB (32,768 x 3,072 numbers of 2 bytes).
   */
  public static final int CUDA_BUDGET = 32_768;

  /** GPU kernels work on groups of 8 numbers of 16 bits; equal lengths let memory be reused. */
  private static final int CUDA_STEP = 8;

  public PaddedBatchPlanner {
    if (shortBudget < 1 || longBudget < 1) {
      throw new IllegalArgumentException(
          "a token budget is below 1: " + shortBudget + ", " + longBudget);
    }
    if (step < 1 || mostPadded < 0) {
      throw new IllegalArgumentException("no step: " + step + " up to " + mostPadded);
    }
  }

  /** A planner that pads only to the longest window of a batch. */
  public PaddedBatchPlanner(int shortBudget, int longBudget) {
    this(shortBudget, longBudget, 1, 0, false);
  }

  /** A planner with one budget for windows of all lengths. */
  public PaddedBatchPlanner(int tokenBudget) {
    this(tokenBudget, tokenBudget);
  }

  /**
   * A planner for GPUs: large batches of windows of nearly equal length.
   *
   * @param tokenBudget the most tokens of a batch, with padding
   * @param longestWindow the largest number of tokens that the model takes
   */
  public static PaddedBatchPlanner forCuda(int tokenBudget, int longestWindow) {
    return new PaddedBatchPlanner(tokenBudget, tokenBudget, CUDA_STEP, longestWindow, false);
  }

  /** The same with windows of equal length in each batch, so that nothing is padded. */
  public PaddedBatchPlanner ofEqualLengths() {
    return new PaddedBatchPlanner(shortBudget, longBudget, 1, 0, true);
  }

  @Override
  public List<PaddedBatch> plan(List<TokenWindow> lookAhead) {
    List<TokenWindow> longestFirst = new ArrayList<>(lookAhead);
    longestFirst.sort(Comparator.comparingInt(TokenWindow::length).reversed());
    List<PaddedBatch> batches = new ArrayList<>();
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
      batches.add(new PaddedBatch(longestFirst.subList(start, end), longest));
      start = end;
    }
    return batches;
  }

  private int padded(int length) {
    int multiple = Math.floorDiv(length + step - 1, step) * step;
    return Math.max(length, Math.min(multiple, mostPadded));
  }
}
