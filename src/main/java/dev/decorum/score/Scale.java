package dev.decorum.score;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.decorum.model.Head;
import dev.decorum.stats.Estimate;

/** What scores are numbers of. */
public enum Scale {
  /** The probability that a user finds the conversation appropriate, 0 to 1. */
  @JsonProperty("probability")
  PROBABILITY,
  /** A reward without bounds, of which only differences and order mean something. */
  @JsonProperty("reward")
  REWARD;

  /** What a head's scores are numbers of. */
  public static Scale of(Head head) {
    return head.isReward() ? REWARD : PROBABILITY;
  }

  /** The name in manifests. */
  public String label() {
    return this == REWARD ? "reward" : "probability";
  }

  /** The number on this scale of which a row's logits tell. */
  public double value(double logit) {
    return this == REWARD ? logit : probability(0, logit);
  }

  /** An estimate of a mean of scores, with its interval where such a mean can be. */
  public Estimate possible(Estimate mean) {
    return this == REWARD ? mean : mean.within(0, 1);
  }

  /** The softmax of two logits, taken in double precision, for the second of them. */
  static double probability(double inappropriate, double appropriate) {
    return 1 / (1 + Math.exp(inappropriate - appropriate));
  }
}
