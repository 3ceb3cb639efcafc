package dev.decorum.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The standard streams, passed to commands so that tests can pass others.
 *
 * @param in standard input
 * @param out standard output, for results; unbuffered, and it throws when a pipe was closed.
 *     Commands may close it, which has no effect
 * @param err standard error, for people
 * @param outIsTerminal whether {@code out} is a terminal
 * @param errIsTerminal whether {@code err} is a terminal
 */
public record Streams(
    InputStream in,
    OutputStream out,
    PrintStream err,
    boolean outIsTerminal,
    boolean errIsTerminal) {

  /** These streams with another standard output. */
  Streams withOut(OutputStream other) {
    return new Streams(in, other, err, outIsTerminal, errIsTerminal);
  }

  /** These streams with a standard output that is not missed when its reader goes. */
  Streams lasting() {
    return withOut(new LastingOutput(out));
  }

  /** The streams of the process. */
  public static Streams ofProcess() {
    return new Streams(
        StandardInput.ofProcess(),
        // System.out would swallow the error of a closed pipe.
        new FileOutputStream(FileDescriptor.out),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        isTerminal("stdout"),
        isTerminal("stderr"));
  }

  /**
   * Java 17 knows only whether both are terminals; the launcher knows of each, and sets properties.
   */
  private static boolean isTerminal(String stream) {
    return Boolean.getBoolean("decorum.terminal." + stream);
  }
}
