package dev.decorum.run;

import dev.decorum.failure.UsageException;
import dev.decorum.format.Turns;
import dev.decorum.format.WindowOptions;
import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.ModelSettings;
import dev.decorum.pipeline.ModelDefaults;
import dev.decorum.report.ScoreSource;
import dev.decorum.score.RunManifest;
import dev.decorum.score.Scale;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The formatter, the window and the baseline of a run. Values that are null come from the model.
 *
 * @param formatter the name of a formatter, or a file with its templates
 * @param history how many of the last messages are shown, {@link WindowOptions#WHOLE_HISTORY} for
 *     all
 * @param maxTokens the largest number of tokens in a window
 * @param turns after which messages there is a score
 * @param baseline the probability that scores are compared with
 */
public record WindowRequest(
    @Nullable String formatter,
    @Nullable Integer history,
    @Nullable Integer maxTokens,
    Turns turns,
    @Nullable Double baseline) {
  public WindowRequest {
    Objects.requireNonNull(turns);
    if (baseline != null && !ModelSettings.isBaseline(baseline)) {
      throw new UsageException(
          "--baseline must be " + ModelSettings.BASELINES + ", not " + PlainNumber.of(baseline));
    }
  }

  /** The file with the formatter, if one was named. */
  Optional<Path> formatterFile() {
    return Optional.ofNullable(formatter)
        .filter(name -> FormatterTemplates.named(name).isEmpty())
        .map(Path::of);
  }

  FormatterTemplates formatter(ModelBundle bundle) {
    return formatter(ModelDefaults.of(bundle));
  }

  /**
   * The formatter.
   *
   * @param own the defaults of the model
   */
  FormatterTemplates formatter(ModelDefaults own) {
    if (formatter == null) {
      return own.formatter();
    }
    return FormatterTemplates.named(formatter)
        .orElseGet(() -> FormatterTemplates.read(Path.of(formatter)));
  }

  WindowOptions window(ModelBundle bundle) {
    return window(ModelDefaults.of(bundle), bundle.maxTokens(), bundle.name());
  }

  /**
   * The window.
   *
   * @param own the defaults of the model
   * @param most the largest number of tokens that the model allows
   * @param name the name of the model
   */
  WindowOptions window(ModelDefaults own, int most, String name) {
    if (maxTokens != null && (maxTokens < 1 || maxTokens > most)) {
      throw new UsageException(
          "--max-tokens must be 1 to " + most + " for the model '" + name + "', not " + maxTokens);
    }
    return new WindowOptions(
        Objects.requireNonNullElse(history, own.history()),
        Objects.requireNonNullElse(maxTokens, own.maxTokens()),
        turns);
  }

  /** The baseline that was asked for, or another. */
  double baselineOr(double otherwise) {
    return baseline != null ? baseline : otherwise;
  }

  /** The baseline of a run; NaN for none, as for rewards by default. */
  double baseline(ModelBundle bundle) {
    return baseline != null ? baseline : ModelDefaults.of(bundle).baseline();
  }

  /** The baseline for scores of several runs, by default that of the first; NaN for none. */
  double baseline(List<ScoreSource> sources, Scale scale) {
    if (baseline != null) {
      return baseline;
    }
    for (ScoreSource source : sources) {
      RunManifest run = source.run();
      if (run != null) {
        return run.baselineOrNaN();
      }
    }
    return ModelDefaults.baseline(scale);
  }
}
