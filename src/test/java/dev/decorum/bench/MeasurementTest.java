package dev.decorum.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.model.RandomCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasurementTest {
  private static final BenchReport.Model GPT2 =
      new BenchReport.Model("x", false, true, RandomCheckpoint.GPT2_SMALL);

  private static Measurement measurement(Double... seconds) {
    return new Measurement(Workload.TURNS, 50, 250, 10_000, 7_000, 0, List.of(seconds), -1);
  }

  @Test
  void theMedianRunCounts() {
    assertEquals(2, measurement(9.0, 1.0, 2.0).medianSeconds());
    assertEquals(3, measurement(4.0, 1.0, 2.0, 9.0).medianSeconds());
    Measurement measurement = measurement(2.0);
    assertEquals(25, measurement.conversationsPerSecond());
    assertEquals(125, measurement.rowsPerSecond());
    assertEquals(5_000, measurement.tokensPerSecond());
    assertEquals(0.7, measurement.repeatedShare(), 1e-12);
    assertThrows(IllegalArgumentException.class, MeasurementTest::measurement);
  }

  /** 12 blocks of (768 x 2304 + 768 x 768 + 2 x 768 x 3072) weights, two operations each. */
  @Test
  void linearLayersOfGpt2SmallTake170MillionOperationsAToken() {
    assertEquals(169_869_312, GPT2.linearFlopsPerToken());
  }

  @Test
  void theShareIsAgainstTheProductsRate() {
    Measurement measurement = measurement(10.0);
    BenchReport report = report(OptionalDouble.of(169_869_312_000.0 * 2), measurement);
    assertEquals(0.5, report.shareOfProductRate(measurement), 1e-12);
    assertTrue(
        Double.isNaN(report(OptionalDouble.empty(), measurement).shareOfProductRate(measurement)));
  }

  private static BenchReport report(OptionalDouble rate, Measurement measurement) {
    return new BenchReport(
        Machine.here(),
        GPT2,
        new BenchReport.Setting("cpu", "fp32", 2, 1024, 1),
        0.5,
        rate,
        List.of(measurement),
        Optional.empty());
  }

  @Test
  void aScaleLeavesAtLeastOneConversation() {
    BenchOptions tenth =
        new BenchOptions(List.of(Workload.RANK), 0.1, OptionalInt.empty(), 1, 1, false);
    assertEquals(50, tenth.conversations(Workload.RANK));
    BenchOptions little =
        new BenchOptions(List.of(Workload.RANK), 1e-9, OptionalInt.empty(), 1, 1, false);
    assertEquals(1, little.conversations(Workload.RANK));
    BenchOptions counted =
        new BenchOptions(List.of(Workload.RANK), 1, OptionalInt.of(7), 1, 1, false);
    assertEquals(7, counted.conversations(Workload.LONG));
  }

  @Test
  void peakMemoryIsReadWhereTheSystemSaysIt(@TempDir Path folder) throws IOException {
    Path status =
        Files.writeString(folder.resolve("status"), "VmPeak:\t  900 kB\nVmHWM:\t   612 kB\n");
    Path reset = Files.createFile(folder.resolve("clear_refs"));
    PeakMemory memory = new PeakMemory(status, reset);
    memory.forget();
    assertEquals("5", Files.readString(reset));
    assertEquals(OptionalLong.of(612 * 1024), memory.bytes());
    PeakMemory silent = new PeakMemory(folder.resolve("no"), folder.resolve("where"));
    silent.forget();
    assertEquals(OptionalLong.empty(), silent.bytes());
    assertFalse(Files.exists(folder.resolve("where")));
  }
}
