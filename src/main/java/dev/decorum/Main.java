package dev.decorum;

import dev.decorum.cli.Decorum;
import dev.decorum.cli.Streams;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The program's entry, and the only place that ends the process. */
public final class Main {
  private static final long SECONDS_TO_TIDY_UP = 5;

  private Main() {}

  public static void main(String[] arguments) {
    CountDownLatch finished = interruptOnShutdown(Thread.currentThread());
    int exitCode = Decorum.run(arguments, Streams.ofProcess());
    finished.countDown();
    System.exit(exitCode);
  }

  /**
   * Lets Ctrl-C and SIGTERM interrupt the run, so that it can remove what is half written. The
   * process then ends with the signal's own exit code (130 for Ctrl-C).
   */
  private static CountDownLatch interruptOnShutdown(Thread main) {
    CountDownLatch finished = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (finished.getCount() > 0) {
                    main.interrupt();
                    await(finished);
                  }
                }));
    return finished;
  }

  private static void await(CountDownLatch finished) {
    try {
      if (!finished.await(SECONDS_TO_TIDY_UP, TimeUnit.SECONDS)) {
        return; // the run is deep in native code; it has nothing to say any more
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
