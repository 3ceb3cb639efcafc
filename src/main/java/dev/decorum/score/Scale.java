package dev.decorum.score;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.decorum.model.Head;
import dev.decorum.stats.Estimate;

/** The scale of scores. */
public enum Scale {
  /** The probability that a user finds the conversation appropriate, 0 to 1. */
  @JsonProperty("probability")
  PROBABILITY,
  /** A reward without bounds, of which only order and differences have a meaning. */
  @JsonProperty("reward")
  REWARD;

  /** The scale of the scores of a head. */
  public static Scale of(Head head) {
    return head.isReward() ? REWARD : PROBABILITY;
  }

  /** The name in manifests. */
  public String label() {
    return this == REWARD ? "reward" : "probability";
  }

  /** The score on this scale for a difference of logits. */
  public double value(double logit) {
    return this == REWARD ? logit : probability(0, logit);
  }

  /** An estimate of a mean of scores, with its interval limited to possible values. */
  public Estimate possible(Estimate mean) {
    return this == REWARD ? mean : mean.within(0, 1);
  }

  /** The softmax of two logits at the second one, in double precision. */
  static double probability(double inappropriate, double appropriate) {
    return 1 / (1 + Math.exp(inappropriate - appropriate));
  }
}
