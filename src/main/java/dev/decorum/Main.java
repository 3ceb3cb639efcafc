package dev.decorum;

import dev.decorum.cli.Decorum;
import dev.decorum.cli.Streams;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The program's entry, and the only place that ends the process. */
public final class Main {
  /**
   * A call into the model cannot be interrupted; what it leaves half written is removed after it.
   */
  private static final long SECONDS_TO_TIDY_UP = 15;

  private static final int OF_SIGNALS = 128;

  private final Thread run = Thread.currentThread();
  private final CountDownLatch finished = new CountDownLatch(1);
  private final AtomicInteger ending = new AtomicInteger();

  private Main() {}

  public static void main(String[] arguments) {
    new Main().run(arguments);
  }

  private void run(String[] arguments) {
    if (!EndingSignals.handle(this::end)) {
      Runtime.getRuntime().addShutdownHook(new Thread(this::interrupt));
    }
    int exitCode = Decorum.run(arguments, Streams.ofProcess());
    finished.countDown();
    System.exit(ending.get() == 0 ? exitCode : ending.get());
  }

  /**
   * Lets Ctrl-C and SIGTERM interrupt the run, so that it can remove what is half written. The
   * process then ends with the signal's own exit code (130 for Ctrl-C), at once when the signal
   * comes again.
   */
  private void end(int signal) {
    boolean again = !ending.compareAndSet(0, OF_SIGNALS + signal);
    if (again || !interrupt()) {
      Runtime.getRuntime().halt(ending.get());
    }
  }

  /** Interrupts the run; false if it does not end soon, being deep in native code. */
  private boolean interrupt() {
    if (finished.getCount() == 0) {
      return true;
    }
    run.interrupt();
    try {
      return finished.await(SECONDS_TO_TIDY_UP, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
