package dev.decorum.quantize;

import dev.decorum.model.QuantizationAgreement;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.onnx.QuantizedWeights;
import java.util.Map;

/**
 * A quantized checkpoint.
 *
 * @param weights the weights for its graph
 * @param agreement its agreement with the original
 * @param sources SHA-256 in hexadecimal of the files of the original, by name
 */
public record QuantizedModel(
    QuantizedWeights weights, QuantizationAgreement agreement, Map<String, String> sources) {

  public QuantizedModel {
    sources = Map.copyOf(sources);
  }

  /** The hash of the file with the weights. */
  public String sha256() {
    return weights.sha256();
  }

  /**
   * Makes sure that this is the integer form of the present files of a model.
   *
   * @param sha256 newly computed hashes of the model's files, by name
   * @throws ModelException if it is that of other weights, which happens if a file has changed but
   *     not its size and times
   */
  public void requireMadeOf(Map<String, String> sha256) {
    sources.forEach(
        (name, hash) -> {
          if (!hash.equals(sha256.get(name))) {
            throw new ModelException(
                name
                    + ": was changed, but not its modification time; its integer form is that of the"
                    + " file before. Run 'touch' on it, and start again");
          }
        });
  }
}
