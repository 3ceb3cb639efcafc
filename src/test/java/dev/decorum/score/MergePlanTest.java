package dev.decorum.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.decorum.read.bytes.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergePlanTest {
  private static final MergeOptions GAPS = new MergeOptions(true, false, false);
  private static final MergeOptions MISSING = new MergeOptions(false, true, false);

  private static RunManifest run(
      @Nullable String shard, String device, RunManifest.CountsEntry counts, String... inputs) {
    RunManifest known = RunReports.manifest(10, null, counts);
    return new RunManifest(
        known.decorum(),
        known.model(),
        known.formatter(),
        known.window(),
        known.baselineOrNaN(),
        known.precision(),
        device,
        Map.of("java", device.equals("cpu") ? "17" : "21"),
        known.seed(),
        Arrays.stream(inputs)
            .map(input -> new RunManifest.InputEntry(input + ".jsonl", 7, input))
            .toList(),
        counts,
        2.5,
        shard,
        null);
  }

  private static RunManifest run(@Nullable String shard, String... inputs) {
    return run(shard, "cpu", new RunManifest.CountsEntry(5, 3, 2, 40, 1, 1), inputs);
  }

  private static ScorePart part(String name, @Nullable RunManifest run) {
    return new ScorePart(name, Path.of(name), run);
  }

  /** Parts called 0, 1, 2, …; of a shard of the input {@code in}, or without a manifest. */
  private static List<ScorePart> shards(String... shards) {
    List<ScorePart> parts = new ArrayList<>();
    for (String shard : shards) {
      parts.add(part(String.valueOf(parts.size()), shard.isEmpty() ? null : run(shard, "in")));
    }
    return parts;
  }

  private static String refusal(List<ScorePart> parts, MergeOptions options) {
    return String.valueOf(
        assertThrows(InputException.class, () -> MergePlan.of(parts, options)).getMessage());
  }

  private static List<String> order(MergePlan plan) {
    return plan.parts().stream().map(ScorePart::name).toList();
  }

  @Test
  void shardsComeInTheirOrderAndMakeTheWhole() {
    MergePlan plan = MergePlan.of(shards("3/3", "1/3", "2/3"), MergeOptions.strict());
    assertEquals(List.of("1", "2", "0"), order(plan));
    assertEquals("", plan.missing());
    RunManifest run = Objects.requireNonNull(plan.run());
    assertNull(run.shard());
    assertEquals(List.of("in.jsonl"), run.inputs().stream().map(i -> i.path()).toList());
    // Every shard met the input that failed.
    assertEquals(new RunManifest.CountsEntry(15, 9, 6, 120, 3, 1), run.counts());
    assertEquals(7.5, run.seconds());
  }

  @Test
  void otherRunsKeepTheirOrder() {
    MergePlan plan =
        MergePlan.of(
            List.of(
                part(
                    "b",
                    run(null, "cuda:0", new RunManifest.CountsEntry(1, 1, 0, 9, 0, 1), "x", "y")),
                part("a", run(null, "z"))),
            MergeOptions.strict());
    assertEquals(List.of("b", "a"), order(plan));
    RunManifest run = Objects.requireNonNull(plan.run());
    assertEquals(
        List.of("x.jsonl", "y.jsonl", "z.jsonl"),
        run.inputs().stream().map(i -> i.path()).toList());
    assertEquals(new RunManifest.CountsEntry(6, 4, 2, 49, 1, 2), run.counts());
    assertEquals("cuda:0, cpu", run.device());
    assertEquals(Map.of("java", "21, 17"), run.versions());
    assertEquals("0.1.0", run.decorum());
    assertNull(run.shard());
  }

  @Test
  void missingShardsAreNamed() {
    assertEquals(
        "shards 2, 4 of 4 are missing; score what is missing, or merge what is there with"
            + " --allow-gaps",
        refusal(shards("3/4", "1/4"), MergeOptions.strict()));
    MergePlan plan = MergePlan.of(shards("3/4", "1/4", "4/4"), GAPS);
    assertEquals("shard 2 of 4 is missing", plan.missing());
    assertEquals(List.of("1", "0", "2"), order(plan));
    assertEquals("1,3,4/4", Objects.requireNonNull(plan.run()).shard());
    assertEquals("", MergePlan.of(shards("1/1"), GAPS).missing());
  }

  @Test
  void manyMissingShardsAreNotAllNamed() {
    String refusal = refusal(shards("1/100"), MergeOptions.strict());
    assertEquals("shards 2, 3, 4, 5, ", refusal.substring(0, 19));
    assertEquals(", 21, … of 100 are missing;", refusal.substring(73, 100));
  }

  @Test
  void whatWasMissingCanBeMergedIn() {
    MergePlan plan = MergePlan.of(shards("2,4/4", "1,3/4"), MergeOptions.strict());
    assertEquals(List.of("1", "0"), order(plan));
    assertNull(Objects.requireNonNull(plan.run()).shard());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1/2 1/2 | 0 and 1: both hold shard 1/2",
        "1,2/3 2/3 | 0 and 1: both hold shard 2/3",
        "1/2 2/3 | 0 and 1: shards 1/2 and 2/3 do not come from the same split",
      })
  void shardsThatDoNotFitAreRefused(String shards, String reason) {
    assertEquals(reason, refusal(shards(shards.split(" ", -1)), GAPS));
  }

  @Test
  void shardsOfOtherInputsAreRefused() {
    assertEquals(
        "a and b: the inputs that these are shards of are not the same",
        refusal(
            List.of(part("a", run("1/2", "in")), part("b", run("2/2", "other"))),
            MergeOptions.strict()));
  }

  @Test
  void onAnotherMachineTheInputsMayBeNamedInAnotherOrder() {
    List<ScorePart> parts =
        List.of(part("a", run("1/2", "x", "y")), part("b", run("2/2", "y", "x")));
    assertEquals(List.of("a", "b"), order(MergePlan.of(parts, MergeOptions.strict())));
  }

  @Test
  void shardsAndWholesAreNotMixed() {
    assertEquals(
        "a is shard 1/1, and b is not a shard; merge the shards first, then the result with"
            + " the others",
        refusal(
            List.of(part("a", run("1/1", "x")), part("b", run(null, "y"))), MergeOptions.strict()));
  }

  @Test
  void anInputThatWasReadTwiceIsRefused() {
    List<ScorePart> parts = List.of(part("a", run(null, "x", "x")), part("b", run(null, "y", "x")));
    assertEquals("a and b: both hold the scores of x.jsonl", refusal(parts, GAPS));
    ScorePart same = part("a", run(null, "x"));
    assertEquals("a and a: both hold the scores of x.jsonl", refusal(List.of(same, same), GAPS));
  }

  @Test
  void emptyInputsMayBeReadByAll() {
    RunManifest.InputEntry empty = new RunManifest.InputEntry("empty.jsonl", 0, "e3b0");
    RunManifest known = run(null);
    RunManifest run = RunReports.of(known, List.of(empty), null);
    assertEquals(
        List.of("a", "b"),
        order(MergePlan.of(List.of(part("a", run), part("b", run)), MergeOptions.strict())));
  }

  @Test
  void runsThatDifferAreRefused() {
    RunManifest known = run(null, "x");
    RunManifest other =
        new RunManifest(
            known.decorum(),
            known.model(),
            new RunManifest.FormatterEntry("vicuna", "f1"),
            known.window(),
            0.5,
            "int8",
            known.device(),
            known.versions(),
            known.seed(),
            List.of(),
            known.counts(),
            known.seconds());
    assertEquals(
        "a and b: formatters differ: pygmalion and vicuna; baselines differ: 0.672 and 0.5;"
            + " precisions differ: fp32 and int8; such scores cannot be merged",
        refusal(List.of(part("a", known), part("b", other)), MergeOptions.strict()));
  }

  @Test
  void scoresOfTwoCalibrationsAreRefused() {
    RunManifest plain = run(null, "x");
    RunManifest calibrated = run(null, "y").withCalibration(calibration(2).summary());
    assertEquals(
        "a and b: calibrations differ: none and platt (slope 2.0, intercept -0.5); such scores"
            + " cannot be merged",
        refusal(List.of(part("a", plain), part("b", calibrated)), MergeOptions.strict()));
    RunManifest same = run(null, "z").withCalibration(calibration(2).summary());
    RunManifest merged =
        MergePlan.of(List.of(part("b", calibrated), part("c", same)), MergeOptions.strict()).run();
    assertEquals(calibrated.calibration(), Objects.requireNonNull(merged).calibration());
    RunManifest other = run(null, "w").withCalibration(calibration(3).summary());
    assertThrows(
        InputException.class,
        () ->
            MergePlan.of(List.of(part("b", calibrated), part("d", other)), MergeOptions.strict()));
  }

  private static ProbabilityCalibration calibration(double slope) {
    return new ProbabilityCalibration(
        CalibrationMethod.PLATT,
        slope,
        -0.5,
        new ProbabilityCalibration.FittedOn(10, 0.5, 0.7, 0.6),
        run(null, "labels"));
  }

  @Test
  void withoutManifestsNothingIsKnown() {
    assertEquals(
        "1: there is no run manifest beside this score file, so it is unknown whether it belongs"
            + " to the others (--allow-missing-manifest merges it nevertheless)",
        refusal(shards("1/2", ""), GAPS));
    MergePlan plan = MergePlan.of(shards("", "2/3", "1/3"), MISSING);
    assertEquals(List.of("2", "1", "0"), order(plan));
    assertNull(plan.run());
    assertEquals("", plan.missing());
    assertEquals(List.of("0", "1"), order(MergePlan.of(shards("", ""), MISSING)));
    assertEquals("0 and 2: both hold shard 1/2", refusal(shards("1/2", "", "1/2"), MISSING));
  }

  @Test
  void nothingIsNoMerge() {
    assertEquals("there is no score file to merge", refusal(List.of(), GAPS));
  }
}
