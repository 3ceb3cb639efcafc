package dev.decorum.run;

import dev.decorum.disk.OutputException;
import dev.decorum.failure.DecorumException;
import dev.decorum.failure.UsageException;
import dev.decorum.format.DialogueFormatter;
import dev.decorum.format.WindowOptions;
import dev.decorum.format.Windower;
import dev.decorum.infer.Device;
import dev.decorum.infer.NativeLibraries;
import dev.decorum.model.Dropout;
import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.ModelSettings;
import dev.decorum.model.StartingPoint;
import dev.decorum.model.files.Sha256;
import dev.decorum.pipeline.ModelDefaults;
import dev.decorum.read.bytes.InputFiles;
import dev.decorum.report.NumberText;
import dev.decorum.report.Plan;
import dev.decorum.score.Scale;
import dev.decorum.tokenize.WindowTokenizer;
import dev.decorum.train.AdamOptions;
import dev.decorum.train.Checkpoints;
import dev.decorum.train.Learner;
import dev.decorum.train.LearnerOptions;
import dev.decorum.train.MixedPrecision;
import dev.decorum.train.Trainer;
import dev.decorum.train.TrainerState;
import dev.decorum.train.TrainingException;
import dev.decorum.train.TrainingLog;
import dev.decorum.train.TrainingLogWriter;
import dev.decorum.train.TrainingOptions;
import dev.decorum.train.torch.TorchLearner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Trains a classifier, and writes it as a model folder. */
public final class TrainRun {
  private static final String THREADS = "threads";

  /** A share is written with four decimals: a base rate is not known better. */
  private static final double DIGITS = 1e4;

  /** A class of the engine, which only installations for training have. */
  private static final String ENGINE = "org.bytedeco.pytorch.global.torch";

  private final TrainRequest request;
  private final RunContext context;
  private final RunListener listener;

  public TrainRun(TrainRequest request, RunContext context) {
    this.request = request;
    this.context = context;
    this.listener = context.listener();
  }

  /**
   * Reads the data, trains, and writes the folder.
   *
   * @throws TrainingException if the engine is missing, or the data cannot be trained on
   */
  public RunStatus run() throws IOException, InterruptedException {
    return prepare(request.rejects(), this::train);
  }

  /**
   * Finds out what the run would do: reads all data, and trains and writes nothing.
   *
   * @throws TrainingException if the engine is missing, or the data cannot be trained on
   */
  public Plan plan() throws IOException, InterruptedException {
    DryRun dry = new DryRun();
    RunStatus status =
        prepare(
            request.rejects().withoutFile(),
            (start, formatter, window, data) -> plan(dry, start, formatter, window, data));
    Plan plan = dry.plan();
    return new Plan(plan.rows(), plan.isPossible() && status != RunStatus.INPUT_UNUSABLE);
  }

  /** What is done with data that can be trained on. */
  @FunctionalInterface
  private interface Work {
    void on(
        StartingPoint start, FormatterTemplates formatter, WindowOptions window, TrainingData data)
        throws IOException, InterruptedException;
  }

  private RunStatus prepare(RejectPolicy policy, Work work)
      throws IOException, InterruptedException {
    requireEngine();
    Path output = request.output();
    requireOther(output);
    requireOutput(output);
    TouchedFiles.of(context)
        .reading(request.training().files())
        .searching(request.training().inputs())
        .reading(request.validation().inputs())
        .searching(request.validation().inputs())
        .reading(request.start().model())
        .reading(request.window())
        .writing(request.rejects().file())
        .writingInto(output)
        .check();
    NativeLibraries.prepare();
    TorchLearner.prepare();
    try (Rejects rejects = new Rejects(policy, listener);
        OpenedStart opened = OpenedStart.open(request, listener)) {
      StartingPoint start = opened.start();
      TorchLearner.requireTrainable(start.network());
      ModelDefaults own =
          ModelDefaults.of(start.settings(), start.maxTokens(), Scale.of(start.head()));
      FormatterTemplates formatter = request.window().formatter(own);
      WindowOptions window = request.window().window(own, start.maxTokens(), start.name());
      try (WindowTokenizer tokenizer =
              WindowTokenizer.load(
                  start.tokenizer(), window.maxTokens(), start.network().vocabularySize());
          TrainingData data =
              TrainingData.read(
                  request,
                  start,
                  new Windower(new DialogueFormatter(formatter), window, tokenizer),
                  tokenizer,
                  rejects,
                  listener)) {
        if (rejects.inputs() > 0) {
          return rejects.status();
        }
        data.checkAndReport(window.maxTokens());
        work.on(start, formatter, window, data);
      }
      rejects.commit();
      return rejects.status();
    }
  }

