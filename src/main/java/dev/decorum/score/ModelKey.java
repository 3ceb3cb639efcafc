package dev.decorum.score;

import dev.decorum.model.files.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What decides the logits of given token ids: the files of a model, the meaning of its outputs and
 * the numbers in which it is computed. The formatter and the window decide the token ids, so they
 * are no part of it.
 *
 * @param name what the model is called
 * @param precision in which numbers it is computed, for example {@code fp32}
 * @param sha256 hash of all of that but the name
 */
public record ModelKey(String name, String precision, String sha256) {

  /**
   * The key of a model that is computed in {@code precision}.
   *
   * @param integerForm SHA-256 of the integers that it is computed in; empty for none
   */
  public static ModelKey of(
      RunManifest.Model model, String precision, Optional<String> integerForm) {
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
