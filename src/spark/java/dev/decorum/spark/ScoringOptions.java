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
 * @param model the model's folder on every node, the name of a folder or archive that {@code
 *     --files} or {@code --archives} of {@code spark-submit} have brought there, or {@code
 *     OWNER/NAME[@REVISION]} of a model in the hub cache of every node; {@code null} for the
 *     bundled demo model
 * @param judge how the model is used
 * @param read how chats are read
 * @param partitions how many parts are scored; 0 for at least four for each core, and so many that
 *     none has more than some 64 MB of chats
 * @param together whether chats that begin alike are brought together, so that what they have in
 *     common is computed once; otherwise they are scored where they are read
 */
@RecordBuilder
public record ScoringOptions(
    @Nullable String model, JudgeOptions judge, ReadOptions read, int partitions, boolean together)
    implements Serializable, ScoringOptionsBuilder.With {

  /** As many rows as the command line plans together. */
  private static final int PLANNED_TOGETHER = 4_096;

  private static final ScoringOptions DEFAULTS =
      new ScoringOptions(
          null,
          JudgeOptions.defaults().withDevice("cpu").withTogether(PLANNED_TOGETHER),
          ReadOptions.defaults(),
          0,
          true);

  public ScoringOptions {
    Objects.requireNonNull(judge);
    Objects.requireNonNull(read);
    if (partitions < 0) {
      throw new IllegalArgumentException("partitions must not be negative");
    }
  }

  /** The bundled demo model, read and used as {@code decorum score} does, on the CPU. */
  public static ScoringOptions defaults() {
    return DEFAULTS;
  }
}
