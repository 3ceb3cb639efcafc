package dev.decorum.cli;

import dev.decorum.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** Runs the program inside the test, with streams and environment of its own. */
final class Cli {
  /** A small model whose scores an independent implementation of Hugging Face's has computed. */
  static final String BASE_MODEL = "src/test/resources/checkpoints/base";

  /** What a run left behind. */
  record Result(int exitCode, String out, String err) {}

  private InputStream in = InputStream.nullInputStream();
  private boolean terminal;
  private int columns = 80;
  private Map<String, String> environment = Map.of();
  private Path folder = Path.of("").toAbsolutePath();

  static Result run(String... arguments) {
    return new Cli().start(arguments);
  }

  Cli in(String text) {
    in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  Cli in(InputStream stream) {
    in = stream;
    return this;
  }

  Cli onTerminal() {
    terminal = true;
    return this;
  }

  /** On a terminal of so many columns. */
  Cli onTerminal(int wide) {
    columns = wide;
    return onTerminal();
  }

  Cli environment(Map<String, String> variables) {
    environment = variables;
    return this;
  }

  /**
   * Looks for configuration files from this folder upwards, as if it were the working directory.
   */
  Cli folder(Path absolute) {
    folder = absolute;
    return this;
  }

  Result start(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Result result = start(out, arguments);
    return new Result(result.exitCode(), out.toString(StandardCharsets.UTF_8), result.err());
  }

  Result start(OutputStream out, String... arguments) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Streams streams =
        new Streams(
            in,
            out,
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Terminal.of(terminal, terminal, columns, environment));
    int exitCode = Decorum.run(arguments, streams, environment, folder);
    return new Result(exitCode, "", err.toString(StandardCharsets.UTF_8));
  }
}
