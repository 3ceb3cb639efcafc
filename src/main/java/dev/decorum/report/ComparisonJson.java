package dev.decorum.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.compare.Changes;
import dev.decorum.compare.Comparison;
import dev.decorum.compare.Decomposition;
import dev.decorum.compare.Matching;
import dev.decorum.compare.PairComparison;
import dev.decorum.compare.Standings;
import dev.decorum.conversation.Message;
import dev.decorum.stats.MeanDifference;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A comparison as JSON, with all digits of every number. */
public final class ComparisonJson {
  private ComparisonJson() {}

  /**
   * One indented object.
   *
   * @param sources where the scores came from
   */
  public static String text(
      Comparison comparison, List<ScoreSource> sources, ComparisonDetails details) {
    ObjectNode tree = ReportJson.object();
    ReportJson.putSources(tree, sources);
    tree.putPOJO("mismatches", details.mismatches());
    ObjectNode options = tree.putObject("options");
    ReportJson.put(options, "baseline", comparison.options().baseline());
    options.put("scale", comparison.scale().label());
    options.put("margin", comparison.options().margin());
    options.put("pairing", lower(comparison.options().pairing()));
    options.putPOJO("cluster", comparison.options().clusterFields());
    options.putPOJO("by", comparison.options().sliceFields());
    options.put("seed", comparison.options().resampling().seed());
    options.put("resamples", comparison.options().resampling().replicates());
    ReportJson.putAdvice(tree, details.sharedField());
    putRanking(tree, comparison);
    ArrayNode versions = tree.putArray("versions");
    String mean = ReportJson.mean(comparison.scale());
    comparison.versions().forEach(version -> putVersion(versions.addObject(), version, mean));
    ArrayNode pairs = tree.putArray("pairs");
    comparison.pairs().forEach(pair -> putPair(pairs.addObject(), pair, comparison));
    ArrayNode slices = tree.putArray("slices");
    comparison.slices().forEach(slice -> putSlice(slices.addObject(), slice));
    tree.put("slices_left_out", comparison.slicesLeftOut());
    ArrayNode carriers = tree.putArray("contributions");
    comparison.decompositions().forEach(each -> putParts(carriers.addObject(), each));
    ArrayNode changes = tree.putArray("changes");
    comparison.changes().forEach(each -> putChanges(changes.addObject(), each, details));
    return ReportJson.text(tree);
  }

  private static void putRanking(ObjectNode tree, Comparison comparison) {
    Standings standings = comparison.standings();
    if (standings == null) {
      return;
    }
    ObjectNode ranking = tree.putObject("ranking");
    ranking.put("interval", standings.simulated() ? "largest_t" : "bonferroni");
    ArrayNode places = ranking.putArray("versions");
    for (Standings.Place place : standings.places()) {
      ObjectNode node = places.addObject();
      node.put("name", place.version());
      node.put("standing", lower(place.standing()));
      ReportJson.put(node, "difference_to_leader", place.toLeader());
      if (place.standing() == Standings.Standing.WORSE) {
        node.put("worse_than", place.better());
        ReportJson.put(node, "difference_to_it", place.toBetter());
      }
    }
    ArrayNode differences = ranking.putArray("differences");
    for (Standings.Gap gap : standings.differences()) {
      ObjectNode node = differences.addObject();
      node.put("reference", gap.reference());
      node.put("candidate", gap.candidate());
      ReportJson.put(node, "difference", gap.difference());
    }
  }

  private static void putParts(ObjectNode node, Decomposition decomposition) {
    node.put("field", decomposition.field());
    node.put("reference", decomposition.reference());
    node.put("candidate", decomposition.candidate());
    ReportJson.put(node, "difference", decomposition.whole());
    ReportJson.put(node, "within", decomposition.within());
    ReportJson.put(node, "mix", decomposition.mix());
    node.put("moved", decomposition.moved());
    ArrayNode parts = node.putArray("parts");
    for (Decomposition.Part part : decomposition.parts()) {
      ObjectNode own = parts.addObject();
      own.put("kind", lower(part.kind()));
      if (part.kind() == Decomposition.Kind.VALUE) {
        own.put("value", part.value());
      } else {
        own.putNull("value");
      }
      own.put("reference_count", part.referenceRows());
      own.put("candidate_count", part.candidateRows());
      ReportJson.put(own, "reference_share", part.referenceShare());
      ReportJson.put(own, "candidate_share", part.candidateShare());
      ReportJson.put(own, "within", part.within());
      ReportJson.put(own, "mix", part.mix());
      ReportJson.put(own, "carries", part.carried());
    }
  }

