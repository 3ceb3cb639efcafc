package dev.decorum.pipeline;

import dev.decorum.infer.ModelRunner;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A pool of runners, one for each thread that uses the model at the same time. Thread-safe. */
final class RunnerPool {
  private final Supplier<ModelRunner> open;
  private final Deque<ModelRunner> idle = new ArrayDeque<>();
  private boolean closed;
  private int inside;

  RunnerPool(Supplier<ModelRunner> open) {
    this.open = open;
  }

  /** Lends a runner to {@code work}; call this between {@link #enter} and {@link #leave}. */
  void use(Consumer<ModelRunner> work) {
    ModelRunner runner = take();
    try {
      work.accept(runner);
    } finally {
      giveBack(runner);
    }
  }

  private synchronized ModelRunner take() {
    ModelRunner known = idle.pollLast();
    return known == null ? open.get() : known;
  }

  private synchronized void giveBack(ModelRunner runner) {
    idle.addLast(runner);
  }

  /**
   * Keeps the model open until {@link #leave}.
   *
   * @throws IllegalStateException if it has been closed
   */
  synchronized void enter() {
    if (closed) {
      throw new IllegalStateException("the model has been closed");
    }
    inside++;
  }

  synchronized void leave() {
    inside--;
    notifyAll();
  }

  /**
   * Closes all runners after every thread has left.
   *
   * @return false if they have been closed before
   */
  synchronized boolean close() {
    if (closed) {
      return false;
    }
    closed = true;
    boolean interrupted = false;
    while (inside > 0) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    idle.forEach(ModelRunner::close);
    idle.clear();
    return true;
  }
}
