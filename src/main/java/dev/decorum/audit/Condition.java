package dev.decorum.audit;

import dev.decorum.score.Scale;
import dev.decorum.stats.ChartPoint;
import dev.decorum.stats.Estimate;
import dev.decorum.stats.Summarised;
import dev.decorum.store.NightSlice;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * When an audit fails: {@code drift}, {@code slice-drift}, or a number of the night and what it
 * must not be, as in {@code share_below_baseline > 0.35}. A number that a night does not have fails
 * too: nothing was shown to be right.
 */
public final class Condition {
  private static final Pattern COMPARISON =
      Pattern.compile(
          "\\s*([a-z0-9_]+)\\s*(<=|>=|<|>)\\s*([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)(%?)\\s*");

  private static final Map<String, ToDoubleFunction<Audit>> NUMBERS = numbers();

  /** What came of a condition. */
  public enum Outcome {
    PASSED,
    FAILED,
    /** There are too few nights to detect a drift. */
    UNKNOWN
  }

  /**
   * A condition that was evaluated for a night.
   *
   * @param condition as it was written
   * @param outcome whether the audit fails
   * @param because the numbers behind it, in a sentence
   */
  public record Result(String condition, Outcome outcome, String because) {}

  private final String text;
  private final String name;
  private final String operator;
  private final double limit;

  private Condition(String text, String name, String operator, double limit) {
    this.text = text;
    this.name = name;
    this.operator = operator;
    this.limit = limit;
  }