  /** Says how to get the engine where it is missing. */
  private static void requireEngine() {
    try {
      Class.forName(ENGINE, false, TrainRun.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new TrainingException(
          "training needs PyTorch's libraries (110 MB), which this installation does not have: put"
              + " them into its folder lib/training with 'mvn -Ptraining -DskipTests package'",
          e);
    }
  }

  /** Makes sure that the folder is none that is read. */
  private void requireOther(Path output) throws IOException {
    StartRequest start = request.start();
    List<Path> read = new ArrayList<>();
    if (start.shape() == null) {
      start.model().folder().ifPresent(read::add);
    } else if (start.tokenizer() != null) {
      read.add(start.tokenizer());
    }
    for (Path folder : read) {
      if (Files.exists(folder) && Files.exists(output) && Files.isSameFile(folder, output)) {
        throw new UsageException(
            "-o: training starts from " + folder + "; choose another folder for the trained model");
      }
    }
  }

  /** Makes sure that the folder can be written and holds nothing else. */
  private static void requireOutput(Path output) throws IOException {
    if (Files.exists(output) && !Files.isDirectory(output)) {
      throw new OutputException(output + ": is a file; the trained model is a folder");
    }
    if (Files.isSymbolicLink(output) && !Files.exists(output)) {
      throw new OutputException(
          output + ": is a link to " + Files.readSymbolicLink(output) + ", which does not exist");
    }
    if (!Files.exists(output)) {
      Path parent = output.toAbsolutePath().getParent();
      if (parent == null || !Files.isDirectory(parent)) {
        throw new OutputException(output + ": the folder that it would be in does not exist");
      }
      if (!Files.isWritable(parent)) {
        throw new OutputException(output + ": cannot be written: permission denied");
      }
      return;
    }
    if (!Files.isWritable(output)) {
      throw new OutputException(output + ": cannot be written: permission denied");
    }
    Checkpoints.requireOwn(output);
  }

  private void plan(
      DryRun dry,
      StartingPoint start,
      FormatterTemplates formatter,
      WindowOptions window,
      TrainingData data)
      throws IOException {
    Dropout dropout = Objects.requireNonNullElse(request.dropout(), start.dropout());
    LearnerOptions options = learnerOptions(dropout);
    dry.files("training", InputFiles.resolve(request.training().inputs()).files());
    if (request.validation().share() == null) {
      dry.files("validation", InputFiles.resolve(request.validation().inputs()).files());
    }
    dry.add(
        "rows",
        NumberText.count(data.training().size())
            + " to learn from, "
            + NumberText.count(data.validation().size())
            + " to compare checkpoints by");
    dry.add("start", start.name() + (start.hasHead() ? "" : ", with a new head"));
    dry.window(formatter.name(), window);
    dry.add(
        "computed",
        options.cuda() == null
            ? "on cpu, with " + NumberText.counted(options.threads(), "thread")
            : "on cuda:" + options.cuda());
    hyperparameters(options).forEach((name, value) -> dry.add("", name + " = " + value));
    long steps = request.options().steps(data.training().size());
    long every = request.options().evalSteps();
    dry.add(
        "updates",
        NumberText.count(steps)
            + (every < steps
                ? ", with an evaluation every " + NumberText.count(every)
                : ", with an evaluation at the end"));
    Path output = request.output();
    dry.add("writes", output + (Files.exists(output) ? ", which is there" : ", new"));
    dry.writes(request.rejects().file());
    if (Files.exists(output)) {
      Checkpoints checkpoints =
          new Checkpoints(
              output,
              start.network().tensorPrefix(),
              start.files(dropout, settings(start, formatter, window, data)));
      planToGoOn(dry, checkpoints, recipe(start, formatter, window, data, options));
    }
  }

  private void planToGoOn(DryRun dry, Checkpoints checkpoints, Map<String, String> recipe)
      throws IOException {
    Optional<TrainerState> last = checkpoints.finished();
    if (last.isEmpty()) {
      last = checkpoints.last();
    }
    if (last.isEmpty()) {
      return;
    }
    if (!request.resume()) {
      dry.add("", "the training there is set aside, and a new one begins");
      return;
    }
    requireSame(checkpoints, last.get(), recipe);
    dry.add(
        "",
        checkpoints.finished().isPresent()
            ? "the training there is finished; nothing is left to do"
            : "the training there goes on from update " + last.get().step());
  }

  private void train(
      StartingPoint start, FormatterTemplates formatter, WindowOptions window, TrainingData data)
      throws IOException, InterruptedException {
    Dropout dropout = Objects.requireNonNullElse(request.dropout(), start.dropout());
    LearnerOptions options = learnerOptions(dropout);
    Map<String, String> recipe = recipe(start, formatter, window, data, options);
    ModelSettings settings = settings(start, formatter, window, data);
    Path output = request.output();
    Files.createDirectories(output);
    Checkpoints checkpoints =
        new Checkpoints(output, start.network().tensorPrefix(), start.files(dropout, settings));
    try (TrainingLogWriter log = TrainingLogWriter.open(output)) {
      Optional<TrainerState> last = last(checkpoints, log, recipe);
      if (last.isPresent() && checkpoints.finished().isPresent()) {
        checkpoints.removeCheckpoints();
        listener.note(output + ": this training is finished (--no-resume starts it again)");
        return;
      }
      Checkpoints body = null;
      if (last.isEmpty()) {
        setAside(checkpoints, TrainedModel.files(output), log);
        body = languageModel(start, settings, data, options, recipe);
      }
      try (Learner learner = TorchLearner.open(start.network(), start.head().outputs(), options)) {
        Trainer trainer =
            new Trainer(
                request.options(),
                learner,
                data.training(),
                data.validation(),
                checkpoints,
                log,
                new TrainingProgress(listener),
                recipe);
        prepare(trainer, last, checkpoints, start, learner);
        if (body != null) {
          body.loadBody(learner);
        }
        TrainerState state = run(trainer, checkpoints);
        try {
          new TrainedModel(request, start, formatter, window, data, checkpoints, listener)
              .write(state, log.read(), learner.parameters(), hyperparameters(options));
        } catch (IOException | InterruptedException | DecorumException e) {
          sayWhatIsKept(checkpoints);
          throw e;
        }
      }
    }
  }

  /**
   * Trains the network as a language model first, if that was asked for.
   *
   * @return the finished language model; null if none was asked for
   */
  private @Nullable Checkpoints languageModel(
      StartingPoint start,
      ModelSettings settings,
      TrainingData data,
      LearnerOptions options,
      Map<String, String> recipe)
      throws IOException, InterruptedException {
    TrainingOptions own = request.languageModel();
    if (own == null) {
      return null;
    }
    Path folder = request.output().resolve(Checkpoints.LANGUAGE_MODEL);
    Files.createDirectories(folder);
    Map<String, String> ownRecipe = new TreeMap<>(recipe);
    ownRecipe.put("objective", "language model");
    ownRecipe.put("texts", data.texts().sha256());
    Checkpoints checkpoints =
        new Checkpoints(
            folder,
            start.network().tensorPrefix(),
            start.languageModelFiles(options.dropout(), settings));
    try (TrainingLogWriter log = TrainingLogWriter.open(folder)) {
      Optional<TrainerState> last = last(checkpoints, log, ownRecipe);
      if (last.isPresent() && checkpoints.finished().isPresent()) {
        checkpoints.removeCheckpoints();
        return checkpoints;
      }
      if (last.isEmpty()) {
        setAside(checkpoints, List.of(), log);
      }
      listener.note(
          String.format(
              Locale.ROOT,
              "learning the language of %,d conversations first, in %s",
              data.texts().size(),
              folder));
      try (Learner learner = TorchLearner.openLanguageModel(start.network(), options)) {
        Trainer trainer =
            new Trainer(
                own,
                learner,
                data.texts(),
                data.validation(),
                checkpoints,
                log,
                new TrainingProgress(listener),
                ownRecipe);
        prepare(trainer, last, checkpoints, start, learner);
        checkpoints.finish(run(trainer, checkpoints), Map.of());
      }
    }
    listener.note("now learning the labels");
    return checkpoints;
  }

  /**
   * Makes room for a training from its first step; what is there stays until its first checkpoint.
   *
   * @param written names of files that an earlier training may have left, besides its checkpoints
   */
  private void setAside(Checkpoints checkpoints, List<String> written, TrainingLogWriter log)
      throws IOException {
    Optional<Path> previous = checkpoints.setAside(written);
    if (previous.isPresent()) {
      log.copyTo(previous.get());
      listener.note(
          "starting again; what was there is in " + previous.get() + " until the first checkpoint");
    }
    log.cutTo(0);
  }

  /** Goes on from a checkpoint, or begins with the first weights. */
  private void prepare(
      Trainer trainer,
      Optional<TrainerState> last,
      Checkpoints checkpoints,
      StartingPoint start,
      Learner learner)
      throws IOException {
    if (request.options().warmupSteps() >= trainer.steps()) {
      listener.warning(
          String.format(
              Locale.ROOT,
              "the learning rate grows for all %,d steps (--warmup-steps %,d) and never reaches"
                  + " --learning-rate, so little is learned",
              trainer.steps(),
              request.options().warmupSteps()));
    }
    long every = request.options().evalSteps();
    listener.note(
        String.format(
            Locale.ROOT,
            "%,d updates, with an evaluation and a checkpoint %s",
            trainer.steps(),
            every < trainer.steps()
                ? String.format(Locale.ROOT, "every %,d and at the end", every)
                : "at the end only (--eval-steps)"));
    if (last.isPresent()) {
      checkpoints.gaps().forEach(gap -> listener.warning(request.output() + ": " + gap));
      listener.note("going on from " + checkpoints.at(last.get().step()));
      trainer.restore(last.get());
      return;
    }
    Set<Learner.Parameter> wanted = Set.copyOf(learner.parameters());
    start.readWeights(
        request.options().seed(),
        (name, shape, weights) -> {
          Learner.Parameter parameter = new Learner.Parameter(name, shape);
          if (wanted.contains(parameter)) {
            learner.read(parameter, Learner.Part.WEIGHT, weights);
          }
        });
  }

  private TrainerState run(Trainer trainer, Checkpoints checkpoints)
      throws IOException, InterruptedException {
    try {
      return trainer.run();
    } catch (IOException | InterruptedException e) {
      sayWhatIsKept(checkpoints);
      throw e;
    } finally {
      listener.idle();
    }
  }

  private void sayWhatIsKept(Checkpoints checkpoints) {
    checkpoints
        .latest()
        .ifPresentOrElse(
            kept -> listener.warning(kept + " is kept; the same command goes on from there"),
            () ->
                listener.warning(
                    "there is no checkpoint yet to go on from; --eval-steps "
                        + request.options().evalSteps()
                        + " says after how many updates there is one"));
  }

  private LearnerOptions learnerOptions(Dropout dropout) {
    Integer cuda = cuda();
    if (request.mixedPrecision() != MixedPrecision.NONE && cuda == null) {
      throw new UsageException(
          "--bf16 and --fp16 are for GPUs; on a processor they are no faster, only less exact");
    }
    Integer threads = request.threads();
    return new LearnerOptions(
        dropout,
        request.labelSmoothing(),
        request.adam(),
        request.mixedPrecision(),
        threads != null ? threads : Runtime.getRuntime().availableProcessors(),
        cuda);
  }

  /** The number of the GPU; null for the processor. */
  private @Nullable Integer cuda() {
    Device device = request.device();
    return switch (device.kind()) {
      case CPU -> null;
      case CUDA -> device.indices().get(0);
      case AUTO -> TorchLearner.hasCuda() ? (Integer) 0 : null;
    };
  }

  /** Everything that decides the weights, by name. */
  private Map<String, String> recipe(
      StartingPoint start,
      FormatterTemplates formatter,
      WindowOptions window,
      TrainingData data,
      LearnerOptions options) {
    Map<String, String> recipe = new TreeMap<>(start.config(options.dropout()));
    hyperparameters(options).forEach((name, value) -> recipe.put(name, String.valueOf(value)));
    recipe.put("started_from", start.name() + " " + start.checksums());
    recipe.put("tokenizer", Sha256.of(start.tokenizer().json()));
    recipe.put("new_head", Boolean.toString(!start.hasHead()));
    recipe.put("appropriate_label", start.head().appropriateLabel());
    recipe.put("formatter", formatter.sha256());
    recipe.put("history", Integer.toString(window.history()));
    recipe.put("max_tokens", Integer.toString(window.maxTokens()));
    recipe.put("training data", data.training().sha256());
    recipe.put("validation data", data.validation().sha256());
    recipe.put("baseline", Double.toString(request.window().baselineOr(Double.NaN)));
    recipe.put(THREADS, Integer.toString(options.threads()));
    recipe.put("device", options.cuda() == null ? "cpu" : "cuda");
    return recipe;
  }

  /** The hyperparameters by their names in Hugging Face's {@code TrainingArguments}. */
  private Map<String, Object> hyperparameters(LearnerOptions options) {
    TrainingOptions recipe = request.options();
    AdamOptions adam = options.adam();
    Map<String, Object> names = new LinkedHashMap<>();
    names.put("learning_rate", recipe.learningRate());
    names.put("train_batch_size", (long) recipe.trainBatchSize());
    names.put("eval_batch_size", (long) recipe.evalBatchSize());
    names.put("gradient_accumulation_steps", (long) recipe.gradientAccumulationSteps());
    names.put("seed", recipe.seed());
    names.put("optimizer", "AdamW");
    names.put("adam_beta1", adam.beta1());
    names.put("adam_beta2", adam.beta2());
    names.put("adam_epsilon", adam.epsilon());
    names.put("weight_decay", adam.weightDecay());
    names.put("max_grad_norm", adam.maxGradNorm());
    names.put("lr_scheduler_type", "linear");
    names.put("warmup_steps", recipe.warmupSteps());
    Long maxSteps = recipe.maxSteps();
    if (maxSteps == null) {
      names.put("num_epochs", recipe.epochs());
    } else {
      names.put("max_steps", maxSteps);
    }
    names.put("eval_steps", recipe.evalSteps());
    names.put("logging_steps", recipe.loggingSteps());
    names.put("embd_pdrop", options.dropout().embedding());
    names.put("resid_pdrop", options.dropout().residual());
    names.put("attn_pdrop", options.dropout().attention());
    names.put("label_smoothing_factor", options.labelSmoothing());
    names.put("mixed_precision", options.mixedPrecision().name().toLowerCase(Locale.ROOT));
    Double share = request.validation().share();
    if (share != null) {
      names.put("validation_share", share);
    }
    String group = request.validation().group();
    if (group != null) {
      names.put("group", group);
    }
    names.put("shuffle", recipe.shuffle());
    names.put("group_by_length", recipe.groupByLength());
    names.put("metric_for_best_model", recipe.metric().name().toLowerCase(Locale.ROOT));
    TrainingOptions languageModel = request.languageModel();
    if (languageModel != null) {
      names.put("lm_epochs", languageModel.epochs());
      names.put("lm_learning_rate", languageModel.learningRate());
    }
    Integer patience = recipe.patience();
    if (patience != null) {
      names.put("early_stopping_patience", (long) patience);
    }
    return names;
  }

  private ModelSettings settings(
      StartingPoint start, FormatterTemplates formatter, WindowOptions window, TrainingData data) {
    return new ModelSettings(
        String.valueOf(request.output().toAbsolutePath().normalize().getFileName()),
        null,
        formatter,
        window.history(),
        request.window().baselineOr(Math.round(data.baseRate() * DIGITS) / DIGITS),
        Integer.toString(start.head().appropriate()),
        window.maxTokens(),
        Map.of(),
        start.settings().attribution(),
        null);
  }

  /** The state to continue from; empty to start anew. */
  private Optional<TrainerState> last(
      Checkpoints checkpoints, TrainingLogWriter log, Map<String, String> recipe)
      throws IOException {
    if (!request.resume()) {
      return Optional.empty();
    }
    Optional<TrainerState> last = checkpoints.finished();
    if (last.isEmpty()) {
      last = checkpoints.last();
    }
    if (last.isEmpty()) {
      requireNothingLost(checkpoints, log.read());
    } else {
      requireSame(checkpoints, last.get(), recipe);
    }
    return last;
  }

  private void requireSame(Checkpoints checkpoints, TrainerState last, Map<String, String> recipe)
      throws IOException {
    List<String> differences = last.differences(recipe);
    if (!differences.isEmpty()) {
      throw new TrainingException(
          request.output()
              + ": holds another training: "
              + String.join("; ", differences)
              + remedy(checkpoints, last, differences));
    }
  }

  /** What can be done where a folder holds a training by another recipe. */
  private String remedy(Checkpoints checkpoints, TrainerState last, List<String> differences)
      throws IOException {
    String threads = last.recipe().get(THREADS);
    if (differences.size() == 1 && differences.get(0).startsWith(THREADS + " ")) {
      return "; the weights depend on it, so go on with --threads " + threads;
    }
    return "; choose another folder, or start this one again with --no-resume"
        + (checkpoints.finished().isPresent()
            ? "; to train its result further: -m " + request.output() + " -o OTHER_FOLDER"
            : "");
  }

  /** Refuses to start again in silence where a training has been. */
  private void requireNothingLost(Checkpoints checkpoints, TrainingLog log) {
    // One evaluation may have been logged right before the first checkpoint was to be written.
    if (checkpoints.haveState() || log.evaluations().size() > 1) {
      throw new TrainingException(
          request.output()
              + ": its training came to step "
              + log.lastStep()
              + ", but there is neither its model nor a checkpoint to go on from; put them back, or"
              + " start again with --no-resume");
    }
  }
}
