package dev.decorum.pipeline;

import dev.decorum.batch.Planner;
import dev.decorum.batch.Work;
import dev.decorum.infer.InferenceException;
import dev.decorum.infer.KeyValueCache;
import dev.decorum.infer.ModelOutput;
import dev.decorum.infer.ModelRunner;
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
final class InferenceWorker implements AutoCloseable {
  private final Supplier<ModelRunner> runners;
  private final Planner planner;
  private final LogitsSink logitsSink;
  private @Nullable ModelRunner runner;

  /**
   * @param runners creates a runner when one is first needed
   * @param planner plans windows that are tried again
   */
  InferenceWorker(Supplier<ModelRunner> runners, Planner planner, LogitsSink logitsSink) {
    this.runners = runners;
    this.planner = planner;
    this.logitsSink = logitsSink;
  }

  /** Processes the queue until its end. */
  void run(WorkQueue queue) throws InterruptedException {
    for (WorkQueue.Task task = queue.take(); task != null; task = queue.take()) {
      Work work = task.work();
      ModelOutput output;
      try {
        output = call(work, task.cache());
      } catch (InferenceException e) {
        inParts(work, e);
        queue.done(List.of(), KeyValueCache.NONE);
        continue;
      }
      queue.done(work.following(), output.cache());
      logitsSink.computed(work.windows(), output.logits());
    }
  }

  /** Runs the model and releases the cache. */
  private ModelOutput call(Work work, KeyValueCache cache) {
    try {
      ModelRunner open = runner;
      if (open == null) {
        open = runners.get();
        runner = open;
      }
      return open.run(work, cache);
    } catch (OutOfMemoryError e) {
      throw new InferenceException("out of memory on " + work.computedTokens() + " tokens", e);
    } finally {
      cache.release();
    }
  }

  private void inParts(Work work, InferenceException failure) throws InterruptedException {
    List<TokenWindow> windows = new ArrayList<>();
    gather(work, windows);
    if (windows.size() == 1) {
      logitsSink.refuse(windows.get(0), failure);
      return;
    }
    int half = windows.size() / 2;
    for (List<TokenWindow> part :
        List.of(windows.subList(0, half), windows.subList(half, windows.size()))) {
      for (Work again : planner.plan(part)) {
        compute(again, KeyValueCache.NONE);
      }
    }
  }

  /** Processes work and the work that follows it. */
  void compute(Work work, KeyValueCache cache) throws InterruptedException {
    ModelOutput output;
    try {
      output = call(work, cache);
    } catch (InferenceException e) {
      inParts(work, e);
      return;
    }
    logitsSink.computed(work.windows(), output.logits());
    for (Work next : work.following()) {
      compute(next, output.cache());
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
