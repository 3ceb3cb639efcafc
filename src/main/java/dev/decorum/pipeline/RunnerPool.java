package dev.decorum.pipeline;

import dev.decorum.infer.ModelRunner;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Lines to a model for as many threads as use it at a time. Thread-safe. */
final class RunnerPool implements AutoCloseable {
  private final Supplier<ModelRunner> open;
  private final Deque<ModelRunner> idle = new ArrayDeque<>();
  private boolean closed;

  RunnerPool(Supplier<ModelRunner> open) {
    this.open = open;
  }

  /**
   * Lends a line to the model for as long as {@code work} takes.
   *
   * @throws IllegalStateException if the model has been closed
   */
  void use(Consumer<ModelRunner> work) {
    ModelRunner runner = take();
    try {
      work.accept(runner);
    } finally {
      giveBack(runner);
    }
  }

  /**
   * Makes sure that there is a model.
   *
   * @throws IllegalStateException if it has been closed
   */
  synchronized void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the model has been closed");
    }
  }

  private synchronized ModelRunner take() {
    requireOpen();
    ModelRunner known = idle.pollLast();
    return known == null ? open.get() : known;
  }

  private synchronized void giveBack(ModelRunner runner) {
    if (closed) {
      runner.close();
    } else {
      idle.addLast(runner);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    idle.forEach(ModelRunner::close);
    idle.clear();
  }
}
