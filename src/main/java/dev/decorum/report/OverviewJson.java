package dev.decorum.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.overview.Overview;
import dev.decorum.score.Scale;
import dev.decorum.score.SharedField;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An overview as JSON, with all digits of every number. */
public final class OverviewJson {
  private OverviewJson() {}

  /**
   * The report on {@code overview}.
   *
   * @param sources where the scores came from
   * @param mismatches differences between runs that were allowed
   * @param sharedField a field that makes rows clusters, although none was asked for; {@code null}
   *     for none
   */
  public static String text(
      Overview overview,
      List<ScoreSource> sources,
      List<String> mismatches,
      @Nullable SharedField sharedField) {
    ObjectNode root = ReportJson.object();
    ReportJson.putSources(root, sources);
    mismatches.forEach(root.putArray("mismatches")::add);
    ObjectNode options = root.putObject("options");
    ReportJson.put(options, "baseline", overview.options().baseline());
    options.put("scale", overview.scale().label());
    overview.options().clusterFields().forEach(options.putArray("cluster")::add);
    overview.options().sliceFields().forEach(options.putArray("by")::add);
    options.put("seed", overview.options().resampling().seed());
    options.put("resamples", overview.options().resampling().replicates());
    ReportJson.putAdvice(root, sharedField);
    ArrayNode versions = root.putArray("versions");
    String mean = ReportJson.mean(overview.scale());
    overview.parts().forEach(part -> putPart(versions.addObject(), part, mean));
    ArrayNode slices = root.putArray("slices");
    for (Overview.SliceSummary slice : overview.slices()) {
      ObjectNode node = slices.addObject();
      node.put("version", slice.version());
      node.put("field", slice.field());
      node.put("value", slice.value());
      node.put("rows", slice.count());
      node.put("clusters", slice.clusters());
      ReportJson.put(node, mean, slice.mean());
      ReportJson.put(node, "share_below_baseline", slice.shareBelow());
      ReportJson.put(node, "difference_to_the_rest", slice.difference());
      ReportJson.put(node, "q_value", slice.qValue());
    }
    root.put("slices_left_out", overview.slicesLeftOut());
    ArrayNode lowest = root.putArray("lowest");
    for (Overview.Lowest row : overview.lowest()) {
      ObjectNode node = lowest.addObject();
      node.put("version", row.version());
      node.put("id", row.id());
      ReportJson.put(
          node,
          overview.scale() == Scale.REWARD ? "reward" : "appropriate_probability",
          row.score());
      node.put("tokens", row.tokens());
      node.put("truncated", row.truncated());
      row.fields().forEach(node.putObject("fields")::put);
    }
    return ReportJson.text(root);
  }

  private static void putPart(ObjectNode node, Overview.Part part, String mean) {
    node.put("name", part.summary().name());
    node.put("rows", part.summary().rows());
    node.put("clusters", part.summary().clusters());
    ReportJson.put(node, mean, part.summary().mean());
    ReportJson.put(node, "baseline_delta_percent", part.summary().baselineDeltaPercent());
    ReportJson.put(node, "share_below_baseline", part.summary().shareBelowBaseline());
    ReportJson.put(node, "design_effect", part.summary().designEffect());
    ObjectNode quantiles = node.putObject("quantiles");
    part.summary()
        .quantiles()
        .forEach(
            (share, value) ->
                ReportJson.put(quantiles, String.format(Locale.ROOT, "%.2f", share), value));
    part.summary().histogram().forEach(node.putArray("histogram")::add);
    ReportJson.put(node, "share_truncated", part.shareTruncated());
    ReportJson.put(node, "length_correlation", part.lengthCorrelation());
    ArrayNode lengths = node.putArray("lengths");
    for (Overview.LengthBin bin : part.lengths()) {
      ObjectNode length = lengths.addObject();
      length.put("shortest", bin.shortest());
      length.put("longest", bin.longest());
      length.put("rows", bin.count());
      ReportJson.put(length, mean, bin.mean());
    }
    ArrayNode turns = node.putArray("turns");
    for (Overview.Turn turn : part.turns()) {
      ObjectNode point = turns.addObject();
      point.put("turn", turn.turn());
      point.put("rows", turn.count());
      ReportJson.put(point, mean, turn.mean());
      ReportJson.put(point, "share_below_baseline", turn.shareBelow());
    }
    node.put("rows_of_later_turns", part.turnsLeftOut());
  }
}
