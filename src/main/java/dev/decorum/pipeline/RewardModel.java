package dev.decorum.pipeline;

import dev.decorum.format.DialogueFormatter;
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
import dev.decorum.tokenize.WindowTokenizer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A model bundle brought to life: its tokenizer and its sessions, ready to score. */
public final class RewardModel implements AutoCloseable {
  private static final PlanOptions PLAN = PlanOptions.DEFAULT;

  /** As many rows of a look-ahead as leave most of the heap to others. */
  private static final int LOOK_AHEAD =
      (int) Math.max(256, Math.min(4096, Runtime.getRuntime().maxMemory() >> 16));

  /** Enough for many large batches of nearly one length each. */
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
   * Loads the tokenizer and a session on every device, side by side, in the precision that suits
   * the device: float32 on the CPU, float16 on GPUs.
   *
   * @param maxTokens the length of the window, at most what the bundle allows
   * @throws dev.decorum.model.files.ModelException if the runtime refuses the model
   * @throws dev.decorum.infer.DeviceException if the device is not there
   */
  public static RewardModel load(ModelBundle bundle, int maxTokens, Device device) {
    return load(bundle, maxTokens, device, null);
  }

  /**
   * As {@link #load(ModelBundle, int, Device)}, in a certain precision. Integer weights come from
   * the user's cache, where they are made if they are missing: see {@link Quantization}.
   *
   * @param precision null for what suits the device
   * @throws dev.decorum.model.files.ModelException besides, if the model or the device has no such
   *     form
   */
  public static RewardModel load(
      ModelBundle bundle, int maxTokens, Device device, @Nullable Precision precision) {
    return load(bundle, maxTokens, device, precision, DeviceGroup::load);
  }

  /**
   * As {@link #load(ModelBundle, int, Device, Precision)}, but on a CPU the model itself is loaded
   * when the first window has to be computed: a run that knows all scores never does.
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

  /** The networks of a model for the devices of a run. */
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

    /** The integer form of the run, which stays the same even if another is made meanwhile. */
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
     * Integer forms are made of weights that have been looked at, and the bundled ones are known.
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
      // it never came to life; the failure that brought us here is the one to report
    }
  }

  /** The bundle's tokenizer alone, for looking at windows without scoring them. */
  public static WindowTokenizer tokenizer(ModelBundle bundle, int maxTokens) {
    NativeLibraries.prepare();
    return WindowTokenizer.load(bundle, maxTokens);
  }

  /** The files that the model was made of. */
  public ModelBundle bundle() {
    return bundle;
  }

  /** Where the model runs, for example {@code cpu} or {@code cuda:0,1}. */
  public String device() {
    return devices.device();
  }

  /** Why the CPU computes on a machine that has a GPU and the libraries for it, if that is so. */
  public Optional<String> setback() {
    return devices.setback();
  }

  /** In which numbers the model is computed. */
  public Precision precision() {
    return devices.precision();
  }

  /** The integer form that is computed; empty for a model that computes as it is. */
  public Optional<QuantizedModel> integers() {
    return precision().isQuantized() && bundle.weights() instanceof Weights.Tensors
        ? Optional.of(networks.integers(precision()))
        : Optional.empty();
  }

  /**
   * How a run should be scheduled for the devices.
   *
   * @param callers how many threads call the model; if none is given, what suits the devices
   * @param conversationLimit how many conversations are read at most
   */
  public PipelineOptions schedule(OptionalInt callers, long conversationLimit) {
    return new PipelineOptions(
        callers.orElse(devices.suitedCallers()),
        devices.isOnCuda() ? LOOK_AHEAD_ON_CUDA : LOOK_AHEAD,
        conversationLimit);
  }

  /**
   * How this model's logits become scores.
   *
   * @param baseline NaN for none
   */
  public Scorer scorer(double baseline) {
    return new Scorer(baseline, scale(bundle));
  }

  /** What a model's scores are numbers of. */
  public static Scale scale(ModelBundle bundle) {
    return Scale.of(bundle.head());
  }

  /** What cuts conversations into the windows that this model sees. */
  public Windower windower(FormatterTemplates formatter, WindowOptions window) {
    return new Windower(new DialogueFormatter(formatter), window, tokenizer);
  }

  /** The map of the program, wired for one run. */
  public ScoringPipeline pipeline(
      FormatterTemplates formatter,
      WindowOptions window,
      PlanOptions plan,
      Scorer scorer,
      PipelineOptions options) {
    return new ScoringPipeline(
        windower(formatter, window),
        tokenizer,
        plan.planner(bundle.spec(), devices, options.callers()),
        devices::newRunner,
        scorer,
        options);
  }

  /** Scores on the thread that asks; each thread needs one of its own. */
  public DirectScoring direct(FormatterTemplates formatter, WindowOptions window, Scorer scorer) {
    return new DirectScoring(
        windower(formatter, window),
        tokenizer,
        PLAN.planner(bundle.spec(), devices, 1),
        runners,
        scorer);
  }

  /** Waits for those who score directly; does nothing where it has been closed already. */
  @Override
  public void close() {
    if (runners.close()) {
      devices.close();
      tokenizer.close();
    }
  }
}
