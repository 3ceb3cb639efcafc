package dev.decorum;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Spark as a downloaded one is: a folder with {@code jars}. Runs a master and workers as processes
 * of this machine, and submits the job.
 */
final class SparkCluster implements AutoCloseable {
  /** What Spark's own start scripts open to it. */
  private static final List<String> OPENED =
      List.of(
          "java.base/java.lang",
          "java.base/java.lang.invoke",
          "java.base/java.lang.reflect",
          "java.base/java.io",
          "java.base/java.net",
          "java.base/java.nio",
          "java.base/java.util",
          "java.base/java.util.concurrent",
          "java.base/java.util.concurrent.atomic",
          "java.base/jdk.internal.ref",
          "java.base/sun.nio.ch",
          "java.base/sun.nio.cs",
          "java.base/sun.security.action",
          "java.base/sun.util.calendar");

  private static final Path HOME = Path.of("target/spark").toAbsolutePath();
  private static final Path JOB =
      Path.of("target/decorum-spark-" + System.getProperty("decorum.version") + ".jar")
          .toAbsolutePath();
  private static final Pattern MASTER = Pattern.compile("(spark://127\\.0\\.0\\.1:[0-9]+)");

  private final Path folder;
  private final List<Process> processes = new ArrayList<>();
  private String master = "local[2]";

  /**
   * Spark without a master, in one process, until it is started.
   *
   * @param folder for logs and what workers write
   */
  SparkCluster(Path folder) {
    this.folder = folder;
  }

  /** Starts a master and workers with one core each. */
  void start(int workers) throws Exception {
    Path log = folder.resolve("master.log");
    processes.add(
        spark(
            log,
            "org.apache.spark.deploy.master.Master",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--webui-port",
            "0"));
    Waiting.until("the master listens", () -> MASTER.matcher(read(log)).find());
    Matcher found = MASTER.matcher(read(log));
    if (found.find()) {
      master = found.group(1);
    }
    for (int i = 1; i <= workers; i++) {
      Path worker = folder.resolve("worker-" + i + ".log");
      processes.add(
          spark(
              worker,
              "org.apache.spark.deploy.worker.Worker",
              "--host",
              "127.0.0.1",
              "--cores",
              "1",
              "--memory",
              "1g",
              "--webui-port",
              "0",
              "--work-dir",
              folder.resolve("work-" + i).toString(),
              master));
      Waiting.until(
          "a worker is known", () -> read(worker).contains("Successfully registered with master"));
    }
  }

  /** A log as far as it has been written. */
  static String read(Path log) {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process spark(Path log, String... command) throws IOException {
    List<String> words = new ArrayList<>(java());
    words.addAll(List.of(command));
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().put("SPARK_HOME", HOME.toString());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    return builder.redirectOutput(log.toFile()).start();
  }

  private static List<String> java() {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    OPENED.forEach(each -> words.add("--add-opens=" + each + "=ALL-UNNAMED"));
    words.addAll(List.of("-Xmx1g", "-cp", HOME.resolve("jars") + "/*"));
    return words;
  }

  /**
   * Makes an archive like the one that Spark's site has to download, of this build's jars and a
   * spark-submit that runs on this machine.
   */
  static void pack(Path archive, Path folder) throws Exception {
    Path home = folder.resolve(String.valueOf(archive.getFileName()).replace(".tgz", ""));
    Path submit = Files.createDirectories(home.resolve("bin")).resolve("spark-submit");
    Files.createSymbolicLink(home.resolve("jars"), HOME.resolve("jars"));
    Files.writeString(
        submit,
        "#!/bin/sh\nSPARK_SCALA_VERSION=2.13 SPARK_HOME='"
            + HOME
            + "' exec '"
            + String.join("' '", java())
            + "' org.apache.spark.deploy.SparkSubmit \"$@\"\n");
    Files.setPosixFilePermissions(submit, PosixFilePermissions.fromString("rwxr-xr-x"));
    Process tar =
        new ProcessBuilder(
                "tar",
                "czf",
                archive.toString(),
                "-C",
                folder.toString(),
                String.valueOf(home.getFileName()))
            .inheritIO()
            .start();
    if (tar.waitFor() != 0) {
      throw new AssertionError("the archive cannot be made");
    }
  }

  /** How a job ended. */
  record Ended(int exitCode, String log) {}

  /** Submits a job and waits for it. */
  Ended submit(Map<String, String> settings, String... arguments) throws Exception {
    return ended(begin(settings, arguments));
  }

  private Ended ended(Process process) throws Exception {
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("the job does not end");
    }
    return new Ended(process.exitValue(), Files.readString(folder.resolve("job.log")));
  }

  Process begin(Map<String, String> settings, String... arguments) throws IOException {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("--class", "dev.decorum.spark.ScoreJob", JOB.toString(), "score"));
    words.addAll(List.of(arguments));
    return submitted(settings, words);
  }

  private Process submitted(Map<String, String> settings, List<String> words) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("org.apache.spark.deploy.SparkSubmit", "--master", master));
    command.addAll(List.of("--conf", "spark.ui.enabled=false"));
    settings.forEach((name, value) -> command.addAll(List.of("--conf", name + "=" + value)));
    command.addAll(words);
    return spark(folder.resolve("job.log"), command.toArray(String[]::new));
  }

  /**
   * Submits a program that uses the jar as a notebook does.
   *
   * @param program a jar
   */
  Ended submit(Class<?> main, Path program, String... arguments) throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of("--jars", JOB.toString(), "--class", main.getName(), program.toString()));
    words.addAll(List.of(arguments));
    return ended(submitted(Map.of(), words));
  }

  /** The executors of jobs that run. */
  static List<ProcessHandle> executors() {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.filter(
              each -> each.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
          .toList();
    }
  }

  @Override
  public void close() {
    processes.forEach(Process::destroy);
    for (Process process : processes) {
      process.onExit().completeOnTimeout(process, 20, TimeUnit.SECONDS).join();
      process.destroyForcibly();
    }
  }
}
