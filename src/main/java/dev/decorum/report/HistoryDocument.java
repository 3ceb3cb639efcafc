package dev.decorum.report;

import static dev.decorum.report.NumberFormat.DELTA_PERCENT;
import static dev.decorum.report.NumberFormat.MEAN_COUNT;
import static dev.decorum.report.NumberFormat.PROBABILITY;
import static dev.decorum.report.NumberFormat.SHARE;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.audit.Audit;
import dev.decorum.audit.Condition;
import dev.decorum.audit.Finding;
import dev.decorum.audit.Metric;
import dev.decorum.score.Scale;
import dev.decorum.stats.Estimate;
import dev.decorum.store.History;
import dev.decorum.store.Night;
import dev.decorum.store.NightSlice;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The report on the nights of a series: one row for each, with the verdicts of the charts. */
public final class HistoryDocument {
  private HistoryDocument() {}

  /**
   * The nights as a report.
   *
   * @param audits of the nights, oldest first; at least one
   * @param restarts the levels that were accepted
   */
  public static Document of(List<Audit> audits, List<History.Restart> restarts) {
    Document document = new Document();
    Audit last = audits.get(audits.size() - 1);
    document.heading(
        NumberText.counted(audits.size(), "night") + " of the series " + last.tonight().series());
    ScoreWording wording = new ScoreWording(last.tonight().run().model().scored());
    boolean baselines = audits.stream().anyMatch(audit -> audit.tonight().run().baseline() != null);
    document.table(
        new Columns<Audit>()
            .name("night", audit -> audit.tonight().date().toString())
            .count("scored", audit -> audit.tonight().run().counts().scored())
            .count("rejected", audit -> audit.tonight().run().counts().rejected())
            .estimate(
                wording.mean(),
                PROBABILITY,
                audit -> estimate(audit.tonight(), Metric.MEAN::estimate))
            .values(wording.hasUnitRange() ? "delta" : "", audit -> delta(audit.tonight()))
            .values(baselines ? "below" : "", audit -> below(audit.tonight()))
            .number(
                "median", PROBABILITY, audit -> number(audit.tonight(), s -> s.quantiles().q50()))
            .number("tokens", MEAN_COUNT, audit -> number(audit.tonight(), NightSlice::tokens))
            .remark("found", audit -> String.join(", ", found(audit))),
        audits);
    for (History.Restart restart : restarts) {
      document.paragraph(
          "The level from "
              + restart.from()
              + " on was accepted"
              + (restart.reason().isEmpty() ? "." : ": " + restart.reason()));
    }
    AuditCharts.add(document, last);
    return document;
  }

  /** What was found in a night, in a few words each. */
  private static List<String> found(Audit audit) {
    return audit.findings().stream().map(Finding::brief).toList();
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

  /** The nights as JSON, with all digits of every number. */
  public static String json(List<Audit> audits, List<History.Restart> restarts) {
    ObjectNode root = ReportJson.object();
    root.put("series", audits.get(0).tonight().series());
    ArrayNode accepted = root.putArray("accepted");
    for (History.Restart restart : restarts) {
      accepted.addObject().put("from", restart.from().toString()).put("reason", restart.reason());
    }
    ArrayNode array = root.putArray("nights");
    for (Audit audit : audits) {
      Night night = audit.tonight();
      ObjectNode node = array.addObject();
      node.put("night", night.date().toString());
      node.put("finished", night.finished().toString());
      node.put("read", night.run().counts().read());
      node.put("scored", night.run().counts().scored());
      node.put("rejected", night.run().counts().rejected());
      node.put("computed", night.computed());
      ReportJson.put(node, "baseline", night.run().baselineOrNaN());
      ArrayNode findings = node.putArray("findings");
      for (Finding finding : audit.findings()) {
        findings
            .addObject()
            .put("kind", finding.kind().word())
            .put("brief", finding.brief())
            .put("text", finding.text());
      }
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
