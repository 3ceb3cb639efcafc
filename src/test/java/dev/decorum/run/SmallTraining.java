package dev.decorum.run;

import dev.decorum.format.Turns;
import dev.decorum.hub.HubSettings;
import dev.decorum.hub.ModelLocation;
import dev.decorum.infer.Device;
import dev.decorum.model.Dropout;
import dev.decorum.read.options.InputOptions;
import dev.decorum.train.AdamOptions;
import dev.decorum.train.MixedPrecision;
import dev.decorum.train.Recipe;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Trains a small model on the conversations of the training fixtures, on one thread. */
final class SmallTraining {
  static final Path RESOURCES = Path.of("src/test/resources");
  static final Path DATA = RESOURCES.resolve("training");

  private final Path output;
  private String start = "checkpoints/base";
  private @Nullable Map<String, Integer> shape;
  private Path data = DATA.resolve("train.jsonl");
  private @Nullable Double validationShare;
  private long rows = Long.MAX_VALUE;
  private Recipe recipe = new Recipe();
  private AdamOptions adam = AdamOptions.DEFAULT;
  private double dropout;
  private double labelSmoothing;
  private boolean resume = true;

  SmallTraining(Path output) {
    this.output = output;
  }

  /** The model's folder, below the resources. */
  SmallTraining start(String folder) {
    start = folder;
    return this;
  }

  /** Random weights of a shape, with the tokenizer of the model's folder. */
  SmallTraining fromScratch(Map<String, Integer> settings) {
    shape = settings;
    return this;
  }

  SmallTraining data(Path file) {
    data = file;
    return this;
  }

  SmallTraining validationShare(double share) {
    validationShare = share;
    return this;
  }

  SmallTraining rows(long count) {
    rows = count;
    return this;
  }

  SmallTraining recipe(Recipe value) {
    recipe = value;
    return this;
  }

  SmallTraining adam(AdamOptions value) {
    adam = value;
    return this;
  }

  SmallTraining dropout(double share) {
    dropout = share;
    return this;
  }

  SmallTraining labelSmoothing(double share) {
    labelSmoothing = share;
    return this;
  }

  SmallTraining noResume() {
    resume = false;
    return this;
  }

  TrainRequest request() {
    return new TrainRequest(
        new InputRequest(
            List.of(data.toString()),
            InputOptions.defaults().withLabelsNeeded(true),
            rows,
            InputStream.nullInputStream()),
        new ValidationRequest(
            validationShare != null
                ? List.of()
                : List.of(DATA.resolve("validation.jsonl").toString()),
            validationShare,
            null),
        new StartRequest(
            new ModelRequest(
                shape != null
                    ? null
                    : new ModelLocation(
                        RESOURCES.resolve(start).toString(), new HubSettings(Map.of())),
                null),
            false,
            shape,
            shape == null ? null : RESOURCES.resolve(start),
            1),
        new WindowRequest(null, null, null, Turns.LAST, null),
        new RejectPolicy(null, false, false),
        recipe.options(),
        null,
        adam,
        Dropout.of(dropout),
        labelSmoothing,
        MixedPrecision.NONE,
        Device.CPU,
        1,
        output,
        resume);
  }

  RunStatus run() throws IOException, InterruptedException {
    return run(new SilentListener());
  }

  RunStatus run(RunListener listener) throws IOException, InterruptedException {
    return new TrainRun(request(), new RunContext(listener, List.of())).run();
  }
}
