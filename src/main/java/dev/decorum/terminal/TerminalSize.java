package dev.decorum.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The size of a terminal.
 *
 * @param rows its lines
 * @param columns its columns
 */
record TerminalSize(int rows, int columns) {
  /** That of a terminal which does not tell. */
  static final TerminalSize USUAL = new TerminalSize(24, 80);

  private static final long SECONDS_TO_ASK = 2;
  private static final int MOST_BYTES = 64;

  /** The size in the words of {@code stty size}; nothing if the terminal does not know it. */
  static Optional<TerminalSize> parse(String text) {
    String[] words = text.strip().split(" ", -1);
    if (words.length != 2) {
      return Optional.empty();
    }
    try {
      TerminalSize size = new TerminalSize(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
      return size.rows > 0 && size.columns > 0 ? Optional.of(size) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /**
   * Asks the terminal that this process belongs to. That takes some milliseconds; Java has no call
   * for it, and loading a native library for one would take longer.
   */
  static Optional<TerminalSize> ask() {
    Process stty = null;
    try {
      stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String answer =
          new String(stty.getInputStream().readNBytes(MOST_BYTES), StandardCharsets.US_ASCII);
      return stty.waitFor(SECONDS_TO_ASK, TimeUnit.SECONDS) ? parse(answer) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      if (stty != null) {
        stty.destroy();
      }
    }
  }
}
