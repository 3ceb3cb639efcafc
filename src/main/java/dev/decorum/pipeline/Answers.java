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
 * Brings what the model gives for a window to the journal and to every row that waits for it. A row
 * that the model has no answer for is refused and the others go on; only a model that never answers
 * ends the run. Thread-safe.
 */
final class Answers implements Computed {

  /** How many rows may be refused before the first is scored. */
  private static final int PATIENCE = 64;

  /** Where rows go. */
  interface Outlet {
    void scored(List<ConversationScore> scores) throws InterruptedException;

    /** A row that was numbered and cannot be scored: the order has to go on without it. */
    void refused(TokenWindow window, Rejection rejection) throws InterruptedException;
  }

  /** Turns what the model gave for some windows into scores. */
  @FunctionalInterface
  interface Scoring {

    /**
     * One score a window.
     *
     * @throws ModelException if a logit is not a number
     */
    List<ConversationScore> score(List<TokenWindow> windows, Logits logits);
  }

  private final SeenWindows seen;
  private final @Nullable Journal journal;
  private final Scoring scoring;
  private final Outlet outlet;
  private final AtomicLong computed = new AtomicLong();
  private final AtomicLong scored = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private volatile @Nullable RuntimeException latest;

  Answers(SeenWindows seen, @Nullable Journal journal, Scoring scoring, Outlet outlet) {
    this.seen = seen;
    this.journal = journal;
    this.scoring = scoring;
    this.outlet = outlet;
  }

  /** Takes what the model just computed. */
  @Override
  public void computed(List<TokenWindow> windows, Logits logits) throws InterruptedException {
    if (journal != null) {
      journal.add(windows, logits);
    }
    computedBefore(windows, logits);
  }

  /** Takes what this run computed before it was interrupted. */
  void computedBefore(List<TokenWindow> windows, Logits logits) throws InterruptedException {
    computed.addAndGet(windows.size());
    granted(windows, logits);
  }

  /** How many windows went through the model. */
  long computed() {
    return computed.get();
  }

  /** Takes what was known for windows that are the first of their kind. */
  void granted(List<TokenWindow> windows, Logits logits) throws InterruptedException {
    give(windows, logits);
    for (int i = 0; i < windows.size(); i++) {
      Logits own = logits.row(i);
      for (TokenWindow waiting : seen.answer(windows.get(i), own)) {
        give(List.of(waiting), own);
      }
    }
  }

  /** Takes what was known for a window of which an equal one was answered. */
  void give(List<TokenWindow> windows, Logits logits) throws InterruptedException {
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
      outlet.scored(scores);
    }
  }

  /** Takes word that the model fails on a window by itself. */
  @Override
  public void refuse(TokenWindow window, InferenceException failure) throws InterruptedException {
    refuseRow(window, failure);
    for (TokenWindow waiting : seen.giveUp(window)) {
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
   * Tells a bad row from a bad model.
   *
   * @throws InferenceException if rows were refused and not one was scored
   * @throws ModelException if that is for want of numbers from the model
   */
  void checkHealth() {
    RuntimeException failure = latest;
    if (failure != null && scored.get() == 0) {
      throw failure;
    }
  }
}
