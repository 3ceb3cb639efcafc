package dev.decorum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.train.TrainingLog;
import dev.decorum.train.TrainingLogWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trainings as processes: killed, interrupted, with a full disk, two at once. */
@DisabledOnOs(OS.WINDOWS)
class TrainIT {
  private static final Path CHECKPOINT = Path.of("src/test/resources/checkpoints/base");
  private static final Path ROWS = Path.of("src/test/resources/training");
  private static final int STEPS = 160;
  private static final int EVAL_STEPS = 20;

  /** Of a training that is to be ended by a test. */
  private static final int FOR_EVER = 1_000_000;

  /** Kilobytes: more than the weights have, fewer than the moments. */
  private static final int FULL = 300;

  /** What is said for each number of threads by a training that nothing disturbed. */
  private static final Map<Integer, Path> UNBROKEN = new HashMap<>();

  @TempDir static Path shared;
  @TempDir Path folder;

  @AfterAll
  static void forget() {
    UNBROKEN.clear();
  }

  /** The command that all of this trains with, all of it but how long. */
  static List<String> command(Path output, int threads, int steps, int evalSteps) {
    return List.of(
        "train",
        "-q",
        "-m",
        CHECKPOINT.toString(),
        ROWS.resolve("train.jsonl").toString(),
        "--validation",
        ROWS.resolve("validation.jsonl").toString(),
        "--learning-rate",
        "1e-3",
        "--max-steps",
        Integer.toString(steps),
        "--eval-steps",
        Integer.toString(evalSteps),
        "--logging-steps",
        "5",
        "--dropout",
        "0.1",
        "--max-tokens",
        "24",
        "--train-batch-size",
        "4",
        "--device",
        "cpu",
        "--threads",
        Integer.toString(threads),
        "-o",
        output.toString());
  }

  private static String[] train(Path output, int threads) {
    return command(output, threads, STEPS, EVAL_STEPS).toArray(String[]::new);
  }

  private static String[] trainForEver(Path output) {
    return command(output, 1, FOR_EVER, EVAL_STEPS).toArray(String[]::new);
  }

  private static Distribution decorum() throws IOException {
    return new Distribution().withEngine();
  }

  private static void assertDone(Distribution.Result result) {
    assertEquals(0, result.exitCode(), result.err());
  }

  /** What a training leaves that nothing disturbed. */
  private static Path unbroken(int threads) throws Exception {
    Path known = UNBROKEN.get(threads);
    if (known == null) {
      // The name of the folder is that of the model.
      known = Files.createDirectory(shared.resolve("unbroken-" + threads)).resolve("judge");
      assertDone(decorum().run(train(known, threads)));
      UNBROKEN.put(threads, known);
    }
    return known;
  }

  private static void assertAsUnbroken(Path output, int threads, String after) throws Exception {
    assertSame(unbroken(threads), output, after);
  }

  /** Folders of trainings with the same result. */
  static void assertSame(Path expected, Path output, String after) throws IOException {
    assertEquals(names(expected), names(output), after);
    for (String file :
        List.of("model.safetensors", "config.json", "decorum.json", "validation-scores.csv")) {
      assertEquals(-1, Files.mismatch(expected.resolve(file), output.resolve(file)), file + after);
    }
    assertEquals(log(expected), log(output), after);
  }

