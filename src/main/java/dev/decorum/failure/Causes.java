package dev.decorum.failure;

import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileLockInterruptionException;
import java.util.ArrayList;
import java.util.List;

/** Finds the causes of exceptions. */
public final class Causes {
  private static final int MOST_CAUSES = 100;

  private Causes() {}

  /** An exception and its causes; stops at causes that form a circle. */
  public static List<Throwable> of(Throwable thrown) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable e = thrown; e != null && chain.size() < MOST_CAUSES; e = e.getCause()) {
      chain.add(e);
    }
    return chain;
  }

  /** Whether the cause is an interruption of this thread. */
  public static boolean isInterruption(Throwable thrown) {
    for (Throwable e : of(thrown)) {
      if (e instanceof InterruptedException
          || e instanceof ClosedByInterruptException
          || e instanceof FileLockInterruptionException
          || e.getClass() == InterruptedIOException.class
          // An interruption closes the file, and later uses see only that it is closed.
          || (e instanceof ClosedChannelException && Thread.currentThread().isInterrupted())) {
        return true;
      }
    }
    return false;
  }
}
