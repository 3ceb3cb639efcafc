package dev.decorum.model.onnx;

import dev.decorum.model.Gpt2Config;
import dev.decorum.model.Head;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.Precision;
import dev.decorum.model.Weights;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.tensors.Checkpoint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A graph that is ready to be loaded, and how its inputs are to be bound. All inputs are int64; the
 * output {@link #LOGITS} is float32 {@code [batch, labels]} in the order of the model's labels.
 */
public final class OnnxGraph {

  /** Token ids, {@code [batch, sequence]}, padded on the right. */
  public static final String INPUT_IDS = "input_ids";

  /** Index of each row's last token, {@code [batch, 1]}, from 0. */
  public static final String LAST_INDEX = "last_index";

  /** 1 for a token and 0 for padding, {@code [batch, sequence]}. */
  public static final String ATTENTION_MASK = "attention_mask";

  /** The position of each token from 0, {@code [batch, sequence]}. */
  public static final String POSITION_IDS = "position_ids";

  /** The only output that is read. */
  public static final String LOGITS = "logits";

  /** How a graph takes its tokens. */
  public enum Kind {
    /** One row for all windows of a pass: see {@link PassInputs}. */
    PASS,
    /** Built here: {@link #INPUT_IDS} and {@link #LAST_INDEX}. */
    LAST_INDEX,
    /**
     * Exported: {@link #INPUT_IDS} and {@link #ATTENTION_MASK}, perhaps {@link #POSITION_IDS}. The
     * graph itself looks for the last token that is not padding.
     */
    ATTENTION_MASK
  }

  private final Head head;
  private final Kind kind;
  private final Precision precision;
  private final List<String> inputs;
  private final byte @Nullable [] bytes;
  private final @Nullable Path file;
  private final @Nullable Path externalDataFolder;
  private final List<LookupTable> lookedUp;
  private final @Nullable Gpt2Config config;

  private OnnxGraph(
      Head head,
      Kind kind,
      Precision precision,
      List<String> inputs,
      byte @Nullable [] bytes,
      @Nullable Path file,
      @Nullable Path externalDataFolder,
      List<LookupTable> lookedUp,
      @Nullable Gpt2Config config) {
    this.head = head;
    this.lookedUp = List.copyOf(lookedUp);
    this.config = config;
    this.kind = kind;
    this.precision = precision;
    this.inputs = List.copyOf(inputs);
    this.bytes = bytes;
    this.file = file;
    this.externalDataFolder = externalDataFolder;
  }

  /**
   * The float32 graph of a bundle for a CPU: of the kind {@link Kind#PASS} unless it was exported
   * elsewhere.
   *
   * @throws ModelException if an exported file is unusable, or a weight cannot be read
   */
  public static OnnxGraph forCpu(ModelBundle bundle) {
    if (!(bundle.weights() instanceof Weights.Tensors weights)) {
      return of(bundle);
    }
    Checkpoint checkpoint = weights.checkpoint();
    GraphWriter graph = new GraphWriter("gpt2-reward-model", checkpoint.root());
    return PassGraphBuilder.build(
        bundle, Precision.FP32, graph, new FloatProducts(graph, bundle.config(), checkpoint));
  }

  /**
   * A graph over integer weights for a CPU, of the kind {@link Kind#PASS}.
   *
   * @param bundle the model that they were made of
   */
  public static OnnxGraph quantized(ModelBundle bundle, QuantizedWeights weights) {
    GraphWriter graph = new GraphWriter("gpt2-reward-model", weights.folder());
    return PassGraphBuilder.build(
        bundle, weights.precision(), graph, new QuantizedProducts(graph, weights));
  }

  /**
   * The graph of {@link #forCpu} with more outputs: how large the inputs of linear layers are.
   *
   * @throws ModelException if the bundle has no checkpoint
   */
  public static OnnxGraph observed(ModelBundle bundle) {
    Checkpoint checkpoint = bundle.checkpoint();
    GraphWriter graph = new GraphWriter("gpt2-reward-model", checkpoint.root());
    Gpt2Config config = bundle.config();
    return PassGraphBuilder.build(
        bundle,
        Precision.FP32,
        graph,
        new ObservedProducts(
            graph, new FloatProducts(graph, config, checkpoint), config.layers() - 1));
  }

  /**
   * The float32 graph of a bundle for padded batches.
   *
   * @throws ModelException if an exported file is unusable, or a weight cannot be read
   */
  public static OnnxGraph of(ModelBundle bundle) {
    return of(bundle, Precision.FP32);
  }

  /**
   * The graph of a bundle. One that was exported is taken as it is, whatever {@code precision}
   * says.
   *
   * @throws ModelException if an exported file is unusable, or a weight cannot be read
   */
  public static OnnxGraph of(ModelBundle bundle, Precision precision) {
    Weights weights = bundle.weights();
    if (weights instanceof Weights.ExportedOnnx exported) {
      return exported(bundle, exported);
    }
    return BatchGraphBuilder.build(
        bundle.config(), bundle.head(), ((Weights.Tensors) weights).checkpoint(), precision);
  }

  static OnnxGraph pass(
      Head head,
      Precision precision,
      byte[] bytes,
      List<String> inputs,
      @Nullable Path externalDataFolder,
      List<LookupTable> lookedUp,
      Gpt2Config config) {
    return new OnnxGraph(
        head, Kind.PASS, precision, inputs, bytes, null, externalDataFolder, lookedUp, config);
  }

  static OnnxGraph built(
      Head head,
      Precision precision,
      byte[] bytes,
      List<String> inputs,
      @Nullable Path externalDataFolder) {
    return new OnnxGraph(
        head, Kind.LAST_INDEX, precision, inputs, bytes, null, externalDataFolder, List.of(), null);
  }

  private static OnnxGraph exported(ModelBundle bundle, Weights.ExportedOnnx exported) {
    OnnxModelFile model = OnnxModelFile.read(exported.file());
    model.checkClassifier(bundle.head().outputs());
    model.checkExternalData(bundle, exported.name());
    Path file = bundle.folder().resolve(exported.name());
    return new OnnxGraph(
        bundle.head(),
        Kind.ATTENTION_MASK,
        model.isQuantized() ? Precision.INT8 : Precision.FP32,
        model.inputs().stream().map(OnnxModelFile.Value::name).toList(),
        null,
        file,
        model.externalData().isEmpty() ? null : file.toAbsolutePath().getParent(),
        List.of(),
        null);
  }

  public Kind kind() {
    return kind;
  }

  /** What its outputs mean. */
  public Head head() {
    return head;
  }

  /**
   * The shape of the network.
   *
   * @throws IllegalStateException for other kinds than {@link Kind#PASS}
   */
  public Gpt2Config config() {
    if (config == null) {
      throw new IllegalStateException("the shape of a graph of kind " + kind + " is not known");
    }
    return config;
  }

  /** In which numbers it computes. */
  public Precision precision() {
    return precision;
  }

  /** The names of the inputs, all of which must be bound. */
  public List<String> inputs() {
    return inputs;
  }

  /**
   * The serialized model, from its beginning.
   *
   * @throws ModelException if an exported file cannot be opened any more
   */
  public InputStream open() {
    if (bytes != null) {
      return new ByteArrayInputStream(bytes);
    }
    Path exported = Objects.requireNonNull(file);
    try {
      return Files.newInputStream(exported);
    } catch (IOException e) {
      throw new ModelException(exported + ": cannot be read: " + e, e);
    }
  }

  /** The exported file, which is better loaded by its path; none for a graph that was built. */
  public Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  /**
   * The folder that the locations of external data start from: ONNX Runtime's {@code
   * session.model_external_initializers_file_folder_path}. None where the graph holds its weights.
   */
  public Optional<Path> externalDataFolder() {
    return Optional.ofNullable(externalDataFolder);
  }

  /**
   * Tensors on disk in which the runtime would look rows up for as long as it runs; the others it
   * takes over when the graph is loaded.
   */
  public List<LookupTable> lookedUp() {
    return lookedUp;
  }
}
