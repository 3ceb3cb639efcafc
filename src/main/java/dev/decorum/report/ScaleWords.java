package dev.decorum.report;

import dev.decorum.score.Scale;

/** How the numbers of a scale, and differences between them, are called and written. */
final class ScaleWords {
  private final boolean isReward;

  ScaleWords(Scale scale) {
    this.isReward = scale == Scale.REWARD;
  }

  /** Whether there is a baseline that can be drawn into charts of scores. */
  boolean hasUnitRange() {
    return !isReward;
  }

  /** What a mean of scores is called. */
  String mean() {
    return isReward ? "mean reward" : "mean score";
  }

  /** The same at the beginning of a title. */
  String meanInTitle() {
    return isReward ? "Mean reward" : "Mean score";
  }

  /** How a difference of scores is written. */
  NumberFormat difference() {
    return isReward ? NumberFormat.SIGNED : NumberFormat.POINTS;
  }

  /** How the size of a difference of scores is written, without its sign. */
  NumberFormat size() {
    return isReward ? NumberFormat.SIZE : NumberFormat.POINTS_SIZE;
  }

  /** The unit of differences in a sentence. */
  String unit() {
    return isReward ? "in reward" : "percentage points";
  }

  /** The unit of differences where there is little room. */
  String shortUnit() {
    return isReward ? "in reward" : "points";
  }

  /** Behind the name of a column of differences. */
  String inHeader() {
    return isReward ? "" : ", points";
  }

  /** What is said of a version whose scores are higher, or lower, by a size. */
  String verdict(String size, boolean isHigher) {
    return isReward
        ? "its conversations get " + size + (isHigher ? " more" : " less") + " reward on average"
        : "users are "
            + size
            + " percentage points "
            + (isHigher ? "more" : "less")
            + " likely to find its conversations appropriate";
  }

  /** How charts write scores. */
  Chart.Unit scores() {
    return isReward ? Chart.Unit.NUMBER : Chart.Unit.PROBABILITY;
  }

  /** How charts write differences of scores. */
  Chart.Unit differences() {
    return isReward ? Chart.Unit.NUMBER : Chart.Unit.POINTS;
  }
}
