package dev.decorum.train;

import dev.decorum.model.Dropout;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link Learner} computes.
 *
 * @param dropout the shares that are left out in training
 * @param labelSmoothing the share of the right label that is spread over all, from 0 to below 1
 * @param adam the optimizer
 * @param mixedPrecision the type of number in matrix products
 * @param threads the number of processor cores that are used, at least 1
 * @param cuda the number of the GPU; null for the processor
 */
public record LearnerOptions(
    Dropout dropout,
    double labelSmoothing,
    AdamOptions adam,
    MixedPrecision mixedPrecision,
    int threads,
    @Nullable Integer cuda) {

  public LearnerOptions {
    Objects.requireNonNull(dropout);
    Objects.requireNonNull(adam);
    Objects.requireNonNull(mixedPrecision);
    if (!(labelSmoothing >= 0 && labelSmoothing < 1) || threads < 1) {
      throw new IllegalArgumentException(labelSmoothing + ", " + threads);
    }
    if (mixedPrecision != MixedPrecision.NONE && cuda == null) {
      throw new IllegalArgumentException("half precision is for GPUs");
    }
  }
}
