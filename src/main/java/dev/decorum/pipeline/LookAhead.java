package dev.decorum.pipeline;

import dev.decorum.tokenize.TokenWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Windows that wait to be planned: the reader adds them, the planner takes them when there are
 * enough. Of a live input it takes all that are there whenever the model wants work, so that a slow
 * input is scored as it comes.
 *
 * <p>The limit in tokens is small at first, so that the first row comes soon, and doubles.
 */
final class LookAhead {
  private static final long FIRST_TOKENS = 128 << 10;
  private static final long MOST_TOKENS = 4 << 20;

  /** How long the first plan gathers windows although the model is idle. */
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
   * @param mostRows most windows of one plan
   * @param live whether a plan may be made of fewer windows because the model wants work; otherwise
   *     plans depend on the input alone and not on how fast it comes
   */
  LookAhead(int mostRows, boolean live) {
    this.mostRows = mostRows;
    this.live = live;
  }

  /** Adds a window; waits while enough are there. */
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

  /** Says that there will be no more. */
  synchronized void complete() {
    complete = true;
    notifyAll();
  }

  /**
   * The windows of the next plan, once {@code wanted} says so or enough are there; none at the end
   * of the input.
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
