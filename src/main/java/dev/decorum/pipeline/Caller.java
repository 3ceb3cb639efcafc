package dev.decorum.pipeline;

import dev.decorum.batch.Planner;
import dev.decorum.batch.Work;
import dev.decorum.infer.InferenceException;
import dev.decorum.infer.ModelRunner;
import dev.decorum.infer.Outcome;
import dev.decorum.infer.Past;
import dev.decorum.tokenize.TokenWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes work from the queue and runs the model on it. If the model fails, for lack of memory or
 * otherwise, the windows of the work are tried again in smaller and smaller parts, each from its
 * first token, until a single window fails. For one thread only.
 */
final class Caller implements AutoCloseable {
  private final Supplier<ModelRunner> runners;
  private final Planner planner;
  private final Computed answers;
  private @Nullable ModelRunner runner;

  /**
   * @param runners creates a runner when one is first needed
   * @param planner plans windows that are tried again
   */
  Caller(Supplier<ModelRunner> runners, Planner planner, Computed answers) {
    this.runners = runners;
    this.planner = planner;
    this.answers = answers;
  }

  /** Processes the queue until its end. */
  void run(WorkQueue queue) throws InterruptedException {
    for (WorkQueue.Task task = queue.take(); task != null; task = queue.take()) {
      Work work = task.work();
      Outcome outcome;
      try {
        outcome = call(work, task.past());
      } catch (InferenceException e) {
        inParts(work, e);
        queue.done(List.of(), Past.NONE);
        continue;
      }
      queue.done(work.following(), outcome.past());
      answers.computed(work.windows(), outcome.logits());
    }
  }

  /** Runs the model and releases the past. */
  private Outcome call(Work work, Past past) {
    try {
      ModelRunner open = runner;
      if (open == null) {
        open = runners.get();
        runner = open;
      }
      return open.run(work, past);
    } catch (OutOfMemoryError e) {
      throw new InferenceException(
          "out of memory on " + work.computedTokens() + " tokens: " + e.getMessage(), e);
    } finally {
      past.release();
    }
  }

  private void inParts(Work work, InferenceException failure) throws InterruptedException {
    List<TokenWindow> windows = new ArrayList<>();
    gather(work, windows);
    if (windows.size() == 1) {
      answers.refuse(windows.get(0), failure);
      return;
    }
    int half = windows.size() / 2;
    for (List<TokenWindow> part :
        List.of(windows.subList(0, half), windows.subList(half, windows.size()))) {
      for (Work again : planner.plan(part)) {
        compute(again, Past.NONE);
      }
    }
  }

  /** Processes work and the work that follows it. */
  void compute(Work work, Past past) throws InterruptedException {
    Outcome outcome;
    try {
      outcome = call(work, past);
    } catch (InferenceException e) {
      inParts(work, e);
      return;
    }
    answers.computed(work.windows(), outcome.logits());
    for (Work next : work.following()) {
      compute(next, outcome.past());
    }
  }

  private static void gather(Work work, List<TokenWindow> windows) {
    windows.addAll(work.windows());
    work.following().forEach(next -> gather(next, windows));
  }

  @Override
  public void close() {
    if (runner != null) {
      runner.close();
    }
  }
}
