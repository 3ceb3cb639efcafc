package dev.decorum.terminal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;

/**
 * Signals of the system. The class for them, {@code sun.misc.Signal}, is supported by all JVMs but
 * is no part of Java's API, so it is looked up. Signals that are ignored, as under {@code nohup},
 * stay so.
 */
public final class Signals {
  private Signals() {}

  /**
   * Hands a signal to somebody, each time on a thread of its own.
   *
   * @param name its name without SIG
   * @param handler gets its number
   * @return whether this JVM and this system know it: Windows has no SIGHUP, and with -Xrs the JVM
   *     leaves all of them to the system
   */
  public static boolean handle(String name, IntConsumer handler) {
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
              Signals.class.getClassLoader(), new Class<?>[] {signalHandler}, invocation);
      signal
          .getMethod("handle", signal, signalHandler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), taker);
      return true;
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      return false;
    }
  }
}
