package dev.decorum.api;

import dev.decorum.infer.Device;
import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.ModelSettings;
import dev.decorum.model.Precision;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The options for opening a model and scoring. They consist of strings and numbers and are
 * serializable, so that they can be sent to the workers of a cluster. Immutable.
 *
 * @param device {@code cpu}, {@code cuda}, {@code cuda:N}, or {@code auto} for the first GPU if
 *     CUDA works and otherwise the CPU
 * @param precision {@code fp32}, {@code fp16}, {@code int8x3}, {@code int8}, or {@code auto} for
 *     the one that suits the device
 * @param appropriateLabel the label of the model that means appropriate, by name or number; {@code
 *     null} if the model tells
 * @param formatter {@code pygmalion}, {@code vicuna}, {@code chatml}, {@code moderator}, {@code
 *     xlreward} or {@code empty}, or the path of a JSON file of the six template fields, which ends
 *     with {@code .json}; {@code null} for the model's own or else {@code pygmalion}
 * @param history how many of the last messages are shown to the model, from 1; 0 for the model's
 *     own number or else 10; {@link Integer#MAX_VALUE} for all
 * @param maxTokens the largest number of tokens that the model reads, from 1; 0 for as many as it
 *     takes, up to 1024
 * @param turns {@code last} for one score a conversation, {@code bot} for one after each message of
 *     the bot, {@code all} for one after each message
 * @param baseline the probability that scores are compared with; NaN for the model's own or else
 *     0.672
 * @param together how many conversations are taken from an iterator at a time, from 1; more are
 *     faster but delay the first score and take memory
 */
@RecordBuilder
public record JudgeOptions(
    String device,
    String precision,
    @Nullable String appropriateLabel,
    @Nullable String formatter,
    int history,
    int maxTokens,
    String turns,
    double baseline,
    int together)
    implements Serializable, JudgeOptionsBuilder.With {

  private static final JudgeOptions DEFAULTS =
      new JudgeOptions("auto", "auto", null, null, 0, 0, "last", Double.NaN, 256);

  /**
   * @throws IllegalArgumentException if a value is not one of those above
   */
  public JudgeOptions {
    Device.parse(Objects.requireNonNull(device, "device"));
    Objects.requireNonNull(precision, "precision");
    Objects.requireNonNull(turns, "turns");
    if (!precision.equals("auto") && Precision.named(precision).isEmpty()) {
      throw new IllegalArgumentException(
          "the precision must be auto, fp32, fp16, int8x3 or int8, not '" + precision + "'");
    }
    if (formatter != null
        && !formatter.endsWith(".json")
        && FormatterTemplates.named(formatter).isEmpty()) {
      throw new IllegalArgumentException(
          "the formatter must be one of "
              + FormatterTemplates.names()
              + ", or a file that ends with .json, not '"
              + formatter
              + "'");
    }
    if (history < 0 || maxTokens < 0 || together < 1) {
      throw new IllegalArgumentException(
          "history and maxTokens are from 0, and together from 1, not "
              + history
              + ", "
              + maxTokens
              + " and "
              + together);
    }
    if (!List.of("last", "bot", "all").contains(turns)) {
      throw new IllegalArgumentException("turns must be last, bot or all, not '" + turns + "'");
    }
    if (!Double.isNaN(baseline) && !ModelSettings.isBaseline(baseline)) {
      throw new IllegalArgumentException(
          "the baseline is " + ModelSettings.BASELINES + ", not " + baseline);
    }
  }

  /** The defaults of {@code decorum score}. */
  public static JudgeOptions defaults() {
    return DEFAULTS;
  }
}
