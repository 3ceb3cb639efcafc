package dev.decorum.model.onnx;

import dev.decorum.model.ClassifierSpec;
import dev.decorum.model.Precision;
import dev.decorum.model.files.ModelException;
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
 * A graph that is ready to be loaded, with the names of its inputs. All inputs are int64; the
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

  /** The form in which a graph takes its tokens. */
  public enum Kind {
    /** One row for all windows of a packed batch: see {@link PackedBatchInputs}. */
    PACKED_BATCH,
    /** Built here: {@link #INPUT_IDS} and {@link #LAST_INDEX}. */
    LAST_INDEX,
    /**
     * Exported: {@link #INPUT_IDS} and {@link #ATTENTION_MASK}, perhaps {@link #POSITION_IDS}. The
     * graph itself finds the last token that is not padding.
     */
    ATTENTION_MASK
  }

  private final ClassifierSpec spec;
  private final Kind kind;
  private final Precision precision;
  private final List<String> inputs;
  private final byte @Nullable [] bytes;
  private final @Nullable Path file;
  private final @Nullable Path externalDataFolder;
  private final List<EmbeddingLookup> lookedUp;

  private OnnxGraph(
      ClassifierSpec spec,
      Kind kind,
      Precision precision,
      List<String> inputs,
      byte @Nullable [] bytes,
      @Nullable Path file,
      @Nullable Path externalDataFolder,
      List<EmbeddingLookup> lookedUp) {
    this.spec = spec;
    this.lookedUp = List.copyOf(lookedUp);
    this.kind = kind;
    this.precision = precision;
    this.inputs = List.copyOf(inputs);
    this.bytes = bytes;
    this.file = file;
    this.externalDataFolder = externalDataFolder;
  }

  static OnnxGraph packedBatch(
      ClassifierSpec spec,
      Precision precision,
      byte[] bytes,
      List<String> inputs,
      @Nullable Path externalDataFolder,
      List<EmbeddingLookup> lookedUp) {
    return new OnnxGraph(
        spec, Kind.PACKED_BATCH, precision, inputs, bytes, null, externalDataFolder, lookedUp);
  }

  static OnnxGraph built(
      ClassifierSpec spec,
      Precision precision,
      byte[] bytes,
      List<String> inputs,
      @Nullable Path externalDataFolder) {
    return new OnnxGraph(
        spec, Kind.LAST_INDEX, precision, inputs, bytes, null, externalDataFolder, List.of());
  }

  static OnnxGraph exported(
      ClassifierSpec spec,
      Precision precision,
      List<String> inputs,
      Path file,
      @Nullable Path externalDataFolder) {
    return new OnnxGraph(
        spec, Kind.ATTENTION_MASK, precision, inputs, null, file, externalDataFolder, List.of());
  }

  public Kind kind() {
    return kind;
  }

  /** The classifier that it computes. */
  public ClassifierSpec spec() {
    return spec;
  }

  /** The precision of its computations. */
  public Precision precision() {
    return precision;
  }

  /** The names of the inputs, which all have to be bound. */
  public List<String> inputs() {
    return inputs;
  }

  /**
   * A new stream of the serialized model.
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

  /** The exported file, which is better loaded by its path; empty for a graph that was built. */
  public Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  /**
   * The folder of external data, ONNX Runtime's {@code
   * session.model_external_initializers_file_folder_path}; empty if the weights are in the graph.
   */
  public Optional<Path> externalDataFolder() {
    return Optional.ofNullable(externalDataFolder);
  }

  /**
   * Tensors on disk in which the runtime would look up rows as long as it runs; it copies all
   * others when the graph is loaded.
   */
  public List<EmbeddingLookup> lookedUp() {
    return lookedUp;
  }
}
