package dev.decorum.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.read.bytes.Compressed;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.layout.ReadResult;
import dev.decorum.read.options.InputListener;
import dev.decorum.read.options.InputOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Of damaged data the rows before the damage are read, and the damage is said. */
class DamagedDataTest {
  private static final int STEP = 197;

  private static byte[] rows() {
    Random random = new Random(20261129);
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 1_000; i++) {
      rows.append("{\"id\":\"").append(i).append("\",\"messages\":[");
      rows.append("{\"role\":\"user\",\"content\":\"").append(random.nextInt()).append("\"},");
      rows.append("{\"role\":\"assistant\",\"content\":\"").append(random.nextLong());
      rows.append(" and so on\"}]}\n");
    }
    return rows.toString().getBytes(StandardCharsets.UTF_8);
  }

  private record Read(List<String> rows, List<String> failures) {

    static Read of(byte[] bytes) throws IOException {
      List<String> rows = new ArrayList<>();
      List<String> failures = new ArrayList<>();
      try (ConversationSource source =
          ConversationSource.open(
              List.of("-"),
              InputOptions.defaults(),
              new ByteArrayInputStream(bytes),
              InputListener.silent())) {
        boolean more = true;
        while (more) {
          try {
            Optional<ReadResult> next = source.next();
            next.ifPresent(row -> rows.add(Reading.show(row)));
            more = next.isPresent();
          } catch (InputException e) {
            failures.add(String.valueOf(e.getMessage()));
          }
        }
      }
      return new Read(rows, failures);
    }
  }

  @ParameterizedTest
  @EnumSource
  void rowsBeforeTheCutAreRead(Compressed format) throws IOException {
    byte[] good = format.of(rows());
    List<String> intact = Read.of(good).rows();
    assertEquals(1_000, intact.size());
    int most = 0;
    for (int at = STEP; at < good.length; at += STEP) {
      Read read = Read.of(Arrays.copyOf(good, at));
      assertEquals(intact.subList(0, read.rows().size()), read.rows(), "cut at " + at);
      assertEquals(1, read.failures().size(), "cut at " + at + ": " + read.failures());
      assertTrue(read.failures().get(0).endsWith("is cut off"), read.failures().get(0));
      most = Math.max(most, read.rows().size());
    }
    assertTrue(most >= format.leastBeforeDamage(), most + " rows");
  }

  /** What a bit changes may be told only at the end of a block, but it is told. */
  @ParameterizedTest
  @EnumSource
  void aChangedByteIsSaid(Compressed format) throws IOException {
    byte[] good = format.of(rows());
    List<String> intact = Read.of(good).rows();
    int silent = 0;
    for (int at = 10; at < good.length; at += STEP) {
      byte[] bad = good.clone();
      bad[at] ^= 0x10;
      Read read = Read.of(bad);
      if (read.failures().isEmpty()) {
        assertEquals(intact, read.rows(), "changed at " + at);
        silent++;
      } else {
        String failure = read.failures().get(0);
        // A block of bzip2 is nonsense from its beginning; its checksum stands behind it.
        assertTrue(
            failure.contains("is broken: ")
                || failure.contains("is cut off")
                || format == Compressed.BZIP2,
            at + ": " + failure);
      }
    }
    assertTrue(silent < 4, silent + " changes without a difference");
  }
}
