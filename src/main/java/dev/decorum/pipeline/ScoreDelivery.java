package dev.decorum.pipeline;

import dev.decorum.conversation.Rejection;
import dev.decorum.infer.InferenceException;
import dev.decorum.infer.Logits;
import dev.decorum.model.files.ModelException;
import dev.decorum.score.ConversationScore;
import dev.decorum.score.Journal;
import dev.decorum.tokenize.TokenWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Passes the logits of a window on to the journal and to every row that waits for them. A row for
 * which the model fails is refused, and the others continue; only a model that always fails ends
 * the run. Thread-safe.
 */
final class ScoreDelivery implements LogitsSink {

  /** The number of rows that may be refused before the first is scored. */
  private static final int PATIENCE = 64;

  /** Receives rows. */
  interface Outlet {
    /**
     * Receives rows with scores.
     *
     * @param isReused whether the model had given their logits before this run
     */
    void scored(List<ConversationScore> scores, boolean isReused) throws InterruptedException;

    /** Receives a row that has a number but cannot be scored, so that the order skips it. */
    void refused(TokenWindow window, Rejection rejection) throws InterruptedException;
  }

  /** Turns logits into scores. */
  @FunctionalInterface
  interface Scoring {

    /**
     * One score for each window.
     *
     * @throws ModelException if a logit is infinite or not a number
     */
    List<ConversationScore> score(List<TokenWindow> windows, Logits logits);
  }

  private final WindowDeduplication deduplication;
  private final @Nullable Journal journal;
  private final Scoring scoring;
  private final Outlet outlet;
  private final AtomicLong computed = new AtomicLong();
  private final AtomicLong scored = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private volatile @Nullable RuntimeException latest;

  ScoreDelivery(
      WindowDeduplication deduplication,
      @Nullable Journal journal,
      Scoring scoring,
      Outlet outlet) {
    this.deduplication = deduplication;
    this.journal = journal;
    this.scoring = scoring;
    this.outlet = outlet;
  }

  /** Receives logits that the model has computed. */
  @Override
  public void computed(List<TokenWindow> windows, Logits logits) throws InterruptedException {
    if (journal != null) {
      journal.add(windows, logits);
    }
    computed.addAndGet(windows.size());
    granted(windows, logits, false);
  }

  /** Receives logits that this run computed before it was interrupted. */
  void computedBefore(List<TokenWindow> windows, Logits logits) throws InterruptedException {
    computed.addAndGet(windows.size());
    granted(windows, logits, true);
  }

  /** The number of windows that went through the model. */
  long computed() {
    return computed.get();
  }

  /** Receives logits of earlier runs for windows that are the first among equal ones. */
  void reused(List<TokenWindow> windows, Logits logits) throws InterruptedException {
    granted(windows, logits, true);
  }

  private void granted(List<TokenWindow> windows, Logits logits, boolean isReused)
      throws InterruptedException {
    give(windows, logits, isReused);
    for (int i = 0; i < windows.size(); i++) {
      Logits own = logits.row(i);
      for (TokenWindow waiting : deduplication.answer(windows.get(i), own)) {
        give(List.of(waiting), own, isReused);
      }
    }
  }

  /** Receives known logits for windows of which an equal one has been answered. */
  void give(List<TokenWindow> windows, Logits logits) throws InterruptedException {
    give(windows, logits, false);
  }

  private void give(List<TokenWindow> windows, Logits logits, boolean isReused)
      throws InterruptedException {
    List<ConversationScore> scores = new ArrayList<>(windows.size());
    try {
      scores.addAll(scoring.score(windows, logits));
    } catch (ModelException e) {
      for (int i = 0; i < windows.size(); i++) {
        TokenWindow window = windows.get(i);
        try {
          scores.addAll(scoring.score(List.of(window), logits.row(i)));
        } catch (ModelException ofOne) {
          refuseRow(window, ofOne);
        }
      }
    }
    scored.addAndGet(scores.size());
    if (!scores.isEmpty()) {
      outlet.scored(scores, isReused);
    }
  }

  /** Records that the model fails on a single window. */
  @Override
  public void refuse(TokenWindow window, InferenceException failure) throws InterruptedException {
    refuseRow(window, failure);
    for (TokenWindow waiting : deduplication.giveUp(window)) {
      refuseRow(waiting, failure);
    }
  }

  private void refuseRow(TokenWindow window, RuntimeException failure) throws InterruptedException {
    latest = failure;
    if (refused.incrementAndGet() >= PATIENCE) {
      checkHealth();
    }
    outlet.refused(
        window,
        new Rejection(window.context().location(), String.valueOf(failure.getMessage()), ""));
  }

  /**
   * Distinguishes bad rows from a bad model.
   *
   * @throws InferenceException if rows were refused and not one was scored
   * @throws ModelException if that is because the model's outputs are not numbers
   */
  void checkHealth() {
    RuntimeException failure = latest;
    if (failure != null && scored.get() == 0) {
      throw failure;
    }
  }
}
