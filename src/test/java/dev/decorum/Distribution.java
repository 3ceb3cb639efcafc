package dev.decorum;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The built distribution, run as a user runs it: the launcher in a process of its own. */
final class Distribution {
  static final Path HOME =
      Path.of(System.getProperty("decorum.distribution", "target/dist")).toAbsolutePath();

  /** What a process left behind. */
  record Result(int exitCode, String out, String err) {}

  private static final Set<Path> PREPARED = new HashSet<>();

  private final List<String> prefix = new ArrayList<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private Path home = HOME;
  private @Nullable Path folder;
  private boolean quiet;

  static Path launcher() {
    return launcher(HOME);
  }

  private static Path launcher(Path home) {
    return home.resolve("bin/decorum");
  }

  /** Runs the distribution with the engine of training, which it does not have as it is built. */
  Distribution withEngine() throws IOException {
    home = TrainingEngine.distribution();
    return environment("DECORUM_CACHE_DIR", TrainingEngine.CACHE.toString());
  }

  /** Runs the launcher under another program, such as a tracer. */
  Distribution under(String... command) {
    prefix.addAll(List.of(command));
    return this;
  }

  Distribution environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Runs it in another folder than that of the tests. */
  Distribution in(Path other) {
    folder = other;
    return this;
  }

  Result run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(prefix);
    command.add(launcher(home).toString());
    command.addAll(List.of(arguments));
    return start(command);
  }

  /** Runs a line of shell with the launcher on the path. */
  Result shell(String line) throws IOException, InterruptedException {
    return start(List.of("sh", "-c", line));
  }

  /** Runs lines of bash up to the first that fails, with the launcher on the path. */
  Result bash(String lines) throws IOException, InterruptedException {
    return start(List.of("bash", "-e", "-c", lines));
  }

  /** Lets what a process of {@link #begin} prints vanish, so that it never waits for a reader. */
  Distribution quiet() {
    quiet = true;
    return this;
  }

  Process begin(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(launcher(home).toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = builder(command);
    if (quiet) {
      builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    }
    return builder.start();
  }

  private Result start(List<String> command) throws IOException, InterruptedException {
    Process process = builder(command).start();
    process.getOutputStream().close();
    CompletableFuture<String> out =
        CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
    CompletableFuture<String> err =
        CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("still running after 5 minutes: " + command);
    }
    return new Result(process.exitValue(), out.join(), err.join());
  }

  /** Prepares fast starts, with which every command of a test starts in half the time. */
  private static synchronized void prepareFastStarts(Path home) throws IOException {
    if (PREPARED.add(home)) {
      ProcessBuilder first = new ProcessBuilder(launcher(home).toString(), "--version");
      first.environment().keySet().removeIf(name -> name.startsWith("DECORUM_"));
      first.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
      first.start().onExit().join();
    }
  }

  private ProcessBuilder builder(List<String> command) throws IOException {
    prepareFastStarts(home);
    ProcessBuilder builder = new ProcessBuilder(command);
    if (folder != null) {
      builder.directory(folder.toFile());
    }
    String path = home.resolve("bin") + ":" + System.getenv("PATH");
    builder.environment().put("PATH", path);
    builder.environment().keySet().removeIf(name -> name.startsWith("DECORUM_"));
    // Another distribution prepares none, unless a test asks.
    builder.environment().put("DECORUM_NO_ARCHIVE", "yes");
    // Most of these runs are over before Java's second compiler has earned back what it costs.
    builder.environment().put("DECORUM_OPTS", "-XX:TieredStopAtLevel=1");
    builder.environment().putAll(environment);
    return builder;
  }

  private static String text(InputStream in) {
    try {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
