package dev.decorum.audit;

import dev.decorum.score.Scale;
import dev.decorum.stats.Estimate;
import dev.decorum.stats.Summarised;
import dev.decorum.store.NightSlice;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * When an audit fails: {@code any} finding, one of a kind such as {@code drift}, or a number of the
 * night and what it must not be, as in {@code share_below_baseline > 0.35}. A number that a night
 * does not have fails too: nothing was shown to be right.
 */
public final class Condition {
  private static final Pattern COMPARISON =
      Pattern.compile(
          "\\s*([a-z0-9_]+)\\s*(<=|>=|<|>)\\s*([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)(%?)\\s*");

  private static final Map<String, ToDoubleFunction<Audit>> NUMBERS = numbers();

  /** Any finding. */
  private static final String ANY = "any";

  private static final List<String> WORDS =
      Stream.concat(Stream.of(ANY), Arrays.stream(Finding.Kind.values()).map(Finding.Kind::word))
          .toList();

  /** That not one conversation was scored; looked for even if the user does not ask. */
  public static final Condition NO_DATA =
      new Condition(Finding.Kind.NO_DATA.word(), Finding.Kind.NO_DATA.word(), "", 0);

  /** The conditions that are words, and no numbers. */
  public static List<String> words() {
    return WORDS;
  }

  /** What came of a condition. */
  public enum Outcome {
    PASSED,
    FAILED,
    /** There is too little to judge by. */
    UNKNOWN
  }

  /**
   * A condition that was evaluated for a night.
   *
   * @param condition as it was written
   * @param outcome whether the audit fails
   * @param because the numbers behind it, in a sentence
   */
  public record Result(String condition, Outcome outcome, String because) {

    /** Whether it is about findings, and not about a number. */
    public boolean isOfFindings() {
      return WORDS.contains(condition);
    }
  }

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
    if (WORDS.contains(word)) {
      return new Condition(word, word, "", 0);
    }
    Matcher matcher = COMPARISON.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is not a condition; conditions are "
              + String.join(", ", WORDS)
              + ", or a number and a limit as in 'share_below_baseline > 0.35'");
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

  /** Whether it fails where there are no data. */
  public boolean coversNoData() {
    return name.equals(ANY) || name.equals(NO_DATA.name);
  }

  /** Evaluates the condition for a night. */
  public Result of(Audit audit) {
    if (WORDS.contains(name)) {
      return ofFindings(audit);
    }
    double value = Objects.requireNonNull(NUMBERS.get(name)).applyAsDouble(audit);
    if (Double.isNaN(value)) {
      return new Result(text, Outcome.FAILED, name + " is unknown: " + lack(audit) + ".");
    }
    boolean failed =
        switch (operator) {
          case "<" -> value < limit;
          case "<=" -> value <= limit;
          case ">" -> value > limit;
          default -> value >= limit;
        };
    return new Result(
        text, failed ? Outcome.FAILED : Outcome.PASSED, name + " is " + written(value) + ".");
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

  private Result ofFindings(Audit audit) {
    List<Finding> found =
        audit.findings().stream()
            .filter(finding -> name.equals(ANY) || name.equals(finding.kind().word()))
            .toList();
    if (!found.isEmpty()) {
      return new Result(
          text, Outcome.FAILED, found.stream().map(Finding::text).collect(Collectors.joining(" ")));
    }
    for (Map.Entry<Finding.Kind, String> kind : audit.undecided().entrySet()) {
      if (name.equals(kind.getKey().word())) {
        return new Result(text, Outcome.UNKNOWN, kind.getValue() + ".");
      }
    }
    return name.equals(ANY) && audit.undecided().containsKey(Finding.Kind.DRIFT)
        ? new Result(
            text,
            Outcome.UNKNOWN,
            "nothing was found; " + audit.undecided().get(Finding.Kind.DRIFT) + ".")
        : new Result(text, Outcome.PASSED, "nothing was found.");
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
