package dev.decorum.read;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.read.bytes.InputException;
import dev.decorum.read.options.InputOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever bytes an export holds, its rows are read or rejected, or the whole is refused; nothing
 * else comes out. A little of what {@code src/fuzz} does at length.
 */
class DamagedExportsTest {
  private static final int ROUNDS = 150;
  private static final Path SEEDS = Path.of("src/fuzz/seeds/exports");

  private static final List<String> WORDS =
      List.of("\"", "{", "}]", ",", "\n", "\r", "null", "1e999999999", "\\ud800", "\ufeff", "[[[[");

  private static byte[] export(String format) throws IOException {
    for (String ending : List.of(".jsonl", ".json", ".csv")) {
      Path file = SEEDS.resolve(format + ending);
      if (Files.exists(file)) {
        return Files.readAllBytes(file);
      }
    }
    return String.join("\n", FormatContractTest.lines(format)).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] damaged(byte[] good, Random random) {
    byte[] bytes = good;
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(bytes.length);
      int to = Math.min(bytes.length, at + 1 + random.nextInt(12));
      byte[] other =
          switch (random.nextInt(4)) {
            case 0 -> new byte[] {(byte) random.nextInt(256)};
            case 1 -> WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8);
            case 2 -> new byte[0];
            default -> repeated(bytes, at, to);
          };
      bytes = replaced(bytes, at, random.nextBoolean() ? at : to, other);
    }
    return bytes;
  }

  private static byte[] repeated(byte[] bytes, int from, int to) {
    byte[] stretch = Arrays.copyOfRange(bytes, from, to);
    return replaced(stretch, 0, 0, stretch);
  }

  private static byte[] replaced(byte[] bytes, int from, int to, byte[] other) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, from);
    out.writeBytes(other);
    out.write(bytes, to, bytes.length - to);
    return out.size() == 0 ? new byte[] {' '} : out.toByteArray();
  }

  @ParameterizedTest
  @MethodSource("dev.decorum.read.FormatContractTest#formats")
  void isReadOrRejectedOrRefused(String format) throws IOException {
    byte[] good = export(format);
    Random random = new Random(20261124);
    int accepted = 0;
    int rejected = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] file = damaged(good, random);
      for (String known : List.of(format, "auto")) {
        try {
          Reading reading = Reading.of(file, InputOptions.defaults().withLayout(known));
          accepted += reading.accepted().size();
          rejected += reading.rejected().size();
          reading.rejected().forEach(row -> assertFalse(row.reason().isBlank()));
        } catch (InputException e) {
          String message = String.valueOf(e.getMessage());
          assertTrue(message.startsWith("-: ") || message.startsWith("-:1: "), message);
        }
      }
    }
    assertTrue(accepted > 0 && rejected > 0, accepted + " accepted, " + rejected + " rejected");
  }

  @ParameterizedTest
  @MethodSource("dev.decorum.read.FormatContractTest#formats")
  void theSeedsAreGood(String format) throws IOException {
    Reading reading = Reading.of(export(format), InputOptions.defaults().withLayout(format));
    assertFalse(reading.accepted().isEmpty());
  }
}
