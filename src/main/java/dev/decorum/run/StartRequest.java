package dev.decorum.run;

import dev.decorum.failure.UsageException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a training starts from.
 *
 * @param model the model; ignored for a training from scratch
 * @param newHead whether a classifier's head is replaced by one of two labels
 * @param shape settings of {@code config.json} for random weights; null to start from a model
 * @param tokenizer the folder of the tokenizer for random weights; null to make one from the data
 * @param vocabularySize the number of tokens of a tokenizer that is made
 */
public record StartRequest(
    ModelRequest model,
    boolean newHead,
    @Nullable Map<String, Integer> shape,
    @Nullable Path tokenizer,
    int vocabularySize) {

  public StartRequest {
    Objects.requireNonNull(model);
    shape = shape == null ? null : Map.copyOf(new LinkedHashMap<>(shape));
    if (shape != null && model.location() != null) {
      throw new UsageException("--from-scratch starts from random weights, and -m from a model");
    }
    if (shape != null && newHead) {
      throw new UsageException("--new-head is for a model; --from-scratch has a new head anyway");
    }
    if (shape == null && tokenizer != null) {
      throw new UsageException("--tokenizer is for --from-scratch; a model has its own");
    }
  }
}