  /** The lines of the log without what depends on the clock. */
  private static List<String> log(Path output) throws IOException {
    return Files.readAllLines(output.resolve(TrainingLog.FILE)).stream()
        .map(line -> line.replaceAll(",\"[a-z_]*(runtime|per_second)\":[-+.0-9eE]+", ""))
        .toList();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  /** The log so far; empty before there is one. */
  private static String logOf(Path output) throws IOException {
    try {
      return Files.readString(output.resolve(TrainingLog.FILE));
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  /** Whether there is a file or folder whose name begins and ends in some way. */
  private static boolean has(Path output, String beginning, String end) throws IOException {
    try {
      return Files.exists(output)
          && names(output).stream()
              .anyMatch(name -> name.startsWith(beginning) && name.endsWith(end));
    } catch (UncheckedIOException e) {
      return false; // it changes while it is listed
    }
  }

  // Without the engine

  @Test
  void withoutTheEngineOneSentenceSaysHowToGetIt() throws Exception {
    Path output = folder.resolve("judge");
    Distribution.Result result = new Distribution().run(train(output, 1));
    assertEquals(3, result.exitCode(), result.err());
    assertEquals(1, result.err().lines().count(), result.err());
    assertTrue(result.err().contains("mvn -Ptraining -DskipTests package"), result.err());
    assertEquals("", result.out());
    assertEquals(List.of(), names(folder));
  }

  @Test
  void theDistributionHasNoEngine() throws Exception {
    List<String> jars = names(Distribution.HOME.resolve("lib"));
    assertFalse(jars.contains("training"), jars.toString());
    assertTrue(
        jars.stream().noneMatch(name -> name.matches("(pytorch|openblas|javacpp).*")),
        jars.toString());
    assertFalse(Files.readString(Distribution.HOME.resolve("sbom.json")).contains("bytedeco"));
  }

  // What loads the engine

  /** The class path, and all classes that a command loads. */
  private List<String> loaded(String... command) throws Exception {
    Path classes = folder.resolve("classes");
    Distribution.Result result =
        decorum()
            .environment(
                "DECORUM_OPTS", "-XshowSettings:properties -Xlog:class+load:file=" + classes)
            .run(command);
    assertDone(result);
    List<String> all = new ArrayList<>(result.err().lines().toList());
    all.addAll(Files.readAllLines(classes));
    Files.delete(classes);
    return all.stream()
        .filter(
            line ->
                line.contains("bytedeco")
                    || line.contains("decorum.train.torch")
                    || line.contains("lib/training"))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "score -q examples/first-scores/chats.jsonl",
    "evaluate -q src/test/resources/training/validation.jsonl",
    "--version",
  })
  void nothingElseLoadsTheEngine(String command) throws Exception {
    assertEquals(List.of(), loaded(command.split(" ")));
  }

  @Test
  void trainingLoadsTheEngine() throws Exception {
    List<String> lines = loaded(command(folder.resolve("judge"), 1, 2, 2).toArray(String[]::new));
    assertTrue(lines.stream().anyMatch(line -> line.contains("lib/training/pytorch")));
    assertTrue(lines.stream().anyMatch(line -> line.contains("org.bytedeco.pytorch.Tensor")));
  }

  // Ends before the end

  @Test
  void killsLeaveNoTrace() throws Exception {
    assertKillsLeaveNoTrace(2, 3);
  }

  @Test
  @Tag("thorough")
  void killsLeaveNoTraceOfOneThread() throws Exception {
    assertKillsLeaveNoTrace(1, 5);
  }

  private void assertKillsLeaveNoTrace(int threads, int kills) throws Exception {
    long seed = System.nanoTime();
    System.out.println("TrainIT: kills by seed " + seed);
    Random random = new Random(seed);
    Path output = Files.createDirectory(folder.resolve("killed")).resolve("judge");
    StringBuilder after = new StringBuilder(" after");
    for (int kill = 1; kill <= kills; kill++) {
      Process process = decorum().quiet().begin(train(output, threads));
      if (kill < kills) {
        int part = STEPS / (kills - 1);
        awaitStep(process, output, (kill - 1) * part + 1 + random.nextInt(part));
        if (random.nextBoolean()) {
          Waiting.until("a checkpoint is written", () -> isSaving(process, output));
        }
      } else {
        List<String> endings = List.of("trainer_log.jsonl", "validation-scores.csv", "README.md");
        String ending = endings.get(random.nextInt(endings.size()));
        Waiting.until(
            "the model is written",
            () ->
                !process.isAlive()
                    || (logOf(output).contains("train_runtime") && has(output, ending, ending)));
      }
      process.destroyForcibly();
      assertTrue(process.waitFor(20, TimeUnit.SECONDS), "a killed process goes on");
      after.append(", kill with ").append(names(output));
    }
    assertDone(decorum().run(train(output, threads)));
    assertAsUnbroken(output, threads, after.toString());
  }

  private static boolean isSaving(Process process, Path output) throws IOException {
    return !process.isAlive()
        || has(output, ".checkpoint-", ".partial")
        || logOf(output).contains("train_runtime");
  }

  private static void awaitStep(Process process, Path output, int step) throws Exception {
    Waiting.until(
        "step " + step + " was made",
        () -> {
          int last = 0;
          for (String line : logOf(output).lines().toList()) {
            if (line.matches("\\{\"step\":[0-9]+,.*")) {
              last = Integer.parseInt(line.substring(8, line.indexOf(',')));
            }
          }
          return last >= step || !process.isAlive();
        });
  }

  @Test
  void signalsEndATrainingWhichGoesOnLater() throws Exception {
    Path output = folder.resolve("judge");
    endBy("INT", 130, output, STEPS / 5);
    endBy("TERM", 143, output, STEPS / 2);
    assertDone(decorum().run(train(output, 1)));
    assertAsUnbroken(output, 1, "");
  }

  private static void endBy(String signal, int exitCode, Path output, int step) throws Exception {
    Distribution distribution = decorum();
    if (System.getProperty("os.name", "").equals("Linux")) {
      // Whoever starts the tests may ignore Ctrl-C.
      distribution.under("env", "--default-signal=INT,TERM");
    }
    Process process = distribution.begin(train(output, 1));
    awaitStep(process, output, step);
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    assertTrue(process.waitFor(20, TimeUnit.SECONDS), "it still runs");
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(exitCode, process.exitValue(), err);
    assertTrue(err.contains(" is kept; the same command goes on from there"), err);
    assertEquals("decorum: interrupted", err.lines().reduce((first, last) -> last).orElse(""));
    assertFalse(has(output, ".", ".partial"), "half a checkpoint is left: " + names(output));
  }

  // Two at once, and a look at one that runs

  @Test
  void aFolderHasOneTrainingAtATime() throws Exception {
    Path output = folder.resolve("judge");
    Process first = decorum().quiet().begin(trainForEver(output));
    try {
      awaitStep(first, output, EVAL_STEPS);
      Distribution.Result second = decorum().run(trainForEver(output));
      assertEquals(3, second.exitCode(), second.err());
      assertTrue(second.err().contains("another process trains in this folder"), second.err());
      Distribution.Result report = decorum().run("report", output.toString());
      assertDone(report);
      assertTrue(report.out().contains("Training of judge, not finished: "), report.out());
      assertTrue(first.isAlive(), "the first goes on");
    } finally {
      first.destroyForcibly().waitFor();
    }
  }

  @Test
  void theLockLastsUntilTheModelIsWritten() throws Exception {
    Path output = Files.createDirectory(folder.resolve("judge"));
    try (TrainingLogWriter log = TrainingLogWriter.open(output)) {
      assertEquals(0, log.read().lastStep());
      Distribution.Result second = decorum().run(train(output, 1));
      assertEquals(3, second.exitCode(), second.err());
      assertTrue(second.err().contains("another process trains in this folder"), second.err());
    }
  }

  @Test
  void aFinishedTrainingIsReportedAndLeftAlone() throws Exception {
    Path output = unbroken(2);
    Distribution.Result report = new Distribution().run("report", output.toString());
    assertDone(report);
    assertTrue(report.out().contains("Training of judge: " + STEPS + " steps"), report.out());
    assertTrue(report.out().contains("24 labelled conversations"), report.out());
    List<String> before = names(output);
    Distribution.Result again = decorum().run(train(output, 2));
    assertDone(again);
    assertEquals(before, names(output));
  }

  // Disks and folders

  @Test
  void aFullDiskIsSaidAndNothingIsLost() throws Exception {
    Path output = folder.resolve("judge");
    Process first = decorum().quiet().begin(train(output, 1));
    Waiting.until("there is a checkpoint", () -> has(output, "checkpoint-", ""));
    first.destroyForcibly().waitFor();
    Distribution.Result full =
        decorum()
            .under("bash", "-c", "ulimit -f " + FULL + "; exec \"$0\" \"$@\"")
            .run(train(output, 1));
    assertEquals(3, full.exitCode(), full.err());
    assertTrue(
        full.err().contains("optimizer.safetensors: cannot be written: File too large"),
        full.err());
    assertTrue(full.err().contains(" is kept; the same command goes on from there"), full.err());
    assertTrue(has(output, "checkpoint-", ""), names(output).toString());
    assertFalse(has(output, ".", ".partial"), names(output).toString());
    assertDone(decorum().run(train(output, 1)));
    assertAsUnbroken(output, 1, "");
  }

  @ParameterizedTest
  @CsvSource({
    "/proc/none/judge, does not exist",
    "/proc/self/judge, /proc/self/judge",
    "pom.xml, is a file",
    "src, 'is not empty, and holds no training'",
  })
  void aFolderThatCannotBeWrittenIsSaid(String output, String reason) throws Exception {
    Distribution.Result result = decorum().run(train(Path.of(output), 1));
    assertEquals(3, result.exitCode(), result.err());
    assertTrue(result.err().contains(reason), result.err());
    assertFalse(result.err().contains("Exception"), result.err());
  }

  @Test
  void theModelThatATrainingStartsFromIsNotRemoved() throws Exception {
    Path output = folder.resolve("judge");
    assertDone(decorum().run(command(output, 1, 2, 2).toArray(String[]::new)));
    List<String> before = names(output);
    List<String> command = new ArrayList<>(command(output, 1, 2, 2));
    command.set(command.indexOf("-m") + 1, output.toString());
    command.add("--no-resume");
    Distribution.Result result = decorum().run(command.toArray(String[]::new));
    assertEquals(2, result.exitCode(), result.err());
    assertTrue(result.err().contains("choose another folder"), result.err());
    assertEquals(before, names(output));
  }

  @Test
  void rowsThatLieInTheFolderAreNotRemoved() throws Exception {
    Path output = folder.resolve("judge");
    assertDone(decorum().run(command(output, 1, 2, 2).toArray(String[]::new)));
    Path scores = output.resolve("validation-scores.csv");
    byte[] before = Files.readAllBytes(scores);
    List<String> command = new ArrayList<>(command(output, 1, 2, 2));
    command.set(command.indexOf("--validation") + 1, scores.toString());
    command.add("--no-resume");
    Distribution.Result result = decorum().run(command.toArray(String[]::new));
    assertEquals(2, result.exitCode(), result.err());
    assertTrue(result.err().contains("must not lie in it"), result.err());
    assertArrayEquals(before, Files.readAllBytes(scores));
  }

  @Test
  void aModelOfUnknownOriginIsNotRemoved() throws Exception {
    Path output = Files.createDirectory(folder.resolve("judge"));
    Files.writeString(output.resolve(TrainingLog.FILE), "");
    Path precious = Files.writeString(output.resolve("model.safetensors"), "precious");
    List<String> command = new ArrayList<>(command(output, 1, 2, 2));
    command.add("--no-resume");
    Distribution.Result result = decorum().run(command.toArray(String[]::new));
    assertEquals(3, result.exitCode(), result.err());
    assertTrue(result.err().contains("holds no training by Decorum"), result.err());
    assertEquals("precious", Files.readString(precious));
  }

  // What it leaves elsewhere, and what it trusts

  /** Files that a process opened for writing, made or renamed, by the trace of its system calls. */
  private static List<String> written(Path trace) throws IOException {
    try (Stream<String> calls = Files.lines(trace)) {
      return calls
          .filter(call -> !call.contains(" = -1 "))
          .filter(call -> call.matches(".*(O_CREAT|O_WRONLY|O_RDWR|mkdir|rename|link|mknod).*"))
          .map(call -> call.replaceFirst("^[^\"]*\"([^\"]*)\".*", "$1"))
          .filter(path -> path.startsWith("/"))
          .distinct()
          .toList();
    }
  }

  @Test
  void nothingIsLeftElsewhere() throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Path output = folder.resolve("judge");
    Path trace = folder.resolve("trace");
    Distribution distribution =
        decorum()
            .environment("HOME", home.toString())
            .environment("DECORUM_OPTS", "-Duser.home=" + home + " -Djava.io.tmpdir=" + temporary);
    boolean traced = PrivacyIT.hasStrace();
    if (traced) {
      distribution.under(
          "strace",
          "-f",
          "-qq",
          "-e",
          "trace=network,open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,"
              + "symlink,symlinkat",
          "-o",
          trace.toString());
    }
    assertDone(distribution.run(command(output, 2, 4, 2).toArray(String[]::new)));
    assertEquals(List.of(), names(home));
    assertEquals(List.of(), names(temporary));
    if (traced) {
      List<String> allowed =
          Stream.of(output, TrainingEngine.CACHE, temporary).map(Path::toString).toList();
      assertEquals(
          List.of(),
          written(trace).stream()
              .filter(path -> allowed.stream().noneMatch(path::startsWith))
              .filter(path -> !path.startsWith("/dev/") && !path.startsWith("/proc/self/"))
              .toList());
      assertEquals(List.of(), PrivacyIT.reaching(Files.readAllLines(trace)));
      assertTrue(written(trace).stream().anyMatch(path -> path.startsWith(output.toString())));
    }
  }

  @Test
  @Tag("thorough")
  void aDamagedCopyOfTheEngineIsReplacedBeforeItIsLoaded() throws Exception {
    assertTrue(Files.exists(unbroken(2)), "the engine is unpacked");
    Path cache = folder.resolve("cache");
    Path damaged = cache;
    Path original = cache;
    try (Stream<Path> files = Files.walk(TrainingEngine.CACHE)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = cache.resolve(TrainingEngine.CACHE.relativize(file));
        Files.createDirectories(copy.resolveSibling(""));
        if (file.endsWith("libtorch_cpu.so") && !Files.isSymbolicLink(file)) {
          Files.copy(file, copy);
          // Java's bindings compare size and time only.
          Files.setLastModifiedTime(copy, Files.getLastModifiedTime(file));
          original = file;
          damaged = copy;
        } else if (!Files.isSymbolicLink(file)) {
          Files.createLink(copy, file);
        }
      }
    }
    byte[] magic = {0};
    try (SeekableByteChannel channel = Files.newByteChannel(damaged, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(magic));
    }
    Files.setLastModifiedTime(damaged, Files.getLastModifiedTime(original));
    Distribution.Result result =
        decorum()
            .environment("DECORUM_CACHE_DIR", cache.toString())
            .run(command(folder.resolve("judge"), 1, 2, 2).toArray(String[]::new));
    assertDone(result);
    assertEquals(-1, Files.mismatch(original, damaged));
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(cache.resolve("javacpp"))));
  }

  @Test
  void noEngineIsTakenFromAFolderThatOthersCanWrite() throws Exception {
    Path cache = Files.createDirectory(folder.resolve("cache"));
    Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Distribution.Result result =
        decorum()
            .environment("DECORUM_CACHE_DIR", cache.toString())
            .environment("DECORUM_OPTS", "-Djava.io.tmpdir=" + temporary)
            .run(command(folder.resolve("judge"), 1, 2, 2).toArray(String[]::new));
    assertDone(result);
    assertEquals(List.of(), names(cache));
    assertEquals(List.of(), names(temporary));
  }

  @Test
  @Tag("thorough")
  void trainingsThatBeginTogetherShareTheUnpackedEngine() throws Exception {
    Path cache = folder.resolve("cache");
    List<Process> running = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      running.add(
          decorum()
              .quiet()
              .environment("DECORUM_CACHE_DIR", cache.toString())
              .begin(command(folder.resolve("judge" + i), 1, 2, 2).toArray(String[]::new)));
    }
    for (Process process : running) {
      assertTrue(process.waitFor(2, TimeUnit.MINUTES), "a process waits for ever");
      assertEquals(0, process.exitValue());
    }
  }
}
