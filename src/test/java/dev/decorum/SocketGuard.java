package dev.decorum;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.Socket;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;

/**
 * Runs the program in a Java that refuses to open a socket: the first attempt ends the process with
 * {@link #CAUGHT}. Every socket of Java's, blocking or not, stream or datagram, comes from one of
 * the two factories that are replaced here.
 */
public final class SocketGuard {
  /** The exit code after an attempt to open a socket. */
  public static final int CAUGHT = 77;

  private SocketGuard() {}

  /**
   * Guards, then runs the program, or with {@code --socket} and the like tries the guard itself.
   */
  @SuppressWarnings("deprecation") // there is no other way in Java 17 to refuse a plain Socket
  public static void main(String[] arguments) throws IOException {
    System.setProperty(SelectorProvider.class.getName(), Refusing.class.getName());
    Socket.setSocketImplFactory(
        () -> {
          throw caught("Socket");
        });
    DatagramSocket.setDatagramSocketImplFactory(
        () -> {
          throw caught("DatagramSocket");
        });
    InetSocketAddress nowhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
    switch (arguments[0]) {
      case "--socket" -> new Socket(nowhere.getAddress(), nowhere.getPort()).close();
      case "--channel" -> SocketChannel.open(nowhere).close();
      case "--datagram" -> DatagramChannel.open().close();
      default -> Main.main(arguments);
    }
  }

  private static IllegalStateException caught(String what) {
    new IllegalStateException("a " + what + " was opened").printStackTrace();
    Runtime.getRuntime().halt(CAUGHT);
    return new IllegalStateException();
  }

  /** Refuses every channel that could reach a network. */
  public static final class Refusing extends SelectorProvider {
    @Override
    public DatagramChannel openDatagramChannel() {
      throw caught("DatagramChannel");
    }

    @Override
    public DatagramChannel openDatagramChannel(ProtocolFamily family) {
      throw caught("DatagramChannel");
    }

    @Override
    public Pipe openPipe() {
      throw caught("Pipe");
    }

    @Override
    public AbstractSelector openSelector() {
      throw caught("Selector");
    }

    @Override
    public ServerSocketChannel openServerSocketChannel() {
      throw caught("ServerSocketChannel");
    }

    @Override
    public SocketChannel openSocketChannel() {
      throw caught("SocketChannel");
    }
  }
}
