package dev.decorum.pipeline;

import dev.decorum.conversation.Conversation;
import dev.decorum.format.DialogueFormatter;
import dev.decorum.format.Turns;
import dev.decorum.format.WindowOptions;
import dev.decorum.format.Windower;
import dev.decorum.infer.Device;
import dev.decorum.infer.DeviceGroup;
import dev.decorum.infer.NativeLibraries;
import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.Precision;
import dev.decorum.model.Weights;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.onnx.ModelGraphs;
import dev.decorum.model.onnx.OnnxGraph;
import dev.decorum.quantize.QuantizedModel;
import dev.decorum.score.Scale;
import dev.decorum.score.Scorer;
import dev.decorum.tokenize.TokenWindow;
import dev.decorum.tokenize.WindowTokenizer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A loaded model bundle: its tokenizer and its sessions, ready to score. */
public final class RewardModel implements AutoCloseable {
  private static final PlanOptions PLAN = PlanOptions.DEFAULT;

  /** The rows of a look-ahead, few enough to leave most of the heap free. */
  private static final int LOOK_AHEAD =
      (int) Math.max(256, Math.min(4096, Runtime.getRuntime().maxMemory() >> 16));

  /** Enough rows for many large batches of nearly equal length. */
  private static final int LOOK_AHEAD_ON_CUDA = 8192;

  private final ModelBundle bundle;
  private final Networks networks;
  private final WindowTokenizer tokenizer;
  private final DeviceGroup devices;
  private final RunnerPool runners;

  private RewardModel(
      ModelBundle bundle, Networks networks, WindowTokenizer tokenizer, DeviceGroup devices) {
    this.bundle = bundle;
    this.networks = networks;
    this.tokenizer = tokenizer;
    this.devices = devices;
    this.runners = new RunnerPool(devices::newRunner);
  }

  /**
   * Loads the tokenizer and a session on every device, in parallel, in the precision that suits the
   * device: float32 on the CPU, float16 on GPUs.
   *
   * @param maxTokens the length of the window, at most that of the bundle
   * @throws dev.decorum.model.files.ModelException if the runtime refuses the model
   * @throws dev.decorum.infer.DeviceException if the device is unavailable
   */
  public static RewardModel load(ModelBundle bundle, int maxTokens, Device device) {
    return load(bundle, maxTokens, device, null);
  }

  /**
   * As {@link #load(ModelBundle, int, Device)}, in a given precision. Integer weights come from the
   * user's cache, and are made if they are missing: see {@link Quantization}.
   *
   * @param precision null for the one that suits the device
   * @throws dev.decorum.model.files.ModelException also if the model or the device does not support
   *     the precision
   */
  public static RewardModel load(
      ModelBundle bundle, int maxTokens, Device device, @Nullable Precision precision) {
    return load(bundle, maxTokens, device, precision, DeviceGroup::load);
  }

  /**
   * As {@link #load(ModelBundle, int, Device, Precision)}, but on a CPU the model is loaded when
   * the first window has to be computed, which a run with known scores never needs.
   */
  public static RewardModel whenNeeded(
      ModelBundle bundle, int maxTokens, Device device, @Nullable Precision precision) {
    return load(bundle, maxTokens, device, precision, DeviceGroup::whenNeeded);
  }

  @FunctionalInterface
  private interface Loading {
    DeviceGroup load(DeviceGroup.Graphs graphs, Device device);
  }

  private static RewardModel load(
      ModelBundle bundle,
      int maxTokens,
      Device device,
      @Nullable Precision precision,
      Loading loading) {
    NativeLibraries.prepare();
    CompletableFuture<WindowTokenizer> tokenizer =
        CompletableFuture.supplyAsync(() -> tokenizer(bundle, maxTokens));
    Networks networks = new Networks(bundle, precision);
    DeviceGroup devices;
    try {
      devices = loading.load(networks, device);
    } catch (RuntimeException e) {
      closeWhenLoaded(tokenizer);
      throw e;
    }
    try {
      return new RewardModel(bundle, networks, tokenizer.join(), devices);
    } catch (CompletionException e) {
      devices.close();
      throw e.getCause() instanceof RuntimeException known ? known : e;
    }
  }

  /** Makes the graphs of a model for the devices of a run. */
  private static final class Networks implements DeviceGroup.Graphs {
    private final ModelBundle bundle;
    private final @Nullable Precision precision;
    private volatile @Nullable QuantizedModel integers;

    Networks(ModelBundle bundle, @Nullable Precision precision) {
      this.bundle = bundle;
      this.precision = precision;
    }

    @Override
    public OnnxGraph graph(boolean forCuda) {
      Precision wanted =
          precision != null ? precision : forCuda ? DeviceGroup.ON_CUDA : Precision.FP32;
      if (bundle.weights() instanceof Weights.ExportedOnnx) {
        return exported();
      }
      if (forCuda) {
        if (wanted.isQuantized()) {
          throw new ModelException("precision " + wanted.label() + " is for CPUs; GPUs take fp16");
        }
        return ModelGraphs.of(bundle, wanted);
      }
      return switch (wanted) {
        case FP32 -> ModelGraphs.forCpu(bundle);
        case FP16 ->
            throw new ModelException("precision fp16 is for GPUs; CPUs take fp32, int8x3 or int8");
        case INT8, INT8X3 -> ModelGraphs.quantized(bundle, integers(wanted).weights());
      };
    }

