package dev.decorum;

import dev.decorum.terminal.Signals;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Ctrl-C, SIGTERM and SIGHUP, taken before the JVM takes them. The JVM would run all shutdown hooks
 * at once, and that of ONNX Runtime pulls the runtime from under a call that still goes on, which
 * ends the process with SIGABRT.
 */
final class EndingSignals {
  private static final List<String> NAMES = List.of("INT", "TERM", "HUP");

  private EndingSignals() {}

  /**
   * Hands these signals to somebody, each on a thread of its own.
   *
   * @param handler gets the signal's number
   * @return whether this JVM and this system know at least one of them
   */
  static boolean handle(IntConsumer handler) {
    boolean any = false;
    for (String name : NAMES) {
      any |= Signals.handle(name, handler);
    }
    return any;
  }
}
