package dev.decorum.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.run.PairFiles.Part;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names of files of pairs, and the split between two of them. */
class PairFilesTest {

  @ParameterizedTest
  @CsvSource({
    "pairs.jsonl, pairs-train.jsonl, pairs-validation.jsonl",
    "out/Pairs.NDJSON.gz, out/Pairs-train.NDJSON.gz, out/Pairs-validation.NDJSON.gz",
    "pairs.data, pairs.data-train, pairs.data-validation",
  })
  void aSplitNamesItsFiles(String file, String train, String validation) {
    assertEquals(Path.of(train), PairFiles.of(Path.of(file), Part.TRAIN));
    assertEquals(Path.of(validation), PairFiles.of(Path.of(file), Part.VALIDATION));
  }

  @Test
  void endings() {
    assertTrue(PairFiles.isKnown(Path.of("a/x.jsonl.gz")));
    assertTrue(PairFiles.isCompressed(Path.of("a/x.JSONL.GZ")));
    assertFalse(PairFiles.isKnown(Path.of("x.csv")));
    assertFalse(PairFiles.isKnown(Path.of("x.gz")));
  }

  /**
   * By Python: {@code int.from_bytes(hashlib.sha256(b"c2").digest()[:8], "big") / 2**64} is
   * 0.609538931813313, and 0.07098921772898331 for c0.
   */
  @ParameterizedTest
  @CsvSource({
    "c2, 0.6096, TRAIN",
    "c2, 0.6095, VALIDATION",
    "c0, 0.0710, TRAIN",
    "c0, 0.0709, VALIDATION",
  })
  void aGroupIsPlacedByItsHash(String group, double share, Part part) {
    assertEquals(part, PairFiles.partOf(group, share));
  }
}
