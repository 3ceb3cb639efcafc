package dev.decorum.score;

import dev.decorum.model.files.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Identifies everything that the logits of given token ids depend on: the files of a model, the
 * meaning of its outputs and the precision. Formatter and window determine the token ids, so they
 * are not part of it.
 *
 * @param name the name of the model
 * @param precision the precision of the computation, for example {@code fp32}
 * @param sha256 the hash of all of that except the name
 */
public record ModelKey(String name, String precision, String sha256) {

  /**
   * The key of a model that computes in {@code precision}.
   *
   * @param integerForm SHA-256 of the integer form that is run; empty for none
   */
  public static ModelKey of(
      RunManifest.ModelEntry model, String precision, Optional<String> integerForm) {
    String described =
        new TreeMap<>(model.sha256())
            + " "
            + model.appropriateLabel()
            + " "
            + precision
            + integerForm.map(sha256 -> " " + sha256).orElse("");
    return new ModelKey(
        model.name(), precision, Sha256.of(described.getBytes(StandardCharsets.UTF_8)));
  }
}
