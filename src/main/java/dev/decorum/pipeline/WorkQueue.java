package dev.decorum.pipeline;

import dev.decorum.batch.Work;
import dev.decorum.infer.Past;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Work for the callers of the model. What follows from work that was done comes before what was
 * submitted, the latest first, so that few pasts are alive at a time.
 */
final class WorkQueue {

  /** Work together with the past that it continues. */
  record Task(Work work, Past past) {}

  private final int capacity;
  private final Deque<Work> submitted = new ArrayDeque<>();
  private final Deque<Task> following = new ArrayDeque<>();
  private int running;
  private int waiting;
  private boolean complete;

  /**
   * @param capacity how much submitted work may wait
   */
  WorkQueue(int capacity) {
    this.capacity = capacity;
  }

  /** Adds work; waits while enough is there. */
  synchronized void submit(Work work) throws InterruptedException {
    while (submitted.size() >= capacity) {
      wait();
    }
    submitted.addLast(work);
    notifyAll();
  }

  /** Says that nothing more will be submitted. */
  synchronized void complete() {
    complete = true;
    notifyAll();
  }

  /** Whether a caller has nothing to do, or soon will. */
  synchronized boolean isHungry() {
    return waiting > 0 || (running > 0 && submitted.size() + following.size() < capacity / 2);
  }

  /** The next task, to be answered by {@link #done}; null when there will be none. */
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
      task = new Task(submitted.removeFirst(), Past.NONE);
    }
    notifyAll();
    return task;
  }

  /** Says that a task is done and adds what follows from it. */
  synchronized void done(List<? extends Work> next, Past past) {
    running--;
    for (int i = next.size() - 1; i >= 0; i--) {
      following.addFirst(new Task(next.get(i), past));
    }
    notifyAll();
  }
}
