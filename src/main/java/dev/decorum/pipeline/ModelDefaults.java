package dev.decorum.pipeline;

import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.ModelSettings;
import dev.decorum.score.Scale;
import dev.decorum.score.Scorer;
import java.util.Objects;

/**
 * The default settings of a model: those of its folder, or else those on the model card of the CHAI
 * reward model.
 *
 * @param formatter the formatter of conversations
 * @param history how many of the last messages are shown
 * @param maxTokens the largest number of tokens in a window
 * @param baseline the probability that scores are compared with; NaN for none
 */
public record ModelDefaults(
    FormatterTemplates formatter, int history, int maxTokens, double baseline) {
  private static final int MOST_TOKENS = 1024;

  /** The defaults of a model. */
  public static ModelDefaults of(ModelBundle bundle) {
    return of(bundle.settings(), bundle.maxTokens(), Scale.of(bundle.head()));
  }

  /** The defaults of a model with these settings, limit and scale. */
  public static ModelDefaults of(ModelSettings own, int maxTokens, Scale scale) {
    Double baseline = own.baseline();
    return new ModelDefaults(
        Objects.requireNonNullElse(own.formatter(), FormatterTemplates.PYGMALION),
        Objects.requireNonNullElse(own.history(), ModelSettings.DEFAULT_HISTORY),
        Math.min(MOST_TOKENS, maxTokens),
        baseline != null ? baseline : baseline(scale));
  }

  /** The baseline for models that set none; NaN for none, as for rewards. */
  public static double baseline(Scale scale) {
    return scale == Scale.REWARD ? Double.NaN : Scorer.CHAI_BASELINE;
  }
}
