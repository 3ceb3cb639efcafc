package dev.decorum;

import dev.decorum.cli.Decorum;
import dev.decorum.cli.Failure;
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

  /** An input, an output or a model is unusable, and so is a broken installation. */
  private static final int UNUSABLE = 3;

  /** The property with which the launcher only asks whether the program can be started. */
  private static final String PROBE = "decorum.probe";

  /** The property with which the launcher has the classes of help loaded as well. */
  private static final String REHEARSAL = "decorum.rehearsal";

  private static final int INT = 2;

  private final Streams streams = Streams.ofProcess();
  private final Thread run = Thread.currentThread();
  private final CountDownLatch finished = new CountDownLatch(1);
  private final AtomicInteger ending = new AtomicInteger();

  private Main() {}

  /**
   * Java itself would end with a trace and 1, which means that rows were rejected.
   *
   * @see #PROBE
   */
  public static void main(String[] arguments) {
    if (Boolean.getBoolean(PROBE)) {
      return;
    }
    try {
      new Main().run(arguments);
    } catch (Throwable e) {
      endWith(e);
    }
  }

  /** For what keeps even the program's own words for failures from being loaded. */
  private static void endWith(Throwable thrown) {
    int exitCode = UNUSABLE;
    try {
      Failure failure = Failure.of(thrown);
      exitCode = failure.exitCode();
      System.err.println("decorum: " + failure.message());
    } catch (Throwable e) {
      System.err.println("decorum: a part of the program cannot be loaded: " + thrown);
    } finally {
      Runtime.getRuntime().halt(exitCode);
    }
  }

  private void run(String[] arguments) {
    if (Boolean.getBoolean(REHEARSAL)) {
      Decorum.run(new String[] {"--version"}, streams);
      Decorum.run(new String[] {"-h"}, streams);
      Decorum.run(new String[] {"score", "--help"}, streams);
    }
    // What is answered at once needs nothing to be tidied up, unless a pager shows it.
    boolean atOnce = Decorum.isQuestion(arguments) && !streams.terminal().isOut();
    if (!atOnce && !EndingSignals.handle(this::end)) {
      Runtime.getRuntime().addShutdownHook(new Thread(this::interrupt));
    }
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> fail(thrown));
    int exitCode = Decorum.run(arguments, streams);
    finished.countDown();
    System.exit(ending.get() == 0 ? exitCode : ending.get());
  }

  /**
   * Lets Ctrl-C and SIGTERM interrupt the run, so that it can remove what is half written. The
   * process then ends with the signal's own exit code (130 for Ctrl-C), at once when the signal
   * comes again. Ctrl-C in a pager is the pager's affair.
   */
  private void end(int signal) {
    if (signal == INT && streams.terminal().isLent()) {
      return;
    }
    boolean again = !ending.compareAndSet(0, OF_SIGNALS + signal);
    if (again || !interrupt()) {
      Runtime.getRuntime().halt(ending.get());
    }
  }

  /** Whatever a thread was to do that nobody waits for, the run cannot be trusted without it. */
  private void fail(Throwable thrown) {
    Failure failure = Failure.of(thrown);
    System.err.println("decorum: " + failure.message());
    if (ending.compareAndSet(0, failure.exitCode()) && !interrupt()) {
      Runtime.getRuntime().halt(failure.exitCode());
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
