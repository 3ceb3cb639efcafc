package dev.decorum.score;

import dev.decorum.infer.Logits;
import dev.decorum.model.files.ModelException;
import dev.decorum.tokenize.TokenWindow;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Turns logits into scores.
 *
 * @param baseline the probability that a score is compared with, above 0 and below 1; NaN for none,
 *     as for rewards
 * @param scale the scale of the scores
 */
public record Scorer(double baseline, Scale scale) implements Serializable {

  /** The platform's own baseline, from the model card. */
  public static final double CHAI_BASELINE = 0.672;

  public Scorer {
    Objects.requireNonNull(scale);
    boolean none = Double.isNaN(baseline) && scale == Scale.REWARD;
    if (!none && !(baseline > 0 && baseline < 1)) {
      throw new IllegalArgumentException("a baseline lies between 0 and 1: " + baseline);
    }
  }

  /**
   * One score for each window, in the same order.
   *
   * @param logits the logits of the windows
   * @throws ModelException if a logit is infinite or not a number
   */
  public List<ConversationScore> score(List<TokenWindow> windows, Logits logits) {
    if (logits.size() != windows.size()) {
      throw new IllegalArgumentException(
          logits.size() + " pairs of logits for " + windows.size() + " windows");
    }
    List<ConversationScore> scores = new ArrayList<>(windows.size());
    for (int row = 0; row < windows.size(); row++) {
      TokenWindow window = windows.get(row);
      float inappropriate = logits.get(row, Logits.INAPPROPRIATE);
      float appropriate = logits.get(row, Logits.APPROPRIATE);
      if (!Float.isFinite(inappropriate) || !Float.isFinite(appropriate)) {
        throw new ModelException(
            window.context().location()
                + ": the model gives no number (logits "
                + inappropriate
                + ", "
                + appropriate
                + "); its weights are damaged or overflow");
      }
      double probability = Scale.probability(inappropriate, appropriate);
      scores.add(
          new ConversationScore(
              window.id(),
              window.context(),
              probability,
              deltaPercent(probability),
              inappropriate,
              appropriate,
              window.length(),
              window.tokensDropped(),
              window.messages(),
              window.messagesUsed(),
              window.flags(),
              window.sha256(),
              scale));
    }
    return scores;
  }

  /**
   * How far {@code probability} is above (+) or below (-) the baseline, in percent; NaN without a
   * baseline.
   */
  public double deltaPercent(double probability) {
    return (probability - baseline) / baseline * 100;
  }
}
