package dev.decorum.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every command has in common: help, errors, exit codes and defaults. */
class DecorumTest {
  private static final String CASES = "src/test/resources/parity/base.jsonl";

  @TempDir Path folder;

  static Stream<Arguments> errors() {
    String base = Cli.BASE_MODEL;
    return Stream.of(
        error(2, "Unmatched argument at index 0: 'scoer'", "scoer"),
        error(2, "Missing required parameter: 'INPUT'", "score"),
        error(2, "Unknown option: '--nonsense'", "score", CASES, "--nonsense"),
        error(2, "unknown input format \"xml\"", "score", CASES, "--input-format=xml"),
        error(2, "--negative needs --positive", "evaluate", CASES, "--negative=bad"),
        error(2, "a label cannot be empty", "evaluate", CASES, "--positive="),
        error(2, "the label \"bad\" cannot", "evaluate", CASES, "--positive=bad", "--negative=bad"),
        error(2, "unknown field \"colour\" to map", "score", CASES, "--map=colour=x"),
        error(2, "--history must be 1 or more, or all", "score", "-m", base, CASES, "--history=0"),
        error(
            2,
            "--max-tokens must be 1 to 128 for the model 'base'",
            "score",
            "-m",
            base,
            CASES,
            "--max-tokens=129"),
        error(
            2,
            "--baseline must be a probability between 0 and 1",
            "score",
            "-m",
            base,
            CASES,
            "--baseline=1"),
        error(2, "names the device 1 more", "score", "-m", base, CASES, "--device=cuda:1,1"),
        error(2, "'cuda:0,' is not a device", "score", "-m", base, CASES, "--device=cuda:0,"),
        error(2, "'cuda:0,' is not a device", "rank", "-m", base, CASES, "--device=cuda:0,"),
        error(
            2,
            "--threads 1 is too few: each of 2 devices needs one",
            "score",
            "-m",
            base,
            CASES,
            "--device=cuda:0,1",
            "--threads=1"),
        error(2, "'tpu' is not a device", "score", "-m", base, CASES, "--device=tpu"),
        error(
            2, "--batch-tokens must be 1 or more", "score", "-m", base, CASES, "--batch-tokens=0"),
        error(2, "--threads must be a number from 1", "score", "-m", base, CASES, "--threads=0"),
        error(2, "the field 'tokens' cannot be kept", "score", "-m", base, CASES, "--keep=tokens"),
        error(2, "neither .csv nor .jsonl", "score", "-m", base, CASES, "-o", "scores.xlsx"),
        error(2, "model needs a command", "model"),
        error(3, "no/such.jsonl", "score", "-m", base, "no/such.jsonl"),
        error(3, "no/such/model", "score", "-m", "no/such/model", CASES),
        error(
            3,
            "no such file, nor one of the formatters",
            "score",
            "-m",
            base,
            CASES,
            "--formatter=alpaca"),
        error(3, "device cuda:0 is not available", "score", "-m", base, CASES, "--device=cuda"),
        error(
            3, "device cuda:0,9 is not available", "score", "-m", base, CASES, "--device=cuda:0,9"),
        error(
            3,
            "the folder does not exist",
            "score",
            "-m",
            base,
            CASES,
            "-o",
            "no/such/folder/x.csv"),
        error(3, "nothing to verify", "model", "verify", base));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4.9e-324",
        "1e-300",
        "9e-7",
        "0.9999999",
        "0.99999999999999999",
        "NaN",
        "-0",
        "1",
        "0"
      })
  void aBaselineIsASensibleProbability(String baseline) {
    Cli.Result result = Cli.run("score", "-m", Cli.BASE_MODEL, CASES, "--baseline=" + baseline);
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertTrue(
        result.err().contains("--baseline must be a probability between 0 and 1"), result.err());
  }

  private static Arguments error(int exitCode, String message, String... arguments) {
    return Arguments.of(exitCode, message, arguments);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("errors")
  void anErrorIsALineWithItsReasonAndAnExitCode(int exitCode, String message, String[] arguments) {
    Cli.Result result = Cli.run(arguments);
    assertTrue(result.err().contains(message), result.err());
    assertEquals(exitCode, result.exitCode(), result.err());
    assertTrue(result.err().lines().anyMatch(line -> line.startsWith("decorum: ")), result.err());
    assertFalse(result.err().contains("\tat "), "a stack trace: " + result.err());
    assertEquals("", result.out());
  }

  @Test
  void tooLittleMemoryIsSaidInALine() {
    InputStream greedy =
        new InputStream() {
          @Override
          public int read() {
            throw new OutOfMemoryError("Java heap space");
          }

          @Override
          public int read(byte[] target, int from, int length) {
            return read();
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Streams streams =
        new Streams(
            greedy,
            OutputStream.nullOutputStream(),
            new PrintStream(err, true, UTF_8),
            false,
            false);
    String[] arguments = {"score", "-q", "-m", Cli.BASE_MODEL, "-"};
    assertEquals(ExitCode.INTERNAL, Decorum.run(arguments, streams, Map.of()));
    assertEquals(
        "decorum: out of memory (Java heap space); DECORUM_OPTS=-Xmx4g gives Java 4 GB\n",
        err.toString(UTF_8));
  }

  @Test
  void noCommandAtAllIsAnsweredWithHelp() {
    Cli.Result result = Cli.run();
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertTrue(result.err().contains("Usage: decorum COMMAND"), result.err());
  }

  @Test
  void theVersionNamesTheLibrariesThatCompute() {
    Cli.Result result = Cli.run("--version");
    assertTrue(result.out().contains("onnxruntime 1.28.0"), result.out());
  }

  @Test
  void theCommandLineBeatsTheEnvironmentAndThatTheFile() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("d.properties"),
            "model=" + Cli.BASE_MODEL + "\nhistory=7\nscore.baseline=0.25\n");
    Path summary = folder.resolve("s.json");
    String[] arguments = {
      "score", "-q", "--config", config.toString(), CASES, "--summary", summary.toString()
    };

    assertEquals(0, Cli.run(arguments).exitCode());
    String fromFile = Files.readString(summary);
    assertTrue(fromFile.contains("\"history\" : 7"), fromFile);
    assertTrue(fromFile.contains("\"baseline\" : 0.25"), fromFile);

    Cli environment = new Cli().environment(Map.of("DECORUM_HISTORY", "6"));
    assertEquals(0, environment.start(arguments).exitCode());
    assertTrue(Files.readString(summary).contains("\"history\" : 6"));

    String[] withOption = Arrays.copyOf(arguments, arguments.length + 1);
    withOption[arguments.length] = "--history=5";
    assertEquals(0, environment.start(withOption).exitCode());
    assertTrue(Files.readString(summary).contains("\"history\" : 5"));
  }

  @Test
  void aMisspeltPropertyIsAnError() throws IOException {
    Path twice = Files.writeString(folder.resolve("t.properties"), "history=7\nhistory=8\n");
    Cli.Result refused = Cli.run("score", "--config=" + twice, CASES);
    assertEquals(ExitCode.USAGE, refused.exitCode());
    assertTrue(refused.err().contains("'history' is given twice"), refused.err());
    Path config = Files.writeString(folder.resolve("d.properties"), "histroy=7\n");
    Cli.Result result = Cli.run("score", "--config=" + config, CASES);
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertTrue(result.err().contains("there is no option 'histroy'"), result.err());
  }

  @Test
  void debugShowsWhereAnErrorCameFrom() {
    Cli.Result result = Cli.run("score", "--debug", "-m", "no/such/model", CASES);
    assertTrue(result.err().contains("\tat dev.decorum."), result.err());
  }
}
