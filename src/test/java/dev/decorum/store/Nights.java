package dev.decorum.store;

import dev.decorum.score.RunManifest;
import dev.decorum.score.Scale;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** Nights made by hand. */
public final class Nights {
  private Nights() {}

  /** A run with so many rows by a model of this name. */
  public static RunManifest run(String model, long rows) {
    return new RunManifest(
        "0.1.0",
        new RunManifest.ModelEntry(model, false, 1, null, Map.of("model.safetensors", model)),
        new RunManifest.FormatterEntry("pygmalion", "abc"),
        new RunManifest.WindowSettings(10, "last", 1024, "left"),
        0.672,
        "fp32",
        "cpu",
        Map.of(),
        null,
        List.of(new RunManifest.InputEntry("night.jsonl", 10, "def")),
        new RunManifest.CountsEntry(rows + 1, rows, 1, 50 * rows, 0, 0),
        1.5);
  }

  /** All rows of a night. */
  public static NightSlice slice(String field, String value, long rows, double mean, double error) {
    return new NightSlice(
        field,
        value,
        rows,
        rows,
        mean,
        error,
        rows / 4,
        0.01,
        new NightSlice.FiveQuantiles(0.1, 0.3, 0.5, 0.7, 0.9),
        60,
        1.5,
        rows / 10,
        0.008,
        0,
        0,
        Scale.PROBABILITY);
  }

  /** A night with so many rows, these slices, and a digest of its conversations. */
  public static Night of(LocalDate date, long rows, String content, List<NightSlice> slices) {
    return new Night(
        "nightly",
        date,
        Instant.parse("2026-11-24T03:00:00Z"),
        run("m", rows),
        rows,
        content,
        slices);
  }

  /** A night of the series {@code nightly}, as a whole and for one bot. */
  public static Night of(LocalDate date, String model, double mean) {
    return new Night(
        "nightly",
        date,
        Instant.parse("2026-11-24T03:00:00Z"),
        run(model, 400),
        300,
        null,
        List.of(slice("", "", 400, mean, 0.012), slice("bot_name", "Tom", 100, mean, 0.024)));
  }
}
