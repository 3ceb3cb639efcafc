package dev.decorum.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.audit.Audit;
import dev.decorum.audit.Condition;
import dev.decorum.audit.Finding;
import dev.decorum.audit.Trend;
import dev.decorum.store.Night;
import dev.decorum.store.NightSlice;
import java.util.List;
import java.util.Locale;

/** An audit as JSON, with all digits of every number. */
public final class AuditJson {
  private AuditJson() {}

  /**
   * The report on {@code audit}.
   *
   * @param results the results of the user's conditions
   */
  public static String text(Audit audit, List<Condition.Result> results) {
    ObjectNode root = ReportJson.object();
    Night tonight = audit.tonight();
    root.put("series", tonight.series());
    root.put("night", tonight.date().toString());
    root.put("failed", results.stream().anyMatch(r -> r.outcome() == Condition.Outcome.FAILED));
    ArrayNode conditions = root.putArray("conditions");
    for (Condition.Result result : results) {
      ObjectNode node = conditions.addObject();
      node.put("condition", result.condition());
      node.put("outcome", result.outcome().name().toLowerCase(Locale.ROOT));
      node.put("because", result.because());
    }
    ArrayNode findings = root.putArray("findings");
    for (Finding finding : audit.findings()) {
      ObjectNode node = findings.addObject();
      node.put("kind", finding.kind().word());
      node.put("text", finding.text());
    }
    ObjectNode undecided = root.putObject("undecided");
    audit.undecided().forEach((kind, why) -> undecided.put(kind.word(), why));
    ObjectNode numbers = root.putObject("numbers");
    Condition.numbers(audit).forEach((name, value) -> ReportJson.put(numbers, name, value));
    root.put("earlier_nights", audit.nights());
    audit.leftOut().forEach(root.putArray("left_out")::add);
    root.put("window", audit.window());
    ArrayNode trends = root.putArray("trends");
    audit.trends().forEach(trend -> putTrend(trends.addObject(), trend));
    ArrayNode slices = root.putArray("slices");
    for (Trend trend : audit.slices()) {
      ObjectNode node = slices.addObject();
      node.put("field", trend.field());
      node.put("value", trend.value());
      putSlice(node, audit.slice(trend));
      putTrend(node, trend);
    }
    ReportJson.putSources(root, List.of(new ScoreSource("tonight", tonight.run())));
    return ReportJson.text(root);
  }

  private static void putSlice(ObjectNode node, NightSlice slice) {
    node.put("rows", slice.rows());
    node.put("clusters", slice.clusters());
    ReportJson.put(node, "share_below_baseline", Condition.below(slice));
    ReportJson.put(node, "median", slice.quantiles().q50());
  }

  private static void putTrend(ObjectNode node, Trend trend) {
    node.put("number", trend.metric().name().toLowerCase(Locale.ROOT));
    node.put("alarm", trend.tonight().alarm().name().toLowerCase(Locale.ROOT));
    node.put("learning", trend.tonight().isLearning());
    if (trend.isAlarming()) {
      node.put("sudden", trend.tonight().sudden());
      node.put("off_since", trend.since().toString());
      node.put("off_for_nights", trend.tonight().run());
      ReportJson.put(node, "worked_off", trend.tonight().workedOff());
      node.put("nights_to_end", trend.tonight().toEnd());
    }
    trend
        .comparison()
        .ifPresent(
            comparison -> {
              ObjectNode window = node.putObject("trailing_window");
              window.put("nights", comparison.earlier());
              ReportJson.put(window, "expected", comparison.expected());
              ReportJson.put(window, "difference", comparison.difference());
              ReportJson.put(window, "p_value", comparison.pValue());
            });
    ArrayNode nights = node.putArray("nights");
    for (Trend.Day day : trend.days()) {
      ObjectNode one = nights.addObject();
      one.put("night", day.date().toString());
      one.put("rows", day.rows());
      ReportJson.put(one, "value", day.estimate().value());
      ReportJson.put(one, "low", day.estimate().low());
      ReportJson.put(one, "high", day.estimate().high());
      ReportJson.put(one, "expected", day.expected().value());
      ReportJson.put(one, "usual_low", day.usual().low());
      ReportJson.put(one, "usual_high", day.usual().high());
      ReportJson.put(one, "low_limit", day.expected().low());
      ReportJson.put(one, "high_limit", day.expected().high());
      one.put("alarm", day.alarm().name().toLowerCase(Locale.ROOT));
    }
  }
}
