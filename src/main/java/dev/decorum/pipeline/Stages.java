package dev.decorum.pipeline;

import dev.decorum.batch.PackedBatch;
import dev.decorum.batch.Planner;
import dev.decorum.batch.Work;
import dev.decorum.conversation.Rejection;
import dev.decorum.conversation.SampleId;
import dev.decorum.infer.Logits;
import dev.decorum.infer.ModelRunner;
import dev.decorum.read.bytes.InputException;
import dev.decorum.score.ConversationScore;
import dev.decorum.score.Journal;
import dev.decorum.score.ReusedRows;
import dev.decorum.tokenize.TokenWindow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one run and the bounded queues between them: a reader, a planner, inference
 * workers, and the thread of the run itself, which puts rows back in order.
 *
 * <p>A failure in any thread is sent to the thread of the run as an event and thrown there; closing
 * stops the others.
 */
final class Stages implements AutoCloseable {
  private static final long SECONDS_TO_STOP = 10;

  /** The number of threads besides the inference workers: one reads and one plans. */
  private static final int HELPERS = 2;

  /** An event for the thread of the run. */
  private sealed interface Event {
    record Scored(List<ConversationScore> scores, boolean isReused) implements Event {}

    record Rejected(Rejection rejection) implements Event {}

    /** A row that has a number but cannot be scored, so that the order skips it. */
    record Skipped(SampleId id, Rejection rejection, boolean inFlight) implements Event {}

    record InputFailed(InputException failure) implements Event {}

    record Failed(Throwable cause) implements Event {}

    /** A thread has finished. */
    record Finished() implements Event {}
  }

  /** The job of a thread, which may be interrupted. */
  @FunctionalInterface
  interface Job {
    void run() throws InterruptedException;
  }

  private final int workers;
  private final ExecutorService threads;
  private final WorkQueue queue;
  private final LookAhead lookAhead;
  private final BlockingQueue<Event> events;

  /**
   * Bounds the rows between planner and output. Two look-aheads have to fit: rows are scored in a
   * different order, so the first row of a look-ahead may be the last of it to be scored, while the
   * next look-ahead is being submitted.
   */
  private final Semaphore rowsInFlight;

  private final WindowDeduplication deduplication = new WindowDeduplication();
  private final AtomicLong tokensKnown = new AtomicLong();

  /**
   * @param live whether rows may arrive slowly, so that they are scored without waiting for more
   */
  Stages(int workers, int lookAhead, boolean live) {
    this.workers = workers;
    this.threads =
        Executors.newFixedThreadPool(
            workers + HELPERS,
            work -> {
              Thread thread = new Thread(work, "decorum-stage");
              thread.setDaemon(true);
              return thread;
            });
    this.queue = new WorkQueue(2 * workers);
    this.lookAhead = new LookAhead(lookAhead, live);
    this.events = new ArrayBlockingQueue<>(4 * workers);
    this.rowsInFlight = new Semaphore(2 * lookAhead);
  }

  /** Starts the thread that adds windows, whose end is reached when {@code job} returns. */
  void read(Job job) {
    start(
        () -> {
          job.run();
          lookAhead.complete();
        });
  }

  /** Starts the thread that plans windows. */
  void plan(Planner planner, KnownResults knownResults, ScoreDelivery delivery) {
    start(
        () -> {
          for (List<TokenWindow> windows = lookAhead.take(queue::isHungry);
              !windows.isEmpty();
              windows = lookAhead.take(queue::isHungry)) {
            List<TokenWindow> unknown = withoutKnown(windows, knownResults, delivery);
            for (Work work : unknown.isEmpty() ? List.<Work>of() : planner.plan(unknown)) {
              rowsInFlight.acquire(rows(work));
              Work left = withoutJournalled(work, knownResults.journal(), delivery);
              if (left != null) {
                queue.submit(left);
              }
            }
          }
          queue.complete();
        });
  }

  /**
   * Answers windows that the run has seen before or that earlier runs have scored, and returns the
   * others.
   */
  private List<TokenWindow> withoutKnown(
      List<TokenWindow> windows, KnownResults knownResults, ScoreDelivery delivery)
      throws InterruptedException {
    List<TokenWindow> unknown = new ArrayList<>(windows.size());
    for (TokenWindow window : windows) {
      WindowDeduplication.Claim claim = deduplication.claim(window);
      if (claim instanceof WindowDeduplication.Claim.Granted) {
        Logits logits = knownResults.known(window);
        if (logits == null) {
          unknown.add(window);
        } else {
          rowsInFlight.acquire();
          delivery.reused(List.of(window), logits);
        }
      } else {
        rowsInFlight.acquire();
        if (claim instanceof WindowDeduplication.Claim.Known twin) {
          delivery.give(List.of(window), twin.logits());
        }
      }
    }
    return unknown;
  }

