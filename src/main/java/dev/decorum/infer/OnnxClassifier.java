package dev.decorum.infer;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.TranslatorContext;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.decorum.batch.PackedBatch;
import dev.decorum.batch.PaddedBatch;
import dev.decorum.batch.Work;
import dev.decorum.failure.Causes;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.onnx.EmbeddingLookup;
import dev.decorum.model.onnx.OnnxGraph;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A classifier loaded into ONNX Runtime: one session, shared by as many inference workers as there
 * are cores. Operators run on the thread of their worker, which is faster on a CPU than splitting
 * them between threads, and makes scores independent of the number of threads.
 */
public final class OnnxClassifier implements AutoCloseable {
  private static final String ENGINE = "OnnxRuntime";

  private final Model model;
  private final OnnxGraph graph;
  private final String device;

  private final List<EmbeddingTable> tables;
  private final NDList nothing;

  private OnnxClassifier(Model model, OnnxGraph graph, List<EmbeddingTable> tables, String device) {
    this.tables = List.copyOf(tables);
    this.nothing =
        graph.kind() == OnnxGraph.Kind.PACKED_BATCH
            ? PackedBatchTranslator.emptyCache(graph, model.getNDManager())
            : new NDList();
    this.model = model;
    this.graph = graph;
    this.device = device;
  }

  /** Starts the runtime, which takes a while, before it is needed. */
  static void startRuntime() {
    Engine.getEngine(ENGINE);
    RuntimeFolder.remove();
  }

  /**
   * Loads a graph.
   *
   * @param graph the network
   * @param wanted the device to run on, only one ({@link DeviceGroup} takes several)
   * @throws DeviceException if the device is unavailable
   * @throws ModelException if the runtime refuses the graph
   */
  public static OnnxClassifier load(OnnxGraph graph, Device wanted) {
    // DJL's engine has to start before anything else uses the runtime's environment.
    Model model = Model.newInstance("decorum", ai.djl.Device.cpu(), ENGINE);
    RuntimeFolder.remove();
    String device = "";
    List<EmbeddingTable> tables = new ArrayList<>();
    try (SessionOptions options = new SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      // Above BASIC the runtime fuses Add and LayerNormalization into one operator, which is slow
      // on the CPU and, in float16 on CUDA, no longer sums in float32.
      options.setOptimizationLevel(
          graph.kind() == OnnxGraph.Kind.ATTENTION_MASK
              ? SessionOptions.OptLevel.ALL_OPT
              : SessionOptions.OptLevel.BASIC_OPT);
      device = DeviceSelection.apply(wanted, options);
      for (EmbeddingLookup lookup : graph.lookedUp()) {
        Optional<EmbeddingTable> table = EmbeddingTable.open(lookup);
        if (table.isPresent()) {
          tables.add(table.get());
          options.addInitializer(table.get().name(), table.get().tensor());
        }
      }
      Map<String, SessionOptions> session = Map.of("sessionOptions", options);
      if (graph.file().isPresent()) {
        model.load(graph.file().get(), null, session);
      } else {
        if (graph.externalDataFolder().isPresent()) {
          options.addConfigEntry(
              "session.model_external_initializers_file_folder_path",
              graph.externalDataFolder().get().toString());
        }
        try (InputStream bytes = graph.open()) {
          model.load(bytes, session);
          RuntimeFolder.remove(model.getModelPath());
        }
      }
      OnnxClassifier classifier = new OnnxClassifier(model, graph, tables, device);
      if (graph.kind() == OnnxGraph.Kind.ATTENTION_MASK) {
        ExportProbe.check(classifier::newRunner, graph);
      }
      return classifier;
    } catch (OrtException | IOException | ai.djl.MalformedModelException e) {
      close(model, tables);
      String message = rootMessage(e);
      throw DeviceSelection.failureOf(device, message)
          .<RuntimeException>map(failure -> failure)
          .orElseGet(() -> new ModelException("ONNX Runtime cannot load the model: " + message, e));
    } catch (RuntimeException e) {
      close(model, tables);
      throw e;
    }
  }

  private static void close(Model model, List<EmbeddingTable> tables) {
    model.close();
    tables.forEach(EmbeddingTable::close);
  }

  /** The device of the model, for example {@code cpu} or {@code cuda:0}. */
  public String device() {
    return device;
  }

  /** Creates a runner for one thread. */
  public ModelRunner newRunner() {
    return new Runner(
        model.newPredictor(
            graph.kind() == OnnxGraph.Kind.PACKED_BATCH
                ? new PackedBatchTranslator(graph, tables, nothing)
                : new PaddedBatchTranslator()));
  }

