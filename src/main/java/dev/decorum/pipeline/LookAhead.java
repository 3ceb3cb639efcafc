package dev.decorum.pipeline;

import dev.decorum.tokenize.TokenWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Windows that wait to be planned: the reader adds them, and the planner takes them when there are
 * enough. From a live input it takes all available ones whenever the model needs work, so that a
 * slow input is scored as it arrives.
 *
 * <p>The limit in tokens starts small, so that the first row is scored soon, and doubles.
 */
final class LookAhead {
  private static final long FIRST_TOKENS = 128 << 10;
  static final long MOST_TOKENS = 4 << 20;

  /** How long the first plan collects windows although the model is idle. */
  private static final long GATHER_NANOS = 250_000_000;

  private static final long LOOK_MILLIS = 10;

  private final int mostRows;
  private final boolean live;
  private long mostTokens = FIRST_TOKENS;
  private List<TokenWindow> waiting = new ArrayList<>();
  private long tokens;
  private long firstAdded;
  private boolean complete;

  /**
   * @param mostRows the most windows of a plan
   * @param live whether a plan may have fewer windows because the model needs work; otherwise plans
   *     depend only on the input and not on its speed
   */
  LookAhead(int mostRows, boolean live) {
    this.mostRows = mostRows;
    this.live = live;
  }

  /** Adds a window; waits while there are enough. */
  synchronized void add(TokenWindow window) throws InterruptedException {
    while (isFull()) {
      wait();
    }
    if (waiting.isEmpty()) {
      firstAdded = System.nanoTime();
    }
    waiting.add(window);
    tokens += window.length();
    if (isFull()) {
      notifyAll();
    }
  }

  /** Marks the end of the windows. */
  synchronized void complete() {
    complete = true;
    notifyAll();
  }

  /**
   * The windows of the next plan, as soon as {@code wanted} is true or there are enough; empty at
   * the end of the input.
   */
  synchronized List<TokenWindow> take(BooleanSupplier wanted) throws InterruptedException {
    while (!complete && !isFull() && !(live && isRipe() && wanted.getAsBoolean())) {
      wait(live ? LOOK_MILLIS : 0);
    }
    List<TokenWindow> taken = waiting;
    waiting = new ArrayList<>();
    tokens = 0;
    mostTokens = Math.min(MOST_TOKENS, 2 * mostTokens);
    notifyAll();
    return taken;
  }

  private boolean isRipe() {
    return !waiting.isEmpty() && System.nanoTime() - firstAdded >= GATHER_NANOS;
  }

  private boolean isFull() {
    return waiting.size() >= mostRows || tokens >= mostTokens;
  }
}
