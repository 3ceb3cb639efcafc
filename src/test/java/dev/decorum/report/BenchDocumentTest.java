package dev.decorum.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.decorum.bench.BenchReport;
import dev.decorum.bench.Machine;
import dev.decorum.bench.Measurement;
import dev.decorum.bench.Trial;
import dev.decorum.bench.Tuning;
import dev.decorum.bench.Workload;
import dev.decorum.model.RandomCheckpoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Throughput as people and programs read it. */
class BenchDocumentTest {
  private static final Tuning TUNING =
      new Tuning(
          List.of(new Trial(1, OptionalInt.empty(), 800), new Trial(2, OptionalInt.empty(), 1520)),
          List.of(
              new Trial(2, OptionalInt.empty(), 1500), new Trial(2, OptionalInt.of(256), 1800)));

  private static BenchReport report(OptionalDouble productRate, Optional<Tuning> tuning) {
    return new BenchReport(
        new Machine("Linux amd64", "", 2),
        new BenchReport.Model("mine", false, true, RandomCheckpoint.GPT2_SMALL),
        new BenchReport.Setting("cpu", "fp32", 2, 1024, 1),
        0.84,
        productRate,
        List.of(
            new Measurement(
                Workload.BOT_MIX, 128, 128, 76_800, 43_000, 1, List.of(22.0, 24.0, 30.0), -1)),
        tuning);
  }

  @Test
  void theTableHoldsWhatWasMeasured() {
    List<String> lines =
        TextDocument.lines(BenchDocument.of(report(OptionalDouble.of(300e9), Optional.of(TUNING))));
    assertEquals(
        "           conversations  rows  tokens  repeated  time  conv./s  tokens/s  of the product"
            + "  peak memory",
        lines.get(1));
    assertEquals(
        "  bot-mix            128   128  76,800     56.0%  24 s      5.3     3,200          181.2%"
            + "            -",
        lines.get(2));
    String text = String.join("\n", lines);
    assertTrue(text.replaceAll("\\s+", " ").contains("reaches 300 GFLOP/s here"), text);
    assertTrue(lines.contains("  --threads 2                          1,520  1.90x"), text);
    assertTrue(
        lines.contains("  best here: --threads 2 (1.90x of 1 thread), --batch-tokens 256 (1.20x)"),
        text);
    assertTrue(text.contains("mine: 12 layers, width 768, random weights"), text);
  }

  @Test
  void aGpuIsNotHeldAgainstTheProcessor() {
    List<String> lines =
        TextDocument.lines(BenchDocument.of(report(OptionalDouble.empty(), Optional.empty())));
    assertTrue(lines.get(2).matches(".* 3,200 +- +-"), lines.get(2));
    assertTrue(lines.stream().noneMatch(line -> line.contains("GFLOP")), lines.toString());
    assertTrue(lines.stream().noneMatch(line -> line.contains("--threads")), lines.toString());
  }

  @Test
  void oneThreadNeedsNoComparison() {
    Tuning tuning =
        new Tuning(
            List.of(new Trial(1, OptionalInt.empty(), 800)),
            List.of(new Trial(1, OptionalInt.empty(), 800)));
    assertEquals(
        "best here: --threads 1, --batch-tokens as it is", BenchDocument.recommendation(tuning));
  }

  @Test
  void theJsonHoldsTheSame() throws Exception {
    JsonNode json =
        new ObjectMapper()
            .readTree(
                BenchJson.text(
                    report(OptionalDouble.empty(), Optional.of(TUNING)),
                    "0.1.0",
                    Map.of("java", "17")));
    assertEquals("0.1.0", json.get("decorum_version").asText());
    assertEquals("17", json.at("/versions/java").asText());
    assertTrue(json.get("matrix_product_flops_per_second").isNull());
    JsonNode measured = json.at("/workloads/0");
    assertTrue(measured.get("peak_resident_bytes").isNull());
    assertTrue(measured.get("share_of_matrix_product").isNull());
    assertEquals(43_000, measured.get("repeated_tokens").asInt());
    assertEquals(1, measured.get("rows_truncated").asInt());
    assertEquals(24, measured.get("seconds").asDouble());
    assertEquals(2, json.at("/tuning/threads").size());
    assertEquals(1520, json.at("/tuning/threads/1/tokens_per_second").asDouble());
    assertTrue(json.at("/tuning/batch_tokens/0/batch_tokens").isNull());
    assertEquals(2, json.at("/tuning/best/threads").asInt());
    assertEquals(1.9, json.at("/tuning/best/threads_gain").asDouble(), 1e-12);
    assertEquals(256, json.at("/tuning/best/batch_tokens").asInt());
    assertEquals(1.2, json.at("/tuning/best/batch_tokens_gain").asDouble(), 1e-12);
  }
}
