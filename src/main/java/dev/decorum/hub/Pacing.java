package dev.decorum.hub;

import java.time.Clock;
import java.time.Duration;

/**
 * How patient a pull is. Tests are less so.
 *
 * @param connect how long a connection may take
 * @param idle how long a hub may say nothing
 * @param clock what time it is
 * @param sleeper waits between tries
 */
record Pacing(Duration connect, Duration idle, Clock clock, Sleeper sleeper) {

  /** Waits. */
  interface Sleeper {
    void sleep(Duration duration) throws InterruptedException;
  }

  static final Pacing USUAL =
      new Pacing(
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          Clock.systemUTC(),
          duration -> Thread.sleep(duration.toMillis()));
}
