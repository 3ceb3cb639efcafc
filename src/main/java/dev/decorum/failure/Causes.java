package dev.decorum.failure;

import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileLockInterruptionException;
import java.util.ArrayList;
import java.util.List;

/** What was thrown, and what it came of. */
public final class Causes {
  private static final int MOST_CAUSES = 100;

  private Causes() {}

  /** What was thrown and its causes; two that name each other end it. */
  public static List<Throwable> of(Throwable thrown) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable e = thrown; e != null && chain.size() < MOST_CAUSES; e = e.getCause()) {
      chain.add(e);
    }
    return chain;
  }

  /** Whether it came of an interruption of this thread. */
  public static boolean isInterruption(Throwable thrown) {
    for (Throwable e : of(thrown)) {
      if (e instanceof InterruptedException
          || e instanceof ClosedByInterruptException
          || e instanceof FileLockInterruptionException
          || e.getClass() == InterruptedIOException.class
          // An interruption closes a file, and the next one to use it sees no more than that.
          || (e instanceof ClosedChannelException && Thread.currentThread().isInterrupted())) {
        return true;
      }
    }
    return false;
  }
}
