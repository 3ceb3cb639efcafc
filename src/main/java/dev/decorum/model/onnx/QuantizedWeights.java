package dev.decorum.model.onnx;

import dev.decorum.disk.FailureReason;
import dev.decorum.model.Precision;
import dev.decorum.model.files.FileState;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.files.Sha256;
import dev.decorum.model.tensors.SafetensorsFile;
import dev.decorum.model.tensors.TensorEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A checkpoint whose linear layers are integers, in one safetensors file with all other tensors of
 * the network. For a {@link LinearLayer} named {@code L} it has
 *
 * <ul>
 *   <li>{@code L.weight}: int8 {@code [inputs, outputs]}; for {@link Precision#INT8X3} {@code [2
 *       inputs, outputs]}, the high halves over the low ones,
 *   <li>{@code L.scale}: the size of a step of the (high) integers, {@code [outputs]},
 *   <li>{@code L.bias}: {@code [outputs]},
 *   <li>{@code I.input_scale}, where {@code I} is the layer's name in the checkpoint: the size of a
 *       step of the (high) activations, {@code [1]}; without it, they are scaled token by token.
 * </ul>
 */
public final class QuantizedWeights {

  /** The number of steps from the middle of the range of activations' integers to either end. */
  public static final int ACTIVATION_STEPS = 127;

  private final Precision precision;
  private final Path file;
  private final FileState state;
  private final Map<String, TensorEntry> tensors = new HashMap<>();
  private final int lowSteps;

  private QuantizedWeights(
      Precision precision, FileState state, SafetensorsFile file, int weightSteps) {
    this.precision = precision;
    this.state = state;
    this.file = file.file();
    this.lowSteps = 2 * weightSteps;
    for (TensorEntry tensor : file.tensors()) {
      tensors.put(tensor.name(), tensor);
    }
  }

  /**
   * Opens a file of quantized weights.
   *
   * @param weightSteps the largest integer of its weights
   * @throws ModelException if it is not such a file
   */
  public static QuantizedWeights open(Path file, Precision precision, int weightSteps) {
    return new QuantizedWeights(precision, state(file), SafetensorsFile.open(file), weightSteps);
  }

  private static FileState state(Path file) {
    try {
      return FileState.of(file);
    } catch (IOException e) {
      throw new ModelException(file + ": cannot be read: " + FailureReason.of(e), e);
    }
  }

  /**
   * Makes sure that the file has not changed since it was opened.
   *
   * @throws ModelException if it has changed
   */
  public void requireUnchanged() {
    if (!state(file).equals(state)) {
      throw new ModelException(
          file + ": was changed while it was in use; what was computed since is discarded");
    }
  }

  /**
   * SHA-256 of the file in hexadecimal. A checkpoint can have several integer forms, calibrated on
   * different conversations, with different logits.
   *
   * @throws ModelException if the file has changed since it was opened
   */
  public String sha256() {
    String hash = Sha256.of(file);
    requireUnchanged();
    return hash;
  }

  public Precision precision() {
    return precision;
  }

  /** The folder of the file. */
  Path folder() {
    return Optional.ofNullable(file.getParent()).orElseThrow();
  }

  /** The number of steps of the low half in one step of the high half. */
  int lowSteps() {
    return lowSteps;
  }

  boolean has(String name) {
    return tensors.containsKey(name);
  }

  TensorEntry tensor(String name) {
    TensorEntry tensor = tensors.get(name);
    if (tensor == null) {
      throw new ModelException(file + ": has no " + name);
    }
    return tensor;
  }
}
