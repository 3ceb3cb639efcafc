package dev.decorum.score;

import dev.decorum.conversation.Flag;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reports of runs that never were. */
public final class RunReports {
  private RunReports() {}

  /** A run of 2.5 seconds on the CPU. */
  public static RunManifest manifest(
      @Nullable Integer history, @Nullable Long seed, RunManifest.CountsEntry counts) {
    Map<String, String> sha256 = new LinkedHashMap<>();
    sha256.put("tokenizer.json", "t0");
    sha256.put("config.json", "c0");
    return new RunManifest(
        "0.1.0",
        new RunManifest.ModelEntry("tiny", true, 1, "by nobody", sha256),
        new RunManifest.FormatterEntry("pygmalion", "f0"),
        new RunManifest.WindowSettings(history, "last", 1024, "left"),
        0.672,
        "fp32",
        "cpu",
        Map.of("java", "17"),
        seed,
        List.of(new RunManifest.InputEntry("in.jsonl", 123, "i0")),
        counts,
        2.5);
  }

  /** The same run, of other inputs and of a shard. */
  public static RunManifest of(
      RunManifest known, List<RunManifest.InputEntry> inputs, @Nullable String shard) {
    return new RunManifest(
        known.decorum(),
        known.model(),
        known.formatter(),
        known.window(),
        known.baselineOrNaN(),
        known.precision(),
        known.device(),
        known.versions(),
        known.seed(),
        inputs,
        known.counts(),
        known.seconds(),
        shard,
        null);
  }

  /** A thousand rows: half in the bin of 0.60, a third in that of 0.95, one in that of 0. */
  public static RunReport thousandRows() {
    SortedMap<Double, Double> quantiles = new TreeMap<>();
    quantiles.put(0.05, 0.6);
    quantiles.put(0.25, 0.612);
    quantiles.put(0.5, 0.7);
    quantiles.put(0.75, 0.95);
    quantiles.put(0.95, 0.99);
    List<Long> histogram = new ArrayList<>(Collections.nCopies(20, 0L));
    histogram.set(0, 1L);
    histogram.set(12, 500L);
    histogram.set(13, 166L);
    histogram.set(19, 333L);
    EnumMap<Flag, Long> flags = new EnumMap<>(Flag.class);
    flags.put(Flag.LONE_SURROGATE, 1L);
    flags.put(Flag.TRUNCATED, 1000L);
    return new RunReport(
        manifest(10, null, new RunManifest.CountsEntry(1003, 1000, 3, 45_000, 17, 0)),
        new ScoreSummary(
            1000,
            0.7344,
            0.672,
            9.285714,
            450,
            0.01,
            0.99,
            quantiles,
            histogram,
            flags,
            Scale.PROBABILITY));
  }

  /** A calibration of that run: the logistic of twice the logit less a half. */
  public static ProbabilityCalibration calibration() {
    return new ProbabilityCalibration(
        CalibrationMethod.PLATT,
        2,
        -0.5,
        new ProbabilityCalibration.FittedOn(40, 0.625, 0.6, 0.58),
        thousandRows().run());
  }

  /** A run that scored nothing. */
  public static RunReport nothing() {
    return new RunReport(
        manifest(null, 17L, new RunManifest.CountsEntry(0, 0, 0, 0, 0, 0)),
        new ScoreStatistics(new Scorer(0.672, Scale.PROBABILITY)).summary());
  }
}
