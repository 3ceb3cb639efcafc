package dev.decorum.terminal;

import dev.decorum.report.LineLayout;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the terminal: whether standard output and standard error are one, its size now,
 * and what it can show. Safe for use by several threads.
 */
public final class Terminal {
  private static final String WINDOW_CHANGED = "WINCH";

  private final boolean isOut;
  private final boolean isErr;
  private final boolean isDumb;
  private final boolean isAscii;
  private final boolean isColoured;
  private final boolean hasLinks;
  private final boolean wrapsAgain;
  private final boolean canBeLent;
  private final Supplier<Optional<TerminalSize>> ask;
  private @Nullable TerminalSize size;
  private volatile boolean isLent;

  private Terminal(
      boolean isOut,
      boolean isErr,
      boolean isAscii,
      boolean canBeLent,
      @Nullable TerminalSize size,
      Supplier<Optional<TerminalSize>> ask,
      Map<String, String> environment) {
    this.isOut = isOut;
    this.isErr = isErr;
    this.isAscii = isAscii;
    this.canBeLent = canBeLent;
    this.size = size;
    this.ask = ask;
    this.isDumb = environment.getOrDefault("TERM", "").equals("dumb");
    this.isColoured = !isDumb && environment.getOrDefault("NO_COLOR", "").isEmpty();
    this.wrapsAgain =
        isErr && !environment.containsKey("XTERM_VERSION") && !environment.containsKey("STY");
    this.hasLinks = !isDumb && Hyperlinks.areKnown(environment);
  }

  /**
   * A terminal with a size that does not change, which is never lent to another program.
   *
   * @param isOut whether standard output is one
   * @param isErr whether standard error is one
   */
  public static Terminal of(
      boolean isOut, boolean isErr, int columns, Map<String, String> environment) {
    TerminalSize size = new TerminalSize(TerminalSize.USUAL.rows(), columns);
    return new Terminal(isOut, isErr, false, false, size, Optional::empty, environment);
  }

  /**
   * The terminal of this process, whose size is followed. Java 17 knows only whether both streams
   * are a terminal; the launcher knows of each and of the size, and sets properties.
   */
  public static Terminal ofProcess() {
    Terminal terminal =
        new Terminal(
            Boolean.getBoolean("decorum.terminal.stdout"),
            Boolean.getBoolean("decorum.terminal.stderr"),
            Boolean.getBoolean("decorum.terminal.ascii"),
            true,
            TerminalSize.parse(
                    System.getProperty("decorum.terminal.rows", "")
                        + " "
                        + System.getProperty("decorum.terminal.columns", ""))
                .orElse(null),
            TerminalSize::ask,
            System.getenv());
    if (terminal.isOut || terminal.isErr) {
      Signals.handle(WINDOW_CHANGED, number -> terminal.forgetSize());
    }
    return terminal;
  }

  private synchronized void forgetSize() {
    size = null;
  }

  private synchronized TerminalSize size() {
    if (size == null) {
      size = isOut || isErr ? ask.get().orElse(TerminalSize.USUAL) : TerminalSize.USUAL;
    }
    return Objects.requireNonNull(size);
  }

  /** Whether standard output is a terminal. */
  public boolean isOut() {
    return isOut;
  }

  /** Whether standard error is a terminal. */
  public boolean isErr() {
    return isErr;
  }

  /** The number of columns now. */
  public int columns() {
    return size().columns();
  }

  /** The number of lines now. */
  public int rows() {
    return size().rows();
  }

  /** Whether it does not know how to go back to the beginning of a line. */
  public boolean isDumb() {
    return isDumb;
  }

  /** Whether it wraps its lines again when it becomes narrower, as all but a few do. */
  boolean wrapsAgain() {
    return wrapsAgain;
  }

  /** Whether it may not show the characters that bars and frames are made of. */
  public boolean isAscii() {
    return isAscii;
  }

  /** How text on standard output is laid out now. */
  public LineLayout layoutOfOut() {
    return isOut ? new LineLayout(columns(), isColoured) : LineLayout.FILE;
  }

  /** How text on standard error is laid out now. */
  public LineLayout layoutOfErr() {
    return isErr ? new LineLayout(columns(), isColoured) : LineLayout.FILE;
  }

  /**
   * {@code text}, which is in a message on standard error, as a link to {@code file} if possible.
   */
  public String link(Path file, String text) {
    return isErr && hasLinks ? Hyperlinks.link(file, text) : text;
  }

  /** Whether a pager may have the terminal for a while. */
  public boolean canBeLent() {
    return canBeLent && isOut && !isDumb;
  }

  /** Says whether another program has the terminal. */
  public void lend(boolean toOther) {
    isLent = toOther;
  }

  /** Whether another program has the terminal, so that Ctrl-C is meant for that. */
  public boolean isLent() {
    return isLent;
  }
}