  /** Answers the windows in the journal; returns the work that is left, null for none. */
  private static @Nullable Work withoutJournalled(
      Work work, @Nullable Journal journal, ScoreDelivery delivery) throws InterruptedException {
    if (journal == null || !journal.isResumed()) {
      return work;
    }
    List<PackedBatch> following = new ArrayList<>();
    for (Work next : work.following()) {
      if (withoutJournalled(next, journal, delivery) instanceof PackedBatch left) {
        following.add(left);
      }
    }
    List<TokenWindow> windows = work.windows();
    List<Logits> logits = new ArrayList<>();
    boolean whole = following.isEmpty();
    for (int i = 0; whole && i < windows.size(); i++) {
      Logits before = journal.find(windows.get(i));
      whole = before != null;
      if (before != null) {
        logits.add(before);
      }
    }
    if (!whole) {
      return work instanceof PackedBatch batch ? batch.withFollowing(following) : work;
    }
    delivery.computedBefore(windows, Logits.join(logits));
    return null;
  }

  private static int rows(Work work) {
    int rows = work.windows().size();
    for (Work next : work.following()) {
      rows += rows(next);
    }
    return rows;
  }

  /** Starts the inference workers, each with its own runner. */
  void infer(Supplier<ModelRunner> runners, Planner planner, ScoreDelivery delivery) {
    for (int i = 0; i < workers; i++) {
      start(
          () -> {
            try (InferenceWorker worker = new InferenceWorker(runners, planner, delivery)) {
              worker.run(queue);
            }
          });
    }
  }

  /** The object that passes the model's logits on to the rows of this run. */
  ScoreDelivery delivery(@Nullable Journal journal, ScoreDelivery.Scoring scoring) {
    return new ScoreDelivery(
        deduplication,
        journal,
        scoring,
        new ScoreDelivery.Outlet() {
          @Override
          public void scored(List<ConversationScore> scores, boolean isReused)
              throws InterruptedException {
            events.put(new Event.Scored(scores, isReused));
          }

          @Override
          public void refused(TokenWindow window, Rejection rejection) throws InterruptedException {
            events.put(new Event.Skipped(window.id(), rejection, true));
          }
        });
  }

  /** Adds a window to be planned; waits while there are many. */
  void add(TokenWindow window) throws InterruptedException {
    tokensKnown.addAndGet(window.length());
    lookAhead.add(window);
  }

  /** Reports an input row that cannot be scored. */
  void reject(Rejection rejection) throws InterruptedException {
    events.put(new Event.Rejected(rejection));
  }

  /** Reports an input whose rest cannot be read. */
  void inputFailed(InputException failure) throws InterruptedException {
    events.put(new Event.InputFailed(failure));
  }

  /** Reports a window that cannot be scored. */
  void skip(SampleId id, Rejection rejection) throws InterruptedException {
    events.put(new Event.Skipped(id, rejection, false));
  }

  /** Passes scores to {@code sink} in the order of their rows until all threads have finished. */
  void drainInOrder(RowSink sink) throws IOException, InterruptedException {
    OrderRestorer order = new OrderRestorer();
    long rows = 0;
    long tokens = 0;
    long rowsReused = 0;
    long tokensReused = 0;
    int running = workers + HELPERS;
    while (running > 0) {
      Event event = events.poll();
      if (event == null) {
        sink.pause();
        event = events.take();
      }
      if (event instanceof Event.Scored scored) {
        for (ConversationScore score : scored.scores()) {
          order.add(score);
          rows++;
          tokens += score.tokens();
          if (scored.isReused()) {
            rowsReused++;
            tokensReused += score.tokens();
          }
        }
        sink.progress(
            new Progress(
                rows, tokens, tokensKnown.get(), new ReusedRows(rowsReused, tokensReused)));
      } else if (event instanceof Event.Rejected rejected) {
        sink.rejected(rejected.rejection());
      } else if (event instanceof Event.Skipped skipped) {
        sink.rejected(skipped.rejection());
        order.skip(skipped.id());
        if (skipped.inFlight()) {
          rowsInFlight.release();
        }
      } else if (event instanceof Event.InputFailed failed) {
        sink.inputFailed(failed.failure());
      } else if (event instanceof Event.Failed failed) {
        throw rethrown(failed.cause());
      } else {
        running--;
      }
      for (ConversationScore next = order.next(); next != null; next = order.next()) {
        sink.score(next);
        rowsInFlight.release();
      }
    }
    order.checkEmpty();
    sink.pause();
  }

  /**
   * Stops all threads. A call of the model cannot be interrupted and is waited for; a read from a
   * silent pipe may never return and is abandoned (its thread is a daemon).
   */
  @Override
  public void close() {
    threads.shutdownNow();
    try {
      threads.awaitTermination(SECONDS_TO_STOP, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void start(Job job) {
    threads.execute(
        () -> {
          try {
            job.run();
            events.put(new Event.Finished());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (Throwable e) {
            report(e);
          }
        });
  }

  private void report(Throwable cause) {
    try {
      events.put(new Event.Failed(cause));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static RuntimeException rethrown(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
  }
}
