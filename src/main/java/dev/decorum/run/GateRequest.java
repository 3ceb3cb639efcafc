package dev.decorum.run;

import dev.decorum.compare.Comparer;
import dev.decorum.compare.Gate;
import dev.decorum.compare.Version;
import dev.decorum.failure.UsageException;
import dev.decorum.score.Scale;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The margin of a comparison, and the gate that turns its verdict into a status.
 *
 * @param margin the largest difference of mean scores that does not matter; null for the default
 * @param gate which verdicts fail a candidate; null for no gate
 */
public record GateRequest(@Nullable Double margin, @Nullable Gate gate) {
  private static final double MARGIN = 0.01;
  private static final double OF_DEVIATION = 0.1;

  /** The default margin, and no gate. */
  static final GateRequest NONE = new GateRequest(null, null);

  public GateRequest {
    if (margin != null && !(margin >= 0 && Double.isFinite(margin))) {
      throw new UsageException(
          "--margin must be a difference of scores, 0 or more, not " + PlainNumber.of(margin));
    }
  }

  /** The margin for versions on one scale. */
  double margin(List<Version> versions) {
    boolean rewards = versions.get(0).table().scale() == Scale.REWARD;
    if (margin == null) {
      return rewards ? OF_DEVIATION * Comparer.deviation(versions) : MARGIN;
    }
    if (!rewards && margin >= 1) {
      throw new UsageException(
          "--margin must be a difference of probabilities, from 0 to below 1, not "
              + PlainNumber.of(margin));
    }
    return margin;
  }
}
