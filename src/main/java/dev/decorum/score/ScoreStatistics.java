package dev.decorum.score;

import dev.decorum.conversation.Flag;
import dev.decorum.stats.Histogram;
import dev.decorum.stats.RewardHistogram;
import dev.decorum.stats.UnitHistogram;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Computes a {@link ScoreSummary} from a stream of scores, in constant memory. Not thread-safe. */
public final class ScoreStatistics implements Serializable {
  private static final long serialVersionUID = 1;

  private static final double[] QUANTILES = {0.05, 0.25, 0.5, 0.75, 0.95};
  private static final int HISTOGRAM_BINS = 20;

  private final Scorer scorer;
  private final UnitHistogram probabilities = new UnitHistogram();

  /** The distribution of rewards; null where scores are probabilities. */
  private final @Nullable RewardHistogram rewards;

  private final EnumMap<Flag, Long> flags = new EnumMap<>(Flag.class);
  private long belowBaseline;

  public ScoreStatistics(Scorer scorer) {
    this.scorer = scorer;
    this.rewards = scorer.scale() == Scale.REWARD ? new RewardHistogram() : null;
  }

  /** Adds a score. */
  public void add(ConversationScore score) {
    add(score.logit(), score.appropriateProbability());
    for (Flag flag : score.flags()) {
      flags.merge(flag, 1L, Long::sum);
    }
  }

  /** Adds a row that was read from a score file with its field {@link ScoredRow#FLAGS}. */
  void add(ScoredRow row) {
    add(row.logit(), row.probability());
    String raised = row.fields().get(ScoredRow.FLAGS);
    if (raised != null) {
      List<String> names = FlagNames.separated(raised);
      for (Flag flag : Flag.values()) {
        if (names.contains(flag.outputName())) {
          flags.merge(flag, 1L, Long::sum);
        }
      }
    }
  }

  private void add(double logit, double probability) {
    probabilities.add(probability);
    if (rewards != null) {
      rewards.add(logit);
    }
    if (probability < scorer.baseline()) {
      belowBaseline++;
    }
  }

  /** Takes in all scores of another part of the run. */
  public void add(ScoreStatistics other) {
    probabilities.add(other.probabilities);
    if (rewards != null && other.rewards != null) {
      rewards.add(other.rewards);
    }
    other.flags.forEach((flag, count) -> flags.merge(flag, count, Long::sum));
    belowBaseline += other.belowBaseline;
  }

  /** The summary of all scores so far. */
  public ScoreSummary summary() {
    Histogram scores = rewards == null ? probabilities : rewards;
    TreeMap<Double, Double> quantiles = new TreeMap<>();
    for (double q : QUANTILES) {
      quantiles.put(q, scores.quantile(q));
    }
    List<Long> histogram = new ArrayList<>();
    for (long bin : probabilities.binned(HISTOGRAM_BINS)) {
      histogram.add(bin);
    }
    return new ScoreSummary(
        probabilities.count(),
        scores.mean(),
        scorer.baseline(),
        rewards != null ? Double.NaN : scorer.deltaPercent(probabilities.mean()),
        belowBaseline,
        scores.min(),
        scores.max(),
        quantiles,
        histogram,
        flags,
        scorer.scale());
  }
}
