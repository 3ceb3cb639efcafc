package dev.decorum.cli;

import dev.decorum.report.LineLayout;
import dev.decorum.terminal.FoldedOutput;
import dev.decorum.terminal.StatusArea;
import dev.decorum.terminal.Terminal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The standard streams, passed to commands so that tests can pass others. Text for people that goes
 * to a terminal is harmless for it and folded to its width; what is for programs keeps its lines.
 */
public final class Streams {
  private static final int USUAL_COLUMNS = 80;

  private final InputStream in;
  private final OutputStream raw;
  private final PrintStream err;
  private final Terminal terminal;
  private final StatusArea status;
  private final Pager pager;
  private final boolean isLasting;

  private Streams(
      InputStream in,
      OutputStream raw,
      PrintStream err,
      Terminal terminal,
      StatusArea status,
      Pager pager,
      boolean isLasting) {
    this.in = in;
    this.raw = raw;
    this.err = err;
    this.terminal = terminal;
    this.status = status;
    this.pager = pager;
    this.isLasting = isLasting;
  }

  /**
   * @param in standard input
   * @param out standard output, for results; unbuffered, and it throws when a pipe was closed.
   *     Commands may close it, which has no effect
   * @param err standard error, for people
   * @param terminal which of these is a terminal
   */
  public Streams(InputStream in, OutputStream out, PrintStream err, Terminal terminal) {
    this.in = in;
    this.raw = out;
    this.terminal = terminal;
    this.status = new StatusArea(err, terminal);
    this.err =
        terminal.isErr()
            ? new PrintStream(new FoldedOutput(err, terminal, status), true, StandardCharsets.UTF_8)
            : err;
    this.pager = Pager.none();
    this.isLasting = false;
  }

  /** Streams that are a terminal of 80 columns without colours, or not. */
  public Streams(
      InputStream in,
      OutputStream out,
      PrintStream err,
      boolean outIsTerminal,
      boolean errIsTerminal) {
    this(
        in,
        out,
        err,
        Terminal.of(outIsTerminal, errIsTerminal, USUAL_COLUMNS, Map.of("NO_COLOR", "1")));
  }

  /** The streams of the process. */
  public static Streams ofProcess() {
    return new Streams(
        StandardInput.ofProcess(),
        // System.out would swallow the error of a closed pipe.
        new FileOutputStream(FileDescriptor.out),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        Terminal.ofProcess());
  }

  /** These streams with another standard output, and a pager for long text. */
  Streams withOut(OutputStream other, Pager forLongText) {
    return new Streams(in, other, err, terminal, status, forLongText, isLasting);
  }

  /** These streams with a standard output that is not missed when its reader goes. */
  Streams lasting() {
    return new Streams(in, raw, err, terminal, status, pager, true);
  }

  InputStream in() {
    return in;
  }

  /** Standard output as it was given. */
  OutputStream raw() {
    return raw;
  }

  /** Standard error, for people. */
  public PrintStream err() {
    return err;
  }

  public Terminal terminal() {
    return terminal;
  }

  StatusArea status() {
    return status;
  }

  /** Whether standard output is a terminal. */
  boolean outIsTerminal() {
    return terminal.isOut();
  }

  /** Whether standard error is a terminal. */
  boolean errIsTerminal() {
    return terminal.isErr();
  }

  /** Standard output for text that appears line by line. */
  OutputStream out() {
    return terminal.isOut() ? new TerminalOutput(folded(raw), false) : lasting(raw);
  }

  /** Standard output for what programs read, whose lines are not folded on a terminal either. */
  OutputStream exact() {
    return terminal.isOut() ? new TerminalOutput(lasting(raw), false) : lasting(raw);
  }

  /** Standard output for a text that is read as a whole: a long one goes through a pager. */
  OutputStream pages() {
    return terminal.isOut() ? new TerminalOutput(folded(paged()), true) : lasting(raw);
  }

  /** The same for text that is no wider than the terminal. */
  OutputStream paged() {
    return new PagedOutput(raw, pager);
  }

  private OutputStream folded(OutputStream out) {
    return new FoldedOutput(lasting(out), terminal, status);
  }

  private OutputStream lasting(OutputStream out) {
    return isLasting ? new LastingOutput(out) : out;
  }

  /** How text on standard output is laid out now. */
  LineLayout layout() {
    return terminal.layoutOfOut();
  }
}
