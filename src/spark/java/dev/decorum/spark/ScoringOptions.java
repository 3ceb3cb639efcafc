package dev.decorum.spark;

import dev.decorum.api.JudgeOptions;
import dev.decorum.api.ReadOptions;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is scored with, and how. Immutable.
 *
 * @param model the folder of the model on every node: an absolute path, or the name of a folder or
 *     archive that {@code --files} or {@code --archives} of {@code spark-submit} have brought
 *     there; {@code null} for the bundled demo model
 * @param judge how the model is used
 * @param read how chats are read
 * @param partitions how many parts are scored; 0 for four for each core
 */
@RecordBuilder
public record ScoringOptions(
    @Nullable String model, JudgeOptions judge, ReadOptions read, int partitions)
    implements Serializable, ScoringOptionsBuilder.With {
  private static final ScoringOptions DEFAULTS =
      new ScoringOptions(null, JudgeOptions.defaults(), ReadOptions.defaults(), 0);

  public ScoringOptions {
    Objects.requireNonNull(judge);
    Objects.requireNonNull(read);
    if (partitions < 0) {
      throw new IllegalArgumentException("partitions must not be negative");
    }
  }

  /** The bundled demo model, read and used as {@code decorum score} does. */
  public static ScoringOptions defaults() {
    return DEFAULTS;
  }
}
