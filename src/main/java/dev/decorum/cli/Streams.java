package dev.decorum.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The standard streams, handed to commands so that tests can hand others.
 *
 * @param in standard input
 * @param out standard output, for results; unbuffered, and it throws when a pipe was closed. To
 *     commands it is one that they may close, since that leaves it open
 * @param err standard error, for people
 * @param outIsTerminal whether a person looks at {@code out}
 * @param errIsTerminal whether a person looks at {@code err}
 */
public record Streams(
    InputStream in,
    OutputStream out,
    PrintStream err,
    boolean outIsTerminal,
    boolean errIsTerminal) {

  /** These with another standard output. */
  Streams withOut(OutputStream other) {
    return new Streams(in, other, err, outIsTerminal, errIsTerminal);
  }

  /** The process's own streams. */
  public static Streams ofProcess() {
    return new Streams(
        StandardInput.ofProcess(),
        // System.out would swallow the error that a closed pipe is.
        new FileOutputStream(FileDescriptor.out),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        isTerminal("stdout"),
        isTerminal("stderr"));
  }

  /** Java 17 cannot tell the streams apart; the launcher can, and says so in a property. */
  private static boolean isTerminal(String stream) {
    return Boolean.getBoolean("decorum.terminal." + stream);
  }
}
