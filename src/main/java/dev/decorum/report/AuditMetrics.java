package dev.decorum.report;

import dev.decorum.audit.Audit;
import dev.decorum.audit.Condition;
import dev.decorum.audit.Finding;
import dev.decorum.audit.Trend;
import dev.decorum.stats.ChartPoint;
import dev.decorum.store.Night;
import dev.decorum.store.NightSlice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * An audit in Prometheus' text format, for the textfile collector of its node exporter: gauges,
 * each with its help and type. Unknown numbers are left out, since alerts can test for absence.
 */
public final class AuditMetrics {
  private static final String PREFIX = "decorum_audit_";

  private static final Map<String, String> HELP = help();

  private AuditMetrics() {}

  /**
   * The metrics.
   *
   * @param results the results of the user's conditions
   */
  public static String text(Audit audit, List<Condition.Result> results) {
    Night tonight = audit.tonight();
    Map<String, List<String>> samples = new LinkedHashMap<>();
    Map<String, String> series = Map.of("series", tonight.series());
    Condition.numbers(audit).forEach((name, value) -> add(samples, name, series, value));
    for (Trend trend : audit.trends()) {
      String number = trend.metric().name().toLowerCase(Locale.ROOT);
      add(samples, "drift", with(series, "number", number), alarm(trend));
    }
    for (Trend trend : audit.slices()) {
      NightSlice slice = audit.slice(trend);
      Map<String, String> labels =
          with(with(series, "field", trend.field()), "value", trend.value());
      add(samples, "slice_scored", labels, (double) slice.rows());
      add(samples, "slice_mean", labels, slice.mean());
      add(samples, "slice_share_below_baseline", labels, slice.shareBelowBaseline());
      add(samples, "slice_drift", labels, alarm(trend));
    }
    for (Finding.Kind kind : Finding.Kind.values()) {
      add(samples, "findings", with(series, "kind", kind.word()), audit.findings(kind).size());
    }
    for (Condition.Result result : results) {
      add(
          samples,
          "condition_failed",
          with(series, "condition", result.condition()),
          result.outcome() == Condition.Outcome.FAILED ? 1 : 0);
    }
    add(
        samples,
        "finished_timestamp_seconds",
        series,
        (double) tonight.finished().getEpochSecond());
    StringBuilder text = new StringBuilder();
    samples.forEach(
        (name, lines) -> {
          text.append("# HELP ")
              .append(PREFIX)
              .append(name)
              .append(' ')
              .append(Objects.requireNonNull(HELP.get(name), name));
          text.append("\n# TYPE ").append(PREFIX).append(name).append(" gauge\n");
          lines.forEach(line -> text.append(line).append('\n'));
        });
    return text.toString();
  }

  private static int alarm(Trend trend) {
    ChartPoint.Alarm alarm = trend.tonight().alarm();
    return alarm == ChartPoint.Alarm.LOW ? -1 : alarm == ChartPoint.Alarm.HIGH ? 1 : 0;
  }

  private static Map<String, String> with(Map<String, String> labels, String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(labels);
    more.put(name, value);
    return more;
  }

  private static void add(
      Map<String, List<String>> samples, String name, Map<String, String> labels, double value) {
    if (Double.isNaN(value)) {
      return;
    }
    List<String> written = new ArrayList<>();
    labels.forEach((label, text) -> written.add(label + "=\"" + escaped(text) + "\""));
    samples
        .computeIfAbsent(name, key -> new ArrayList<>())
        .add(PREFIX + name + "{" + String.join(",", written) + "} " + NumberText.exact(value));
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private static Map<String, String> help() {
    Map<String, String> help = new LinkedHashMap<>();
    help.put("read", "Input rows, good and bad.");
    help.put("scored", "Rows scored.");
    help.put("rejected", "Rows that could not be used.");
    help.put("computed", "Windows that the model computed; the others were in the store.");
    help.put("mean", "Mean score: the appropriate-probability, or a reward.");
    help.put("mean_low", "Lower end of its 95% interval.");
    help.put("mean_high", "Upper end of its 95% interval.");
    help.put("baseline_delta_percent", "Difference of the mean to the baseline in percent of it.");
    help.put("share_below_baseline", "Share of rows below the baseline, 0 to 1.");
    help.put("share_below_baseline_low", "Lower end of its 95% interval.");
    help.put("share_below_baseline_high", "Upper end of its 95% interval.");
    help.put("q05", "5% quantile of the scores.");
    help.put("q25", "25% quantile of the scores.");
    help.put("q50", "Median score.");
    help.put("q75", "75% quantile of the scores.");
    help.put("q95", "95% quantile of the scores.");
    help.put("mean_tokens", "Mean length of the window in tokens.");
    help.put("truncated_share", "Share of rows that lost tokens or messages, 0 to 1.");
    help.put("empty_share", "Share of rows without any text, 0 to 1.");
    help.put("drift", "What the chart of a number says: -1 low, 0 within its limits, 1 high.");
    help.put("slice_scored", "Rows scored with this value of a field.");
    help.put("slice_mean", "Their mean score.");
    help.put("slice_share_below_baseline", "Share of them below the baseline, 0 to 1.");
    help.put("slice_drift", "What the chart of their mean says: -1 low, 0 within limits, 1 high.");
    help.put("findings", "How many things of a kind a person should look at.");
    help.put("condition_failed", "Whether a condition of --fail-if failed.");
    help.put("finished_timestamp_seconds", "When the audit was done.");
    return help;
  }
}
