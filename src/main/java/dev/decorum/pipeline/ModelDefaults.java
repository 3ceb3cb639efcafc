package dev.decorum.pipeline;

import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.ModelSettings;
import dev.decorum.score.Scale;
import dev.decorum.score.Scorer;
import java.util.Objects;

/**
 * How a model is asked where nobody says otherwise: as its folder says, else as the model card of
 * the CHAI reward model does.
 *
 * @param formatter what writes conversations
 * @param history how many messages at the end are shown
 * @param maxTokens the most tokens that are read
 * @param baseline the probability that scores are compared with; NaN for none
 */
public record ModelDefaults(
    FormatterTemplates formatter, int history, int maxTokens, double baseline) {
  private static final int MOST_TOKENS = 1024;

  /** Those of a model. */
  public static ModelDefaults of(ModelBundle bundle) {
    ModelSettings own = bundle.settings();
    Double baseline = own.baseline();
    return new ModelDefaults(
        Objects.requireNonNullElse(own.formatter(), FormatterTemplates.PYGMALION),
        Objects.requireNonNullElse(own.history(), ModelSettings.DEFAULT_HISTORY),
        Math.min(MOST_TOKENS, bundle.maxTokens()),
        baseline != null ? baseline : baseline(Scale.of(bundle.head())));
  }

  /** The baseline of scores whose model says nothing; NaN for none, as for rewards. */
  public static double baseline(Scale scale) {
    return scale == Scale.REWARD ? Double.NaN : Scorer.CHAI_BASELINE;
  }
}
