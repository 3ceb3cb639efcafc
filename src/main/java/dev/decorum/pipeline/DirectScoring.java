package dev.decorum.pipeline;

import dev.decorum.batch.Planner;
import dev.decorum.batch.Work;
import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Rejection;
import dev.decorum.conversation.RowContext;
import dev.decorum.conversation.SampleId;
import dev.decorum.failure.InterruptedRunException;
import dev.decorum.format.TooMuchTextException;
import dev.decorum.format.Window;
import dev.decorum.format.Windower;
import dev.decorum.infer.InferenceException;
import dev.decorum.infer.KeyValueCache;
import dev.decorum.infer.Logits;
import dev.decorum.model.files.ModelException;
import dev.decorum.score.Scorer;
import dev.decorum.tokenize.TokenWindow;
import dev.decorum.tokenize.UnknownTokenException;
import dev.decorum.tokenize.WindowTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Scores conversations on the calling thread, without threads or queues: an alternative to {@link
 * ScoringPipeline} for callers with threads of their own. For one thread only; several instances
 * may share a model.
 */
public final class DirectScoring {
  private final Windower windower;
  private final WindowTokenizer tokenizer;
  private final Planner planner;
  private final RunnerPool runners;
  private final Scorer scorer;
  private final long mostTokens;
  private final List<TokenWindow> windows = new ArrayList<>();
  private final Map<Long, RowResult> results = new TreeMap<>();
  private long tokens;

  /**
   * @param mostTokens how many tokens are worth being scored together
   */
  DirectScoring(
      Windower windower,
      WindowTokenizer tokenizer,
      Planner planner,
      RunnerPool runners,
      Scorer scorer,
      long mostTokens) {
    this.windower = windower;
    this.tokenizer = tokenizer;
    this.planner = planner;
    this.runners = runners;
    this.scorer = scorer;
    this.mostTokens = mostTokens;
  }

  /**
   * Takes a conversation in, to be scored with others.
   *
   * @throws IllegalStateException if the model has been closed
   */
  public void add(Conversation conversation) {
    runners.enter();
    try {
      // The tokenizer is shared, and fast compared with the model.
      synchronized (tokenizer) {
        tokenize(conversation);
      }
    } finally {
      runners.leave();
    }
  }

  /** Whether so much has been taken in that more would cost memory and no longer save time. */
  public boolean isFull() {
    return tokens >= mostTokens;
  }

  /** Whether something has been taken in and not scored yet. */
  public boolean isWaiting() {
    return !windows.isEmpty() || !results.isEmpty();
  }

  /**
   * Scores what has been taken in, which is faster than one by one. It stays taken in if that
   * fails.
   *
   * @return one result for each window, in the order of the conversations and their turns
   * @throws ModelException if the model's files have changed since it was opened
   * @throws InterruptedRunException if this thread is interrupted
   * @throws IllegalStateException if the model has been closed
   */
  public List<RowResult> score() {
    runners.enter();
    try {
      if (!windows.isEmpty()) {
        compute();
      }
    } finally {
      runners.leave();
    }
    List<RowResult> scored = List.copyOf(results.values());
    windows.clear();
    results.clear();
    tokens = 0;
    return scored;
  }

  /** Scores some conversations together. */
  public List<RowResult> score(List<Conversation> conversations) {
    conversations.forEach(this::add);
    return score();
  }

  private void tokenize(Conversation conversation) {
    for (Window window : windower.windows(conversation)) {
      long row = window.id().row();
      try {
        Optional<TokenWindow> read = tokenizer.tokenize(window);
        if (read.isPresent()) {
          windows.add(read.get());
          tokens += read.get().length();
        } else {
          results.put(
              row, new RowResult.Rejected(window.id(), Rejections.nothingToScore(conversation)));
        }
      } catch (UnknownTokenException | TooMuchTextException e) {
        results.put(row, rejected(window.id(), window.context(), e.getMessage()));
      }
    }
  }

  private void compute() {
    LogitsSink logitsSink =
        new LogitsSink() {
          @Override
          public void computed(List<TokenWindow> done, Logits logits) {
            for (int i = 0; i < done.size(); i++) {
              results.put(done.get(i).id().row(), result(done.get(i), logits, i));
            }
          }

          @Override
          public void refuse(TokenWindow window, InferenceException failure) {
            results.put(
                window.id().row(), rejected(window.id(), window.context(), failure.getMessage()));
          }
        };
    runners.use(
        runner -> {
          // The runner is not closed with this worker, since it is used again.
          @SuppressWarnings("resource")
          InferenceWorker worker = new InferenceWorker(() -> runner, planner, logitsSink);
          try {
            for (Work work : planner.plan(windows)) {
              if (Thread.interrupted()) {
                throw new InterruptedException();
              }
              worker.compute(work, KeyValueCache.NONE);
            }
          } catch (InterruptedException e) {
            throw new InterruptedRunException(e);
          }
        });
  }

  private RowResult result(TokenWindow window, Logits logits, int row) {
    try {
      return new RowResult.Scored(scorer.score(List.of(window), logits.row(row)).get(0));
    } catch (ModelException e) {
      return rejected(window.id(), window.context(), e.getMessage());
    }
  }

  private static RowResult rejected(SampleId id, RowContext context, String reason) {
    return new RowResult.Rejected(id, new Rejection(context.location(), reason, ""));
  }
}
