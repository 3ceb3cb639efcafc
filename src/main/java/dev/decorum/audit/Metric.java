package dev.decorum.audit;

import dev.decorum.stats.Estimate;
import dev.decorum.stats.Observation;
import dev.decorum.stats.ShareScale;
import dev.decorum.stats.Summarised;
import dev.decorum.stats.TrailingComparison;
import dev.decorum.store.NightSlice;
import java.util.List;
import java.util.Optional;

/** What is followed from night to night. */
public enum Metric {
  /** The mean score: how the bot behaves. */
  MEAN("mean score"),
  /** The mean length of the window in tokens. */
  TOKENS("mean tokens"),
  /** The share of rows that lost tokens or messages. */
  TRUNCATED("truncated"),
  /** The share of rows without any text. */
  EMPTY("empty");

  private final String label;

  Metric(String label) {
    this.label = label;
  }

  /** What people call it. */
  public String label() {
    return label;
  }

  /** Whether it is a share, which is followed on {@link ShareScale}. */
  public boolean isShare() {
    return this == TRUNCATED || this == EMPTY;
  }

  /** Whether it is a number of what was scored, and not of scores. */
  boolean isOfInputs() {
    return this != MEAN;
  }

  /** The number of a night, with its 95% interval. */
  public Estimate estimate(NightSlice slice) {
    return switch (this) {
      case MEAN ->
          slice
              .scale()
              .possible(Summarised.mean(slice.mean(), slice.meanError(), slice.clusters()));
      case TOKENS -> Summarised.mean(slice.tokens(), slice.tokensError(), slice.clusters());
      case TRUNCATED ->
          Summarised.share(
              slice.truncatedShare(), slice.truncatedError(), slice.rows(), slice.clusters());
      case EMPTY ->
          Summarised.share(slice.emptyShare(), slice.emptyError(), slice.rows(), slice.clusters());
    };
  }

  /** The number as a chart takes it; nothing where its error is unknown. */
  Optional<Observation> observation(NightSlice slice) {
    Estimate estimate = estimate(slice);
    if (Double.isNaN(estimate.standardError())) {
      return Optional.empty();
    }
    return Optional.of(
        isShare()
            ? ShareScale.observation(
                estimate.value(),
                estimate.standardError(),
                Math.toIntExact(slice.rows()),
                Math.toIntExact(slice.clusters()))
            : new Observation(estimate.value(), estimate.standardError()));
  }

  /** A point of the chart in units of the number. */
  double unit(double point) {
    return isShare() ? ShareScale.share(point) : point;
  }

  /** {@code interval} without what no night can have. */
  Estimate possible(Estimate interval, NightSlice slice) {
    return switch (this) {
      case MEAN -> slice.scale().possible(interval);
      case TOKENS ->
          new Estimate(
              interval.value(),
              interval.standardError(),
              Math.max(0, interval.low()),
              interval.high());
      case TRUNCATED, EMPTY -> interval;
    };
  }

  Optional<TrailingComparison> compare(Observation tonight, List<Observation> earlier) {
    return isShare()
        ? TrailingComparison.ofShares(tonight, earlier)
        : TrailingComparison.of(tonight, earlier);
  }
}