  /**
   * Every output of the graph for a packed batch by name, row-major, except kept keys and values.
   *
   * @throws InferenceException if the runtime fails
   */
  public Map<String, float[]> outputs(PackedBatch batch) {
    try (Predictor<ModelInput, Map<String, float[]>> predictor =
        model.newPredictor(
            new OutputsTranslator(new PackedBatchTranslator(graph, tables, nothing)))) {
      return predictor.predict(new ModelInput(batch, KeyValueCache.NONE));
    } catch (TranslateException | RuntimeException e) {
      throw failure(e, "");
    }
  }

  /**
   * The exception for a failed run, about the model's files if they are the cause, otherwise about
   * the runtime.
   *
   * @param work what was computed, as a phrase after "ONNX Runtime failed"
   */
  private static RuntimeException failure(Exception e, String work) {
    for (Throwable cause : Causes.of(e)) {
      if (cause instanceof ModelException unusable) {
        return unusable;
      }
    }
    return new InferenceException("ONNX Runtime failed" + work + ": " + rootMessage(e), e);
  }

  private record OutputsTranslator(PackedBatchTranslator inputs)
      implements NoBatchifyTranslator<ModelInput, Map<String, float[]>> {

    @Override
    public NDList processInput(TranslatorContext context, ModelInput input) {
      return inputs.processInput(context, input);
    }

    @Override
    public Map<String, float[]> processOutput(TranslatorContext context, NDList outputs) {
      Map<String, float[]> values = new HashMap<>();
      for (NDArray output : outputs) {
        if (!output.isEmpty()) {
          values.put(output.getName(), output.toFloatArray());
        }
      }
      return values;
    }
  }

  /** The form in which the graph takes its tokens, on which planning depends. */
  public OnnxGraph.Kind kind() {
    return graph.kind();
  }

  @Override
  public void close() {
    nothing.close();
    close(model, tables);
  }

  private static String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  private static final class Runner implements ModelRunner {
    private final Predictor<ModelInput, ModelOutput> predictor;

    Runner(Predictor<ModelInput, ModelOutput> predictor) {
      this.predictor = predictor;
    }

    @Override
    public ModelOutput run(Work work, KeyValueCache cache) {
      try {
        return predictor.predict(new ModelInput(work, cache));
      } catch (TranslateException | RuntimeException e) {
        int windows = work.windows().size();
        throw failure(
            e,
            " on "
                + work.computedTokens()
                + " tokens of "
                + windows
                + (windows == 1 ? " window" : " windows"));
      }
    }

    @Override
    public void close() {
      predictor.close();
    }
  }

  /** Binds a batch to the graph's inputs by name and reads its logits. */
  private final class PaddedBatchTranslator
      implements NoBatchifyTranslator<ModelInput, ModelOutput> {

    private int padTokenId() {
      return graph.spec().pooling().padTokenId();
    }

    /**
     * The token that fills short rows; any token if padding is not skipped, since then no row is
     * filled or the filling is not read.
     */
    private int filler() {
      return Math.max(0, padTokenId());
    }

    @Override
    public NDList processInput(TranslatorContext context, ModelInput input) {
      PaddedBatch batch = (PaddedBatch) input.work();
      NDManager manager = context.getNDManager();
      Shape matrix = new Shape(batch.size(), batch.sequenceLength());
      NDList inputs = new NDList();
      for (String name : graph.inputs()) {
        NDArray array =
            switch (name) {
              case OnnxGraph.INPUT_IDS -> manager.create(batch.inputIds(filler()), matrix);
              case OnnxGraph.ATTENTION_MASK -> manager.create(batch.attentionMask(), matrix);
              case OnnxGraph.POSITION_IDS -> manager.create(batch.positions(), matrix);
              case OnnxGraph.LAST_INDEX ->
                  manager.create(batch.lastIndices(padTokenId()), new Shape(batch.size(), 1));
              default -> throw new IllegalStateException("unknown input " + name);
            };
        array.setName(name);
        inputs.add(array);
      }
      return inputs;
    }

    @Override
    public ModelOutput processOutput(TranslatorContext context, NDList outputs) {
      NDArray logits = outputs.get(OnnxGraph.LOGITS);
      int columns = graph.spec().head().outputs();
      if (logits.getShape().dimension() != 2 || logits.getShape().get(1) != columns) {
        throw new ModelException(
            graph.file().map(file -> file + ": ").orElse("")
                + "the logits of this graph have the shape "
                + logits.getShape()
                + "; expected as many columns as config.json has labels, "
                + columns);
      }
      float[] raw = logits.toFloatArray();
      float[] pairs = new float[raw.length / columns * Logits.LABELS];
      for (int row = 0; row < pairs.length / Logits.LABELS; row++) {
        graph.spec().head().toPair(raw, row, pairs, row);
      }
      return new ModelOutput(new Logits(pairs), KeyValueCache.NONE);
    }
  }
}
