package dev.decorum.run;

import dev.decorum.model.ModelBundle;
import dev.decorum.model.Precision;
import dev.decorum.pipeline.RewardModel;
import dev.decorum.pipeline.RunDescription;
import dev.decorum.quantize.QuantizedModel;
import dev.decorum.read.Understanding;
import dev.decorum.read.bytes.InputDigest;
import dev.decorum.score.ModelKey;
import dev.decorum.score.RunManifest;
import dev.decorum.score.Understood;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Builds a run's manifest; hashes the model's files during the run. */
final class ManifestBuilder {
  private final RunModel run;
  private final ModelBundle bundle;
  private final List<RunManifest.InputEntry> configuration;
  private CompletableFuture<Map<String, String>> checksums =
      CompletableFuture.completedFuture(Map.of());
  private long started;

  ManifestBuilder(RunModel run) {
    this(run, List.of());
  }

  /**
   * @param configuration the configuration files that have set options of the run
   */
  ManifestBuilder(RunModel run, List<RunManifest.InputEntry> configuration) {
    this.run = run;
    this.bundle = run.bundle();
    this.configuration = configuration;
  }

  /**
   * Starts the clock.
   *
   * @param withChecksums whether the manifest will be written; otherwise hashing half a gigabyte
   *     would be wasted
   */
  void start(boolean withChecksums) {
    started = System.nanoTime();
    if (withChecksums && checksums.join().isEmpty()) {
      checksums = CompletableFuture.supplyAsync(bundle::checksums);
    }
  }

  /**
   * The key of everything that the logits of this run depend on; waits for the hashes of the
   * model's files.
   */
  ModelKey modelKey(RewardModel model) {
    Optional<QuantizedModel> integers = integersOf(model);
    return ModelKey.of(
        description().model(checksums()),
        model.precision().label(),
        integers.map(QuantizedModel::sha256));
  }

  /** The integer form that is run, checked to be that of the files named in the manifest. */
  private Optional<QuantizedModel> integersOf(RewardModel model) {
    Map<String, String> sha256 = checksums();
    Optional<QuantizedModel> integers = sha256.isEmpty() ? Optional.empty() : model.integers();
    integers.ifPresent(form -> form.requireMadeOf(sha256));
    return integers;
  }

  private RunDescription description() {
    return new RunDescription(bundle, run.formatter(), run.window(), run.baseline());
  }

  RunManifest finish(
      RewardModel model,
      List<InputDigest> inputs,
      RunManifest.CountsEntry counts,
      Understanding understanding) {
    integersOf(model);
    return finish(model.device(), model.precision(), inputs, counts)
        .withUnderstood(Understood.of(understanding));
  }

  private RunManifest finish(
      String device,
      Precision precision,
      List<InputDigest> inputs,
      RunManifest.CountsEntry counts) {
    bundle.requireUnchanged();
    double seconds = (System.nanoTime() - started) / 1e9;
    return description()
        .manifest(
            checksums(),
            device,
            precision.label(),
            inputs.stream().map(RunManifest.InputEntry::of).toList(),
            counts,
            seconds)
        .withConfiguration(configuration);
  }

  /** The part of the manifest that is known before the run; hashes the model's files. */
  RunManifest planned() {
    checksums = CompletableFuture.completedFuture(bundle.checksums());
    return finish("", Precision.FP32, List.of(), new RunManifest.CountsEntry(0, 0, 0, 0, 0, 0));
  }

  private Map<String, String> checksums() {
    try {
      return checksums.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException known ? known : e;
    }
  }
}
