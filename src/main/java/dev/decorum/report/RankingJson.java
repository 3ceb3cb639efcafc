package dev.decorum.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.rank.Candidate;
import dev.decorum.rank.PairSelection;
import dev.decorum.rank.RankSummary;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A ranking as JSON, with all digits of every number. */
public final class RankingJson {
  private RankingJson() {}

  /**
   * The report on a ranking.
   *
   * @param pairs the pairs made from it; {@code null} for none
   * @param sources where the scores came from
   */
  public static String text(
      RankSummary summary, @Nullable PairsReport pairs, List<ScoreSource> sources) {
    ObjectNode root = ReportJson.object();
    ReportJson.putSources(root, sources);
    ObjectNode options = root.putObject("options");
    ReportJson.put(options, "baseline", summary.options().baseline());
    options.put("scale", summary.scale().label());
    summary.options().clusterFields().forEach(options.putArray("cluster")::add);
    summary.options().sliceFields().forEach(options.putArray("by")::add);
    ObjectNode ranking = root.putObject("ranking");
    ranking.put("candidates", summary.candidates());
    ranking.put("groups", summary.groups());
    ranking.put("groups_with_one_reply", summary.singles());
    ranking.put("groups_with_different_contexts", summary.mixedContexts());
    ReportJson.put(ranking, "average", summary.average());
    ReportJson.put(ranking, "best", summary.best());
    ReportJson.put(ranking, "gain", summary.gain());
    ArrayNode bestOf = ranking.putArray("best_of");
    for (RankSummary.BestOf point : summary.bestOf()) {
      ObjectNode node = bestOf.addObject();
      node.put("replies", point.replies());
      node.put("groups", point.groups());
      ReportJson.put(node, "score", point.score());
    }
    ArrayNode parts = ranking.putArray("parts");
    for (RankSummary.Part part : summary.parts()) {
      ObjectNode node = parts.addObject();
      node.put("field", part.field());
      node.put("value", part.value());
      node.put("candidates", part.candidates());
      ReportJson.put(node, "mean", part.mean());
      node.put("groups", part.groups());
      ReportJson.put(node, "first", part.first());
      ReportJson.put(node, "first_by_chance", part.byChance());
    }
    ranking.put("parts_left_out", summary.partsLeftOut());
    RankSummary.PreferenceAgreement agreement = summary.agreement();
    if (agreement != null) {
      putAgreement(root.putObject("agreement"), agreement);
    }
    if (pairs != null) {
      ObjectNode node = root.putObject("pairs");
      putPairs(node, pairs.selection());
      node.put("replies_cleaned", pairs.cleaned());
      node.put("replies_cleaned_after_scoring", pairs.cleanedAfterScoring() ? pairs.cleaned() : 0);
      putFiles(node, pairs);
    }
    return ReportJson.text(root);
  }

  private static void putAgreement(ObjectNode node, RankSummary.PreferenceAgreement agreement) {
    node.put("source", agreement.source().name().toLowerCase(Locale.ROOT));
    node.put("pairs", agreement.pairs());
    node.put("groups", agreement.groups());
    node.put("ties", agreement.ties());
    ReportJson.put(node, "accuracy", agreement.accuracy());
    ReportJson.put(node, "margin", agreement.margin());
    ArrayNode slices = node.putArray("slices");
    for (RankSummary.SliceAgreement slice : agreement.slices()) {
      ObjectNode part = slices.addObject();
      part.put("field", slice.field());
      part.put("value", slice.value());
      part.put("pairs", slice.pairs());
      ReportJson.put(part, "accuracy", slice.accuracy());
      ReportJson.put(part, "q_value", slice.qValue());
    }
    node.put("slices_left_out", agreement.slicesLeftOut());
  }

  private static void putPairs(ObjectNode node, PairSelection pairs) {
    ObjectNode options = node.putObject("options");
    options.put("pairing", pairs.options().pairing().name().toLowerCase(Locale.ROOT));
    options.put("min_margin", pairs.options().minMargin());
    ReportJson.put(options, "min_chosen", pairs.options().minChosen());
    options.put("max_pairs", pairs.options().mostPairs());
    options.put("duplicate_threshold", pairs.options().duplicateThreshold());
    options.put("length_guard", pairs.options().lengthGuard());
    node.put("count", pairs.pairs().size());
    node.put("groups", pairs.groups());
    node.put("groups_with_pairs", pairs.groupsWithPairs());
    ObjectNode leftOut = node.putObject("left_out");
    leftOut.put("empty_replies", pairs.emptyReplies());
    leftOut.put("identical_replies", pairs.identical());
    leftOut.put("near_duplicates", pairs.nearDuplicates());
    leftOut.put("replies_to_other_contexts", pairs.otherContexts());
    leftOut.put("groups_with_one_reply_left", pairs.oneReplyLeft());
    leftOut.put("groups_tied", pairs.ties());
    leftOut.put("groups_below_margin", pairs.smallMargins());
    leftOut.put("groups_below_min_chosen", pairs.lowScores());
    leftOut.put("groups_by_length_guard", pairs.guarded());
    ReportJson.put(node, "margin", pairs.margin());
    putLengths(node.putObject("lengths_without_guard"), pairs.withoutGuard());
    putLengths(node.putObject("lengths"), pairs.withGuard());
    ReportJson.put(node, "price_per_character", pairs.pricePerCharacter());
  }

  private static void putFiles(ObjectNode node, PairsReport pairs) {
    if (!pairs.files().isEmpty()) {
      ArrayNode files = node.putArray("files");
      for (PairsReport.File file : pairs.files()) {
        files
            .addObject()
            .put("file", file.name())
            .put("rows", file.rows())
            .put("groups", file.groups());
      }
    }
    if (!pairs.samples().isEmpty()) {
      ArrayNode samples = node.putArray("samples");
      for (PairsReport.Sample sample : pairs.samples()) {
        ObjectNode pair = samples.addObject();
        pair.put("group", sample.group());
        pair.put("context", PairSamples.lastBefore(sample.chosen()));
        putReply(pair.putObject("chosen"), sample.chosen());
        putReply(pair.putObject("rejected"), sample.rejected());
      }
    }
  }

  private static void putReply(ObjectNode node, Candidate candidate) {
    node.put("text", PairSamples.reply(candidate));
    ReportJson.put(node, "score", candidate.score().value());
    node.put("id", candidate.score().id().conversationId());
    node.put("from", candidate.score().context().location().toString());
  }

  private static void putLengths(ObjectNode node, PairSelection.Lengths lengths) {
    node.put("pairs", lengths.pairs());
    ReportJson.put(node, "difference", lengths.difference());
    ReportJson.put(node, "chosen_longer", lengths.chosenLonger());
  }
}