    /** The integer form of the run, which does not change even if another is made meanwhile. */
    synchronized QuantizedModel integers(Precision wanted) {
      QuantizedModel made = integers;
      if (made == null) {
        made = new Quantization(bundle).obtain(wanted);
        integers = made;
      }
      return made;
    }

    private OnnxGraph exported() {
      OnnxGraph graph = ModelGraphs.of(bundle);
      if (precision != null && precision != graph.precision()) {
        throw new ModelException(
            "precision "
                + precision.label()
                + ": the model is an exported graph, which computes in "
                + graph.precision().label()
                + "; only a checkpoint can be quantized");
      }
      return graph;
    }

    /**
     * Skips integer forms, whose weights were checked when they were made, and the bundled model.
     */
    @Override
    public void checkWeights() {
      if (!bundle.isDemo() && (precision == null || !precision.isQuantized())) {
        bundle.checkWeights();
      }
    }

    @Override
    public void requireUnchanged() {
      bundle.requireUnchanged();
      QuantizedModel made = integers;
      if (made != null) {
        made.weights().requireUnchanged();
      }
    }
  }

  private static void closeWhenLoaded(CompletableFuture<WindowTokenizer> tokenizer) {
    try {
      tokenizer.join().close();
    } catch (CompletionException e) {
      // the failure to load is the one to report
    }
  }

  /** Only the bundle's tokenizer, for inspecting windows without scoring them. */
  public static WindowTokenizer tokenizer(ModelBundle bundle, int maxTokens) {
    NativeLibraries.prepare();
    return WindowTokenizer.load(bundle, maxTokens);
  }

  /** The bundle that the model was loaded from. */
  public ModelBundle bundle() {
    return bundle;
  }

  /** The devices of the model, for example {@code cpu} or {@code cuda:0,1}. */
  public String device() {
    return devices.device();
  }

  /** The reason why the CPU is used although there is a GPU with its libraries; empty otherwise. */
  public Optional<String> setback() {
    return devices.setback();
  }

  /** The precision of the model. */
  public Precision precision() {
    return devices.precision();
  }

  /** The integer form that is run; empty if the model is not quantized. */
  public Optional<QuantizedModel> integers() {
    return precision().isQuantized() && bundle.weights() instanceof Weights.Tensors
        ? Optional.of(networks.integers(precision()))
        : Optional.empty();
  }

  /**
   * The schedule of a run that suits the devices.
   *
   * @param workers the number of threads that call the model; empty for the number that suits the
   *     devices
   * @param conversationLimit the largest number of conversations to read
   */
  public PipelineOptions schedule(OptionalInt workers, long conversationLimit) {
    return new PipelineOptions(
        workers.orElse(devices.suggestedWorkers()),
        devices.isOnCuda() ? LOOK_AHEAD_ON_CUDA : LOOK_AHEAD,
        conversationLimit);
  }

  /**
   * The scorer for this model's logits.
   *
   * @param baseline NaN for none
   */
  public Scorer scorer(double baseline) {
    return new Scorer(baseline, Scale.of(bundle.head()));
  }

  /** The windower that makes this model's windows from conversations. */
  public Windower windower(FormatterTemplates formatter, WindowOptions window) {
    return new Windower(new DialogueFormatter(formatter), window, tokenizer);
  }

  /**
   * How many of the last messages of a conversation the model reads, at least in part; empty if
   * there is no token to read. Not to be called while a pipeline of this model runs.
   *
   * @throws dev.decorum.failure.DecorumException if the conversation cannot be tokenized
   */
  public OptionalInt messagesRead(
      Conversation conversation, FormatterTemplates formatter, WindowOptions window) {
    Windower windower =
        windower(formatter, new WindowOptions(window.history(), window.maxTokens(), Turns.LAST));
    Optional<TokenWindow> tokens =
        tokenizer.tokenize(windower.windows(conversation).iterator().next());
    return tokens.isPresent() ? OptionalInt.of(tokens.get().messagesUsed()) : OptionalInt.empty();
  }

  /** The pipeline of a run. */
  public ScoringPipeline pipeline(
      FormatterTemplates formatter,
      WindowOptions window,
      PlanOptions plan,
      Scorer scorer,
      PipelineOptions options) {
    return new ScoringPipeline(
        windower(formatter, window),
        tokenizer,
        plan.planner(bundle.spec(), devices, options.workers()),
        devices::newRunner,
        scorer,
        options);
  }

  /** Scoring on the calling thread; each thread needs its own instance. */
  public DirectScoring direct(FormatterTemplates formatter, WindowOptions window, Scorer scorer) {
    return direct(formatter, window, scorer, LookAhead.MOST_TOKENS);
  }

  /** The same with at most so many tokens that are scored together. */
  DirectScoring direct(
      FormatterTemplates formatter, WindowOptions window, Scorer scorer, long mostTokens) {
    return new DirectScoring(
        windower(formatter, window),
        tokenizer,
        PLAN.planner(bundle.spec(), devices, 1),
        runners,
        scorer,
        mostTokens);
  }

  /** Waits for direct scoring and closes the model; does nothing if it is closed already. */
  @Override
  public void close() {
    if (runners.close()) {
      devices.close();
      tokenizer.close();
    }
  }
}
