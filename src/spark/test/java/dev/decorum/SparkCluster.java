package dev.decorum;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
   * @param folder for logs and what workers write
   */
  SparkCluster(Path folder) {
    this.folder = folder;
  }

  /** Starts a master and workers with one core each. */
  void start(int workers) throws Exception {
    Path log = folder.resolve("master.log");
    processes.add(
        spark(log, "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", "0",
            "--webui-port", "0"));
    Waiting.until("the master listens", () -> MASTER.matcher(read(log)).find());
    Matcher found = MASTER.matcher(read(log));
    if (found.find()) {
      master = found.group(1);
    }
    for (int i = 1; i <= workers; i++) {
      Path worker = folder.resolve("worker-" + i + ".log");
      processes.add(
          spark(worker, "org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--cores",
              "1", "--memory", "1g", "--webui-port", "0", "--work-dir",
              folder.resolve("work-" + i).toString(), master));
      Waiting.until(
          "a worker is known", () -> read(worker).contains("Successfully registered with master"));
    }
  }

  private static String read(Path log) throws IOException {
    return Files.exists(log) ? Files.readString(log) : "";
  }

  private Process spark(Path log, String... command) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    OPENED.forEach(each -> words.add("--add-opens=" + each + "=ALL-UNNAMED"));
    words.add("-Xmx1g");
    words.add("-cp");
    words.add(HOME.resolve("jars") + "/*");
    words.addAll(List.of(command));
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().put("SPARK_HOME", HOME.toString());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    return builder.redirectOutput(log.toFile()).start();
  }

  /** How a job ended. */
  record Ended(int exitCode, String log) {}

  /** Submits a job and waits for it. */
  Ended submit(Map<String, String> settings, String... arguments) throws Exception {
    Process process = begin(settings, arguments);
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("the job does not end");
    }
    return new Ended(process.exitValue(), Files.readString(folder.resolve("job.log")));
  }

  Process begin(Map<String, String> settings, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("org.apache.spark.deploy.SparkSubmit", "--master", master));
    command.addAll(List.of("--conf", "spark.ui.enabled=false"));
    settings.forEach((name, value) -> command.addAll(List.of("--conf", name + "=" + value)));
    command.addAll(List.of("--class", "dev.decorum.spark.ScoreJob", JOB.toString(), "score"));
    command.addAll(List.of(arguments));
    return spark(folder.resolve("job.log"), command.toArray(String[]::new));
  }

  /** The executors of jobs that run. */
  static List<ProcessHandle> executors() {
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.filter(
              each ->
                  each.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
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
