package dev.decorum.quantize;

import dev.decorum.model.Agreement;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.onnx.QuantizedWeights;
import java.util.Map;

/**
 * A checkpoint in integers.
 *
 * @param weights what its graph is built over
 * @param agreement how it agrees with its original
 * @param sources SHA-256 in hexadecimal of the files of the original that it was made of, by name
 */
public record QuantizedModel(
    QuantizedWeights weights, Agreement agreement, Map<String, String> sources) {

  public QuantizedModel {
    sources = Map.copyOf(sources);
  }

  /** The hash of the file that holds the weights. */
  public String sha256() {
    return weights.sha256();
  }

  /**
   * Makes sure that this is the integer form of a model as it is now.
   *
   * @param sha256 hashes of the model's files, by name, just computed
   * @throws ModelException if it is that of other weights: what is remembered of a file by its size
   *     and its times is not what the file holds
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
