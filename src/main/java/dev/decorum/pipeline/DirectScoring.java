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

  DirectScoring(
      Windower windower,
      WindowTokenizer tokenizer,
      Planner planner,
      RunnerPool runners,
      Scorer scorer) {
    this.windower = windower;
    this.tokenizer = tokenizer;
    this.planner = planner;
    this.runners = runners;
    this.scorer = scorer;
  }

  /**
   * Scores several conversations together, which is faster than one by one.
   *
   * @return one result for each window, in the order of the conversations and their turns
   * @throws ModelException if the model's files have changed since it was opened
   * @throws InterruptedRunException if this thread is interrupted
   * @throws IllegalStateException if the model has been closed
   */
  public List<RowResult> score(List<Conversation> conversations) {
    runners.enter();
    try {
      return scoreInside(conversations);
    } finally {
      runners.leave();
    }
  }

  private List<RowResult> scoreInside(List<Conversation> conversations) {
    Map<Long, RowResult> results = new TreeMap<>();
    List<TokenWindow> windows = new ArrayList<>();
    // The tokenizer is shared, and fast compared with the model.
    synchronized (tokenizer) {
      for (Conversation conversation : conversations) {
        tokenize(conversation, windows, results);
      }
    }
    if (!windows.isEmpty()) {
      compute(windows, results);
    }
    return List.copyOf(results.values());
  }

  private void tokenize(
      Conversation conversation, List<TokenWindow> windows, Map<Long, RowResult> results) {
    for (Window window : windower.windows(conversation)) {
      long row = window.id().row();
      try {
        Optional<TokenWindow> tokens = tokenizer.tokenize(window);
        if (tokens.isPresent()) {
          windows.add(tokens.get());
        } else {
          results.put(
              row, new RowResult.Rejected(window.id(), Rejections.nothingToScore(conversation)));
        }
      } catch (UnknownTokenException | TooMuchTextException e) {
        results.put(row, rejected(window.id(), window.context(), e.getMessage()));
      }
    }
  }

  private void compute(List<TokenWindow> windows, Map<Long, RowResult> results) {
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
