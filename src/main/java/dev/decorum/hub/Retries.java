package dev.decorum.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Tries again what a network has spoiled, more and more slowly. */
final class Retries {
  private static final int MOST_TRIES = 5;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  /** What is tried. */
  interface Attempt<T> {
    T run() throws IOException, InterruptedException;
  }

  private final HubClient client;
  private final Pacing pacing;
  private final PullListener listener;

  Retries(HubClient client, Pacing pacing, PullListener listener) {
    this.client = client;
    this.pacing = pacing;
    this.listener = listener;
  }

  /**
   * Runs {@code attempt}, which does all or nothing, until it succeeds.
   *
   * @throws HubException if it has failed too often
   */
  <T> T run(Attempt<T> attempt) throws InterruptedException {
    return run(attempt, () -> 0, 1);
  }

  /**
   * Runs {@code attempt} until it succeeds.
   *
   * @param progress how far it has come
   * @param step after how much progress the tries are counted anew; less does not count, or a
   *     connection that brings one byte at a time would be tried for ever
   * @throws HubException if it has failed too often in a row
   */
  <T> T run(Attempt<T> attempt, LongSupplier progress, long step) throws InterruptedException {
    int failures = 0;
    long before = progress.getAsLong();
    while (true) {
      try {
        return attempt.run();
      } catch (IOException e) {
        long now = progress.getAsLong();
        boolean isFurther = now - before >= step;
        failures = isFurther ? 1 : failures + 1;
        before = isFurther ? now : before;
        boolean isPermanent =
            e instanceof HubFailures.PermanentFailureException && !client.hasAnswered();
        if (failures >= MOST_TRIES || isPermanent) {
          throw client.failures().lasting(e, failures);
        }
        Duration wait = wait(e, failures);
        listener.retrying(String.valueOf(e.getMessage()), wait);
        pacing.sleeper().sleep(wait);
      }
    }
  }

  private static Duration wait(IOException e, int failures) {
    @Nullable Duration asked =
        e instanceof RetryableStatusException answer ? answer.retryAfter() : null;
    Duration own = Duration.ofSeconds(1L << (failures - 1));
    if (asked == null || asked.compareTo(own) < 0) {
      return own;
    }
    return asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
  }
}
