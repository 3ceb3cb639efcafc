package dev.decorum;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what another thread or process does, never longer than a minute. */
public final class Waiting {
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofMillis(5);

  private Waiting() {}

  /**
   * Looks again and again until something is so.
   *
   * @param what is waited for, in words
   * @throws AssertionError if that does not come within a minute
   */
  public static void until(String what, Callable<Boolean> isSo) throws Exception {
    long begun = System.nanoTime();
    while (!isSo.call()) {
      if (System.nanoTime() - begun > LONGEST.toNanos()) {
        throw new AssertionError("waited in vain until " + what);
      }
      Thread.sleep(PAUSE.toMillis());
    }
  }

  /**
   * Until a thread waits for another one, as with {@code Object.wait}.
   *
   * @throws AssertionError if it ends instead
   */
  public static void untilItWaits(Thread thread) throws Exception {
    until(
        thread.getName() + " waits",
        () -> {
          if (thread.getState() == Thread.State.TERMINATED) {
            throw new AssertionError(thread.getName() + " has ended, it should wait");
          }
          return thread.getState() == Thread.State.WAITING;
        });
  }
}