  /**
   * Reads a condition.
   *
   * @throws IllegalArgumentException if it is none, with a message for the user
   */
  public static Condition parse(String text) {
    String word = text.strip().toLowerCase(Locale.ROOT);
    if (word.equals("drift") || word.equals("slice-drift")) {
      return new Condition(word, word, "", 0);
    }
    Matcher matcher = COMPARISON.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is not a condition; conditions are drift, slice-drift, or a number and a limit as in"
              + " 'share_below_baseline > 0.35'");
    }
    String name = group(matcher, 1);
    if (!NUMBERS.containsKey(name)) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' is not a number of a night; known are "
              + String.join(", ", NUMBERS.keySet()));
    }
    try {
      double limit = Double.parseDouble(group(matcher, 3));
      return new Condition(
          text.strip(), name, group(matcher, 2), group(matcher, 4).isEmpty() ? limit : limit / 100);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + group(matcher, 3) + "' is not a number", e);
    }
  }

  private static String group(Matcher matcher, int index) {
    return Objects.requireNonNull(matcher.group(index));
  }

  /** Evaluates the condition for a night. */
  public Result of(Audit audit) {
    if (name.equals("drift")) {
      return drift(audit.drifts(), audit.trends());
    }
    if (name.equals("slice-drift")) {
      return drift(audit.sliceDrifts(), audit.slices());
    }
    double value = Objects.requireNonNull(NUMBERS.get(name)).applyAsDouble(audit);
    if (Double.isNaN(value)) {
      return new Result(text, Outcome.FAILED, name + " is unknown: " + lack(audit));
    }
    boolean failed =
        switch (operator) {
          case "<" -> value < limit;
          case "<=" -> value <= limit;
          case ">" -> value > limit;
          default -> value >= limit;
        };
    return new Result(
        text, failed ? Outcome.FAILED : Outcome.PASSED, name + " is " + written(value));
  }

  /** Why a night does not have a number. */
  private String lack(Audit audit) {
    if (!name.contains("baseline") || audit.whole().isEmpty()) {
      return "too few rows were scored";
    }
    if (audit.tonight().run().baseline() == null) {
      return "the model gives rewards, which have no baseline unless --baseline gives one";
    }
    return name.startsWith("share")
        ? "too few rows were scored"
        : "the model gives rewards, of which only the share below a baseline is known";
  }

  private static String written(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toPlainString();
  }

  private Result drift(List<Trend> alarming, List<Trend> trends) {
    if (!alarming.isEmpty()) {
      return new Result(text, Outcome.FAILED, alarms(alarming));
    }
    return Trend.areLearning(trends)
        ? new Result(text, Outcome.UNKNOWN, "too few earlier nights to judge by")
        : new Result(text, Outcome.PASSED, "within the limits of the charts");
  }

  /** Alarms in a few words each. */
  public static String alarms(List<Trend> alarming) {
    return alarming.stream().map(Condition::alarm).collect(Collectors.joining("; "));
  }

  /**
   * An alarm in a few words, for example {@code mean score 0.612 is lower than expected (0.634)}.
   */
  public static String alarm(Trend trend) {
    Trend.Day tonight = trend.tonight();
    return trend.label()
        + (trend.field().isEmpty() ? "" : " of " + trend.field() + " " + trend.value())
        + " "
        + written(trend.metric(), tonight.estimate().value())
        + " is "
        + (tonight.alarm() == ChartPoint.Alarm.LOW ? "lower" : "higher")
        + " than expected ("
        + written(trend.metric(), tonight.expected().value())
        + ")"
        + (tonight.run() > 1 ? ", off for " + tonight.run() + " nights" : "");
  }

  private static String written(Metric metric, double value) {
    if (metric.isShare()) {
      return String.format(Locale.ROOT, "%.1f%%", value * 100);
    }
    return String.format(Locale.ROOT, metric == Metric.MEAN ? "%.3f" : "%.0f", value);
  }

  /** Every number of a night by its name, for machines; NaN where it is unknown. */
  public static Map<String, Double> numbers(Audit audit) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    NUMBERS.forEach((name, number) -> numbers.put(name, number.applyAsDouble(audit)));
    return numbers;
  }

  private static Map<String, ToDoubleFunction<Audit>> numbers() {
    Map<String, ToDoubleFunction<Audit>> numbers = new LinkedHashMap<>();
    numbers.put("read", audit -> audit.tonight().run().counts().read());
    numbers.put("scored", audit -> audit.tonight().run().counts().scored());
    numbers.put("rejected", audit -> audit.tonight().run().counts().rejected());
    numbers.put("computed", audit -> audit.tonight().computed());
    numbers.put("mean", of(NightSlice::mean));
    numbers.put("mean_low", of(slice -> Metric.MEAN.estimate(slice).low()));
    numbers.put("mean_high", of(slice -> Metric.MEAN.estimate(slice).high()));
    numbers.put(
        "baseline_delta_percent",
        audit ->
            audit
                .whole()
                .filter(slice -> slice.scale() == Scale.PROBABILITY)
                .map(slice -> (slice.mean() / audit.tonight().run().baselineOrNaN() - 1) * 100)
                .orElse(Double.NaN));
    numbers.put("share_below_baseline", audit -> below(audit, Estimate::value));
    numbers.put("share_below_baseline_low", audit -> below(audit, Estimate::low));
    numbers.put("share_below_baseline_high", audit -> below(audit, Estimate::high));
    numbers.put("q05", of(slice -> slice.quantiles().q05()));
    numbers.put("q25", of(slice -> slice.quantiles().q25()));
    numbers.put("q50", of(slice -> slice.quantiles().q50()));
    numbers.put("q75", of(slice -> slice.quantiles().q75()));
    numbers.put("q95", of(slice -> slice.quantiles().q95()));
    numbers.put("mean_tokens", of(NightSlice::tokens));
    numbers.put("truncated_share", of(NightSlice::truncatedShare));
    numbers.put("empty_share", of(NightSlice::emptyShare));
    return numbers;
  }

  private static ToDoubleFunction<Audit> of(ToDoubleFunction<NightSlice> number) {
    return audit -> audit.whole().map(number::applyAsDouble).orElse(Double.NaN);
  }

  private static double below(Audit audit, ToDoubleFunction<Estimate> number) {
    return audit.tonight().run().baseline() == null
        ? Double.NaN
        : audit.whole().map(Condition::below).map(number::applyAsDouble).orElse(Double.NaN);
  }

  /** The share below the baseline with its interval. */
  public static Estimate below(NightSlice slice) {
    return Summarised.share(
        slice.shareBelowBaseline(), slice.belowBaselineError(), slice.rows(), slice.clusters());
  }

  /** Evaluates all conditions for a night. */
  public static List<Result> all(List<Condition> conditions, Audit audit) {
    return conditions.stream().map(condition -> condition.of(audit)).toList();
  }

  @Override
  public String toString() {
    return text;
  }
}
