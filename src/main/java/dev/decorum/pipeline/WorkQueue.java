package dev.decorum.pipeline;

import dev.decorum.batch.Work;
import dev.decorum.infer.KeyValueCache;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The work for the inference workers. Work that follows finished work comes before submitted work,
 * the latest first, so that few key-value caches exist at a time.
 */
final class WorkQueue {

  /** Work with the keys and values that it continues. */
  record Task(Work work, KeyValueCache cache) {}

  private final int capacity;
  private final Deque<Work> submitted = new ArrayDeque<>();
  private final Deque<Task> following = new ArrayDeque<>();
  private int running;
  private int waiting;
  private boolean complete;

  /**
   * @param capacity the most submitted work that may wait
   */
  WorkQueue(int capacity) {
    this.capacity = capacity;
  }

  /** Adds work; waits while there is enough. */
  synchronized void submit(Work work) throws InterruptedException {
    while (submitted.size() >= capacity) {
      wait();
    }
    submitted.addLast(work);
    notifyAll();
  }

  /** Marks the end of submitted work. */
  synchronized void complete() {
    complete = true;
    notifyAll();
  }

  /** Whether a worker is idle or soon will be. */
  synchronized boolean isHungry() {
    return waiting > 0 || (running > 0 && submitted.size() + following.size() < capacity / 2);
  }

  /** The next task, for which {@link #done} has to be called; null at the end. */
  synchronized @Nullable Task take() throws InterruptedException {
    waiting++;
    try {
      while (submitted.isEmpty() && following.isEmpty()) {
        if (complete && running == 0) {
          return null;
        }
        wait();
      }
    } finally {
      waiting--;
    }
    running++;
    Task task = following.pollFirst();
    if (task == null) {
      task = new Task(submitted.removeFirst(), KeyValueCache.NONE);
    }
    notifyAll();
    return task;
  }

  /** Completes a task and adds the work that follows it. */
  synchronized void done(List<? extends Work> next, KeyValueCache cache) {
    running--;
    for (int i = next.size() - 1; i >= 0; i--) {
      following.addFirst(new Task(next.get(i), cache));
    }
    notifyAll();
  }
}
