package dev.decorum.run;

import dev.decorum.format.WindowOptions;
import dev.decorum.infer.Device;
import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.Precision;
import dev.decorum.model.StartingPoint;
import dev.decorum.model.files.JsonFields;
import dev.decorum.pipeline.PlanOptions;
import dev.decorum.pipeline.RewardModel;
import dev.decorum.read.ConversationSource;
import dev.decorum.report.LineLayout;
import dev.decorum.score.ProgramVersion;
import dev.decorum.score.RunReport;
import dev.decorum.train.Checkpoints;
import dev.decorum.train.Learner;
import dev.decorum.train.TrainerState;
import dev.decorum.train.Training;
import dev.decorum.train.TrainingException;
import dev.decorum.train.TrainingLog;
import dev.decorum.train.TrainingSummary;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Writes what a training has made: the best checkpoint as a model folder, with its scores of the
 * validation data, its card, and a summary.
 */
final class TrainedModel {
  private static final String CARD = "README.md";
  private static final long PREFIX_CACHE = 1L << 30;

  private final TrainRequest request;
  private final StartingPoint start;
  private final FormatterTemplates formatter;
  private final WindowOptions window;
  private final TrainingData data;
  private final Checkpoints checkpoints;
  private final RunListener listener;

  TrainedModel(
      TrainRequest request,
      StartingPoint start,
      FormatterTemplates formatter,
      WindowOptions window,
      TrainingData data,
      Checkpoints checkpoints,
      RunListener listener) {
    this.request = request;
    this.start = start;
    this.formatter = formatter;
    this.window = window;
    this.data = data;
    this.checkpoints = checkpoints;
    this.listener = listener;
  }

  /** The names of the files that this writes, besides those that checkpoints have. */
  static List<String> files(Path output) {
    Path scores = output.resolve(Training.VALIDATION_SCORES);
    return List.of(
        TrainingSummary.FILE,
        CARD,
        Training.VALIDATION_SCORES,
        RunReport.beside(scores).getFileName().toString());
  }

  /**
   * Writes all files. If this is interrupted, the checkpoints are still there.
   *
   * @param log all of it
   * @param hyperparameters by their names
   */
  void write(
      TrainerState state,
      TrainingLog log,
      List<Learner.Parameter> parameters,
      Map<String, Object> hyperparameters)
      throws IOException, InterruptedException {
    TrainerState.Best best = Objects.requireNonNull(state.best());
    ModelBundle bundle = ModelBundle.open(checkpoints.unchanged(best.step()));
    Path output = request.output();
    writeScores(bundle, best, output.resolve(Training.VALIDATION_SCORES));
    TrainingSummary summary = summary(state, best, parameters, hyperparameters);
    String card = new TrainingCard(bundle, summary, log, formatter).text();
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(TrainingSummary.FILE, JsonFields.writeIndented(summary.toJson()));
    files.put(CARD, card.getBytes(StandardCharsets.UTF_8));
    checkpoints.finish(state, files);
    listener.note(
        String.format(
            Locale.ROOT,
            "best at step %,d: validation loss %.4f, accuracy %.4f",
            best.step(),
            best.loss(),
            best.accuracy()));
    listener.wrote("the model", output);
    TrainingSummary.Rows validation = summary.validation();
    if (validation != null && best.loss() >= validation.guessLoss()) {
      listener.warning(
          String.format(
              Locale.ROOT,
              "the model has learned nothing of use: always answering with the base rate has the"
                  + " validation loss %.4f",
              validation.guessLoss()));
    }
  }

  private TrainingSummary summary(
      TrainerState state,
      TrainerState.Best best,
      List<Learner.Parameter> parameters,
      Map<String, Object> hyperparameters) {
    String metric = String.valueOf(hyperparameters.get("metric_for_best_model"));
    Map<String, TrainingSummary.Rows> rows = new LinkedHashMap<>();
    rows.put("train", rows(data.trainingSide()));
    rows.put("validation", rows(data.validationSide()));
    return new TrainingSummary(
        ProgramVersion.current(),
        start.name(),
        best.step(),
        metric,
        best.value(request.options().metric()),
        state.step(),
        state.epoch(),
        parameters.stream().mapToLong(Learner.Parameter::size).sum(),
        hyperparameters,
        rows);
  }

  private TrainingSummary.Rows rows(TrainingData.Side side) {
    return new TrainingSummary.Rows(
        side.files(),
        side.examples().size(),
        side.examples().count(start.head().appropriate()),
        side.truncated());
  }

  /**
   * Scores the validation data as {@code score} does.
   *
   * @throws TrainingException if they or the scores are not those of the evaluation
   */
  private void writeScores(ModelBundle bundle, TrainerState.Best best, Path file)
      throws IOException, InterruptedException {
    EngineRequest engine =
        new EngineRequest(
            Device.CPU, Precision.FP32, request.threads(), new PlanOptions(null, PREFIX_CACHE));
    RunModel model =
        new RunModel(
            bundle,
            formatter,
            window,
            Objects.requireNonNull(bundle.settings().baseline()),
            engine);
    List<String> keep = new ArrayList<>(List.of(ValidationReader.LABEL));
    keep.addAll(request.validation().fields());
    OutputRequest output =
        new OutputRequest(
            file,
            OutputFormat.CSV,
            null,
            null,
            keep,
            OutputStream.nullOutputStream(),
            LineLayout.FILE);
    try (ConversationSource source = request.openValidation(new SilentListener());
        RewardModel loaded = model.load(listener);
        Rejects rejects = new Rejects(new RejectPolicy(null, true, false), new SilentListener())) {
      ManifestBuilder manifest = new ManifestBuilder(model);
      manifest.start(true);
      try (ScoreOutput out =
          new ScoreOutput(
              output,
              rejects,
              output.columns(false, List.of(), model.scale(), manifest),
              loaded.scorer(model.baseline()),
              false,
              new SilentListener(),
              progress -> {})) {
        ValidationCheck check = new ValidationCheck(data, out);
        model
            .pipeline(loaded, engine.schedule(Long.MAX_VALUE, loaded, listener))
            .run(new ValidationReader(source, data.validationRows()), check);
        check.requireSame(best, request.mixedPrecision());
        out.commit(
            new RunReport(
                manifest.finish(
                    loaded, source.inputs(), out.counts(source.rowsRead()), source.understanding()),
                out.summary()));
      }
    }
  }
}