  private static void putChanges(ObjectNode node, Changes changes, ComparisonDetails details) {
    node.put("reference", changes.reference());
    node.put("candidate", changes.candidate());
    node.put("unit", changes.unit().isEmpty() ? "id" : changes.unit());
    node.put("losses_in_all", changes.lossesInAll());
    node.put("gains_in_all", changes.gainsInAll());
    putChanges(node.putArray("losses"), changes.losses(), changes, details);
    putChanges(node.putArray("gains"), changes.gains(), changes, details);
  }

  private static void putChanges(
      ArrayNode array, List<Changes.Change> listed, Changes changes, ComparisonDetails details) {
    for (Changes.Change change : listed) {
      ObjectNode node = array.addObject();
      node.put("name", change.name());
      ReportJson.put(node, "difference", change.difference());
      putSide(
          node.putObject("reference"),
          change.referenceId(),
          change.referenceScore(),
          change.referenceRows(),
          details.text(changes.reference(), change.referenceId()));
      putSide(
          node.putObject("candidate"),
          change.candidateId(),
          change.candidateScore(),
          change.candidateRows(),
          details.text(changes.candidate(), change.candidateId()));
    }
  }

  private static void putSide(
      ObjectNode node, String id, double score, int rows, Excerpt.@Nullable Text text) {
    node.put("id", id);
    node.put("count", rows);
    ReportJson.put(node, "score", score);
    if (text == null) {
      return;
    }
    if (!text.formatted().isEmpty()) {
      node.put("text", text.formatted());
      return;
    }
    node.put("earlier_messages", text.left());
    ArrayNode messages = node.putArray("messages");
    for (Message message : text.messages()) {
      ObjectNode own = messages.addObject();
      own.put("speaker", lower(message.speaker()));
      own.put("text", message.text());
    }
  }

  private static void putVersion(ObjectNode node, Comparison.VersionSummary version, String mean) {
    node.put("name", version.name());
    node.put("count", version.rows());
    node.put("clusters", version.clusters());
    ReportJson.put(node, mean, version.mean());
    ReportJson.put(node, "design_effect", version.designEffect());
    ReportJson.put(node, "baseline_delta_percent", version.baselineDeltaPercent());
    ReportJson.put(node, "share_below_baseline", version.shareBelowBaseline());
    ObjectNode quantiles = node.putObject("quantiles");
    version
        .quantiles()
        .forEach(
            (share, quantile) ->
                ReportJson.put(quantiles, String.format(Locale.ROOT, "%.2f", share), quantile));
  }

  private static void putPair(ObjectNode node, PairComparison pair, Comparison comparison) {
    node.put("reference", pair.reference());
    node.put("candidate", pair.candidate());
    node.put("verdict", lower(pair.verdict()));
    node.put("design", lower(pair.matching().design()));
    node.put("design_reason", lower(pair.matching().reason()));
    ObjectNode matching = node.putObject("matching");
    matching.put("pairs", pair.matching().pairs());
    putIds(matching, "only_in_reference", pair.matching().onlyInReference());
    putIds(matching, "only_in_candidate", pair.matching().onlyInCandidate());
    putIds(matching, "duplicates", pair.matching().duplicates());
    matching.put("positions", pair.matching().positions());
    putDifference(node, pair.difference());
    ReportJson.put(node, "p_holm", pair.holmP());
    ReportJson.put(node, "share_below_difference", pair.shareBelowDifference());
    ReportJson.put(node, "superiority", pair.superiority());
    ReportJson.put(node, "cliffs_delta", pair.cliffsDelta());
    ReportJson.put(node, "further_clusters", pair.furtherClusters(comparison.options().margin()));
  }

  private static void putIds(ObjectNode node, String name, Matching.Ids ids) {
    ObjectNode own = node.putObject(name);
    own.put("count", ids.count());
    own.putPOJO("examples", ids.examples());
  }

  private static void putDifference(ObjectNode node, MeanDifference difference) {
    node.put("clusters", difference.clusters());
    ReportJson.put(node, "difference", difference.difference());
    ReportJson.put(node, "student", difference.student());
    ReportJson.put(node, "degrees_of_freedom", difference.degreesOfFreedom());
    ReportJson.put(node, "design_effect", difference.designEffect());
    ReportJson.put(node, "p_value", difference.pValue());
    ReportJson.put(node, "p_student", difference.studentP());
    node.put("test", lower(difference.test()));
    node.put("interval", difference.bootstrapped() ? "studentised_bootstrap" : "student");
    ReportJson.put(node, "minimal_detectable_difference", difference.minimalDetectable());
  }

  private static void putSlice(ObjectNode node, Comparison.SliceComparison slice) {
    node.put("field", slice.field());
    node.put("value", slice.value());
    node.put("reference", slice.reference());
    node.put("candidate", slice.candidate());
    node.put("reference_count", slice.referenceRows());
    node.put("candidate_count", slice.candidateRows());
    putDifference(node, slice.difference());
    ReportJson.put(node, "q_value", slice.qValue());
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
