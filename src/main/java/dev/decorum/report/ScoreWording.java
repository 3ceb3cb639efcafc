package dev.decorum.report;

import dev.decorum.compare.Comparison.VersionSummary;
import dev.decorum.score.Scale;
import dev.decorum.stats.Estimate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names and number formats for scores of a scale and their differences. */
final class ScoreWording {
  private final boolean isReward;

  ScoreWording(Scale scale) {
    this.isReward = scale == Scale.REWARD;
  }

  /** Whether scores are between 0 and 1. */
  boolean hasUnitRange() {
    return !isReward;
  }

  /** The name of a score. */
  String name() {
    return isReward ? "reward" : "score";
  }

  /** The name of a mean of scores. */
  String mean() {
    return isReward ? "mean reward" : "mean score";
  }

  /** The name of one score. */
  String one() {
    return isReward ? "reward" : "score";
  }

  /** The name of a mean of scores at the beginning of a title. */
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

  /** The suffix of headings of columns of differences. */
  String inHeader() {
    return isReward ? "" : ", points";
  }

  /** The verdict on a version whose scores are higher or lower by {@code size}. */
  String verdict(String size, boolean isHigher) {
    return isReward
        ? "its conversations get " + size + (isHigher ? " more" : " less") + " reward on average"
        : "in the eyes of the model, users are "
            + size
            + " percentage points "
            + (isHigher ? "more" : "less")
            + " likely to find its conversations appropriate";
  }

  /**
   * The distributions of the scores of versions, over each other.
   *
   * @param unit what is scored, in the plural
   * @param baseline {@code null} for none
   */
  Chart distribution(
      String unit, Chart.@Nullable Reference baseline, List<VersionSummary> versions) {
    return new Chart.Distribution(
        "Share of " + unit + " by " + (isReward ? "the sigmoid of the reward" : "score"),
        "Which share of the " + unit + " has about which score; the numbers are in the table.",
        baseline,
        versions.stream()
            .map(version -> new Chart.Counts(version.name(), version.histogram()))
            .toList());
  }

  /**
   * What length has to do with scores, in a sentence.
   *
   * @param version whose scores; empty where there is but one
   */
  static String length(String version, Estimate correlation) {
    String longer =
        (version.isEmpty() ? "Longer" : "In " + version + ", longer") + " conversations score ";
    if (!correlation.hasInterval() || !correlation.excludes(0)) {
      return longer + "neither higher nor lower, as far as these tell.";
    }
    return longer + (correlation.value() > 0 ? "higher." : "lower.");
  }

  /** What share of the conversations was too long, as a sentence to follow another one. */
  static String cut(Estimate share) {
    return share.value() == 0
        ? " None was cut to fit."
        : " " + NumberFormat.SHARE.text(share.value()) + " of them were cut to fit.";
  }

  /** The number behind {@link #length}. */
  static String lengthExplained(Estimate correlation) {
    return "Rank correlation of score and length: "
        + NumberFormat.SIGNED.withInterval(correlation)
        + ".";
  }

  /** What it takes for a slice to be called better or worse by {@code number}. */
  static String sureness(String number) {
    return "\"Better\" and \"worse\": with q below 0.05, the false-discovery rate of calling a"
        + " difference of the "
        + number
        + " real (Benjamini-Hochberg over all slices).";
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
