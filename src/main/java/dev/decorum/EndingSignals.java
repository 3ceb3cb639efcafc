package dev.decorum;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Ctrl-C, SIGTERM and SIGHUP, taken before the JVM takes them. The JVM would run all shutdown hooks
 * at once, and that of ONNX Runtime pulls the runtime from under a call that still goes on, which
 * ends the process with SIGABRT.
 *
 * <p>The class for it, {@code sun.misc.Signal}, is supported by all JVMs but is no part of Java's
 * API, so it is looked up. Signals that are ignored, as under {@code nohup}, stay so.
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
      any |= handle(name, handler);
    }
    return any;
  }

  private static boolean handle(String name, IntConsumer handler) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> signalHandler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler invocation =
          (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
              handler.accept((int) signal.getMethod("getNumber").invoke(arguments[0]));
              return null;
            }
            // What an object needs that is a value in a table.
            return switch (method.getName()) {
              case "hashCode" -> System.identityHashCode(proxy);
              case "equals" -> proxy == arguments[0];
              default -> "handler of SIG" + name;
            };
          };
      Object taker =
          Proxy.newProxyInstance(
              EndingSignals.class.getClassLoader(), new Class<?>[] {signalHandler}, invocation);
      signal
          .getMethod("handle", signal, signalHandler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), taker);
      return true;
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      // Windows has no SIGHUP; with -Xrs the JVM leaves all of them to the system.
      return false;
    }
  }
}
