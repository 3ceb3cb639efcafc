package dev.decorum;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every folder under {@code examples} is a case: {@code cmd} is run from the top of the repository
 * and has to print {@code expected-out} and {@code expected-err} and to exit with {@code
 * expected-code} (0 if there is none). Those that train have the engine for it.
 */
class ExamplesIT {

  static List<Path> examples() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of("examples"))) {
      return folders.filter(Files::isDirectory).sorted().toList();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void anExamplePrintsWhatIsWrittenBesideIt(Path example) throws Exception {
    String command = Files.readString(example.resolve("cmd")).strip();
    Distribution distribution = new Distribution();
    if (command.contains("decorum train ")) {
      distribution.withEngine();
    }
    Distribution.Result result = distribution.shell(command);
    Printout.assertAlike(
        Files.readString(example.resolve("expected-err")), result.err(), example + "/expected-err");
    Printout.assertAlike(
        Files.readString(example.resolve("expected-out")), result.out(), example + "/expected-out");
    Path code = example.resolve("expected-code");
    int expected = Files.exists(code) ? Integer.parseInt(Files.readString(code).strip()) : 0;
    assertEquals(expected, result.exitCode());
  }

  @Test
  void thereAreExamples() throws IOException {
    assertEquals(16, examples().size());
  }
}
