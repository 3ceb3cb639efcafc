package dev.decorum.report;

import static dev.decorum.report.NumberFormat.DELTA_PERCENT;
import static dev.decorum.report.NumberFormat.MEAN_COUNT;
import static dev.decorum.report.NumberFormat.PROBABILITY;
import static dev.decorum.report.NumberFormat.SHARE;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.audit.Audit;
import dev.decorum.audit.Condition;
import dev.decorum.audit.Metric;
import dev.decorum.audit.Trend;
import dev.decorum.score.Scale;
import dev.decorum.stats.ChartPoint;
import dev.decorum.stats.Estimate;
import dev.decorum.store.Night;
import dev.decorum.store.NightSlice;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The report on the nights of a series: one row for each, with the verdicts of the charts. */
public final class HistoryDocument {
  private HistoryDocument() {}

  /**
   * The nights as a report.
   *
   * @param nights the nights, oldest first; at least one
   * @param last the audit of the last night, which has the charts of all
   */
  public static Document of(List<Night> nights, Audit last) {
    Document document = new Document();
    document.heading(NumberText.counted(nights.size(), "night") + " of " + last.tonight().series());
    ScoreWording wording = new ScoreWording(last.tonight().run().model().scored());
    boolean baselines = nights.stream().anyMatch(night -> night.run().baseline() != null);
    document.table(
        new Columns<Night>()
            .name("night", night -> night.date().toString())
            .count("scored", night -> night.run().counts().scored())
            .count("rejected", night -> night.run().counts().rejected())
            .estimate(wording.mean(), PROBABILITY, night -> estimate(night, Metric.MEAN::estimate))
            .values(wording.hasUnitRange() ? "delta" : "", HistoryDocument::delta)
            .values(baselines ? "below" : "", HistoryDocument::below)
            .number("median", PROBABILITY, night -> number(night, s -> s.quantiles().q50()))
            .number("tokens", MEAN_COUNT, night -> number(night, NightSlice::tokens))
            .remark("alarms", night -> String.join(", ", alarms(night.date(), last))),
        nights);
    AuditDocument.addTrends(document, last);
    return document;
  }

  private static Cell delta(Night night) {
    return night.run().model().scored() == Scale.REWARD
        ? Cell.EMPTY
        : Cell.number(
            number(night, slice -> (slice.mean() / night.run().baselineOrNaN() - 1) * 100),
            DELTA_PERCENT);
  }

  private static Cell below(Night night) {
    return night.run().baseline() == null
        ? Cell.EMPTY
        : Cell.estimate(estimate(night, Condition::below), SHARE);
  }

  /** An estimate for the whole night; unknown for a night without rows. */
  private static Estimate estimate(Night night, Function<NightSlice, Estimate> estimate) {
    return night.whole().map(estimate).orElse(Estimate.UNDEFINED);
  }

  private static double number(Night night, ToDoubleFunction<NightSlice> number) {
    return night.whole().map(number::applyAsDouble).orElse(Double.NaN);
  }

  private static List<String> alarms(LocalDate date, Audit last) {
    List<String> alarms = new ArrayList<>();
    for (Trend trend : last.trends()) {
      for (Trend.Day day : trend.days()) {
        if (day.date().equals(date) && day.alarm() != ChartPoint.Alarm.NONE) {
          alarms.add(trend.label() + " " + day.alarm().name());
        }
      }
    }
    return alarms;
  }

  /** The nights as JSON, with all digits of every number. */
  public static String json(List<Night> nights, Audit last) {
    ObjectNode root = ReportJson.object();
    root.put("series", last.tonight().series());
    ArrayNode array = root.putArray("nights");
    for (Night night : nights) {
      ObjectNode node = array.addObject();
      node.put("night", night.date().toString());
      node.put("finished", night.finished().toString());
      node.put("read", night.run().counts().read());
      node.put("scored", night.run().counts().scored());
      node.put("rejected", night.run().counts().rejected());
      node.put("computed", night.computed());
      ReportJson.put(node, "baseline", night.run().baselineOrNaN());
      alarms(night.date(), last).forEach(node.putArray("alarms")::add);
      ArrayNode slices = node.putArray("slices");
      for (NightSlice slice : night.slices()) {
        put(slices.addObject(), slice);
      }
    }
    return ReportJson.text(root);
  }

  private static void put(ObjectNode node, NightSlice slice) {
    node.put("field", slice.field());
    node.put("value", slice.value());
    node.put("rows", slice.rows());
    node.put("clusters", slice.clusters());
    Estimate mean = Metric.MEAN.estimate(slice);
    ReportJson.put(node, ReportJson.mean(slice.scale()), mean);
    ReportJson.put(node, "share_below_baseline", Condition.below(slice));
    ObjectNode quantiles = node.putObject("quantiles");
    ReportJson.put(quantiles, "0.05", slice.quantiles().q05());
    ReportJson.put(quantiles, "0.25", slice.quantiles().q25());
    ReportJson.put(quantiles, "0.50", slice.quantiles().q50());
    ReportJson.put(quantiles, "0.75", slice.quantiles().q75());
    ReportJson.put(quantiles, "0.95", slice.quantiles().q95());
    ReportJson.put(node, "mean_tokens", Metric.TOKENS.estimate(slice));
    ReportJson.put(node, "truncated_share", Metric.TRUNCATED.estimate(slice));
    ReportJson.put(node, "empty_share", Metric.EMPTY.estimate(slice));
  }
}
