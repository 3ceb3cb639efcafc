package dev.decorum;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.decorum.cli.Decorum;
import dev.decorum.cli.Streams;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs many commands of the distribution in one process, in a folder of its own: a start of Java
 * takes longer than most commands. A command and what came of it are a line of JSON each.
 */
final class CommandServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectReader COMMANDS = JSON.readerFor(Command.class);

  /**
   * @param output the file that standard output goes to, or empty
   * @param terminal whether the command is to believe that it writes to a terminal
   */
  record Command(List<String> arguments, String output, boolean terminal) {}

  /** The exit code, and what was printed, on standard output and standard error together. */
  record Outcome(int exitCode, String printed) {}

  private final Process process;
  private final Writer commands;
  private final BufferedReader outcomes;

  CommandServer(Path folder, Map<String, String> environment) throws IOException {
    Path classes =
        Path.of(CommandServer.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m"));
    command.add("-Duser.home=" + environment.get("HOME"));
    command.addAll(List.of("-cp", Distribution.HOME.resolve("lib") + "/*:" + classes));
    command.add(CommandServer.class.getName());
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("DECORUM_"));
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    process = builder.start();
    commands = process.outputWriter(StandardCharsets.UTF_8);
    outcomes = process.inputReader(StandardCharsets.UTF_8);
  }

  Outcome run(SimpleCommand command, boolean terminal) throws IOException {
    commands.write(
        JSON.writeValueAsString(new Command(command.arguments(), command.output(), terminal))
            + "\n");
    commands.flush();
    String outcome = outcomes.readLine();
    if (outcome == null) {
      throw new IOException("the process ended with " + command);
    }
    return JSON.readValue(outcome, Outcome.class);
  }

  @Override
  public void close() throws IOException {
    commands.close();
    process.onExit().join();
  }

  /** The other end: runs commands until there are no more. */
  public static void main(String[] arguments) throws IOException {
    PrintStream outcomes = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      Command command = COMMANDS.readValue(line);
      outcomes.println(JSON.writeValueAsString(run(command)));
    }
    System.exit(0);
  }

  private static Outcome run(Command command) {
    ByteArrayOutputStream screen = new ByteArrayOutputStream();
    boolean toFile = !command.output().isEmpty();
    try (OutputStream out =
        toFile
            ? Files.newOutputStream(Path.of(command.output()))
            : OutputStream.nullOutputStream()) {
      Streams streams =
          new Streams(
              InputStream.nullInputStream(),
              toFile ? out : screen,
              new PrintStream(screen, true, StandardCharsets.UTF_8),
              command.terminal() && !toFile,
              command.terminal());
      int exitCode = Decorum.run(command.arguments().toArray(String[]::new), streams);
      return new Outcome(exitCode, screen.toString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
