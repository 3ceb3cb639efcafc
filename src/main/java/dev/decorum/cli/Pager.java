package dev.decorum.cli;

import dev.decorum.terminal.Terminal;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The program with which long text is read on a terminal, chosen as git chooses it: {@code
 * DECORUM_PAGER}, else {@code PAGER}, else {@code less}.
 */
final class Pager {
  private static final String USUAL = "less";
  private static final int FIRST_OF_SIGNALS = 128;

  private final Terminal terminal;
  private final Map<String, String> environment;
  private final BooleanSupplier isWanted;

  /**
   * @param isWanted asked when there is a long text
   */
  Pager(Terminal terminal, Map<String, String> environment, BooleanSupplier isWanted) {
    this.terminal = terminal;
    this.environment = environment;
    this.isWanted = isWanted;
  }

  /** No pager at all. */
  static Pager none() {
    return new Pager(Terminal.of(false, false, Integer.MAX_VALUE, Map.of()), Map.of(), () -> false);
  }

  /** The lines that fit on the screen beside the prompt; nothing if there is no pager. */
  Optional<Integer> lines() {
    return terminal.canBeLent() && isWanted.getAsBoolean() && isThere()
        ? Optional.of(Math.max(1, terminal.rows() - 1))
        : Optional.empty();
  }

  private String command() {
    String own = environment.get("DECORUM_PAGER");
    // Without the kind of the terminal, less asks first whether that is meant.
    String usual = environment.containsKey("TERM") ? USUAL : "";
    return own != null ? own : environment.getOrDefault("PAGER", usual);
  }

  /** Whether the command's program exists; if not, the text would be lost with the failure. */
  private boolean isThere() {
    String command = command().strip();
    int end = command.indexOf(' ');
    String program = end < 0 ? command : command.substring(0, end);
    if (program.isEmpty() || program.equals("cat")) {
      return false;
    }
    if (program.matches(".*[^A-Za-z0-9_./+-].*")) {
      return true; // for the shell to make out
    }
    if (program.contains("/")) {
      return new File(program).canExecute();
    }
    for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      File file = new File(folder, program);
      if (file.isFile() && file.canExecute()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Starts it; it has the terminal until {@link #hasFailed}.
   *
   * @return its standard input is the text
   */
  Process start() throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", command()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    // Quit where all fits, keep colours, and leave the text on the screen, as git has it.
    builder.environment().putIfAbsent("LESS", "FRX");
    builder.environment().putIfAbsent("LV", "-c");
    terminal.lend(true);
    try {
      return builder.start();
    } catch (IOException e) {
      terminal.lend(false);
      throw e;
    }
  }

  /**
   * Waits until the user has left it.
   *
   * @return whether it failed of itself, as one that the shell cannot run
   */
  boolean hasFailed(Process pager) {
    try {
      int exitCode = pager.waitFor();
      return exitCode > 0 && exitCode < FIRST_OF_SIGNALS;
    } catch (InterruptedException e) {
      pager.destroy();
      Thread.currentThread().interrupt();
      return false;
    } finally {
      terminal.lend(false);
    }
  }
}
