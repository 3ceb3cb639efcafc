package dev.decorum.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.evaluate.Evaluation;
import dev.decorum.stats.Reliability;
import java.util.List;
import java.util.Locale;

/** An evaluation as JSON, with all digits of every number. */
public final class EvaluationJson {
  private EvaluationJson() {}

  /**
   * One indented object.
   *
   * @param sources where the scores came from
   * @param mismatches differences between runs that were allowed
   */
  public static String text(
      Evaluation evaluation, List<ScoreSource> sources, List<String> mismatches) {
    return ReportJson.text(tree(evaluation, sources, mismatches));
  }

  /** The object as a part of another one. */
  static ObjectNode tree(
      Evaluation evaluation, List<ScoreSource> sources, List<String> mismatches) {
    ObjectNode tree = ReportJson.object();
    ReportJson.putSources(tree, sources);
    tree.putPOJO("mismatches", mismatches);
    ObjectNode options = tree.putObject("options");
    options.put("baseline", evaluation.options().baseline());
    options.putPOJO("cluster", evaluation.options().clusterFields());
    options.putPOJO("by", evaluation.options().sliceFields());
    options.put("seed", evaluation.options().resampling().seed());
    options.put("resamples", evaluation.options().resampling().replicates());
    ObjectNode rows = tree.putObject("rows");
    rows.put("read", evaluation.rows());
    rows.put("unlabelled", evaluation.unlabelled());
    Evaluation.AgainstLabels labels = evaluation.labels();
    if (labels != null) {
      Evaluation.Population population = labels.population();
      rows.put("labelled", population.labelled());
      rows.put("appropriate", population.appropriate());
      rows.put("inappropriate", population.labelled() - population.appropriate());
      rows.put("clusters", population.clusters());
      putLabels(tree, labels);
    }
    Evaluation.AgainstPreferences pairs = evaluation.preferences();
    if (pairs == null) {
      tree.putNull("pairs");
    } else {
      ObjectNode node = tree.putObject("pairs");
      node.put("count", pairs.count());
      node.put("clusters", pairs.clusters());
      node.put("ties", pairs.ties());
      node.put("incomplete", pairs.incomplete());
      ReportJson.put(node, "accuracy", pairs.accuracy());
      ReportJson.put(node, "margin", pairs.margin());
      ReportJson.put(node, "logit_margin", pairs.logitMargin());
    }
    return tree;
  }

  private static void putLabels(ObjectNode tree, Evaluation.AgainstLabels labels) {
    ReportJson.put(tree, "base_rate", labels.population().baseRate());
    ReportJson.put(tree, "mean_probability", labels.population().meanProbability());
    ReportJson.put(tree, "loss", labels.quality().loss());
    ReportJson.put(tree, "accuracy", labels.quality().accuracy());
    ReportJson.put(tree, "log_loss_skill", labels.quality().logLossSkill());
    ReportJson.put(tree, "brier", labels.quality().brier());
    ReportJson.put(tree, "brier_skill", labels.quality().brierSkill());
    ReportJson.put(tree, "roc_auc", labels.ranking().rocAuc());
    ReportJson.put(tree, "pr_auc_appropriate", labels.ranking().prAucAppropriate());
    ReportJson.put(tree, "pr_auc_inappropriate", labels.ranking().prAucInappropriate());
    putCalibration(tree.putObject("calibration"), labels.calibration());
    ArrayNode thresholds = tree.putArray("thresholds");
    labels.thresholds().forEach(threshold -> putThreshold(thresholds.addObject(), threshold));
    putLength(tree.putObject("length"), labels.length());
    ArrayNode slices = tree.putArray("slices");
    labels.slices().forEach(slice -> putSlice(slices.addObject(), slice));
    tree.put("slices_left_out", labels.slicesLeftOut());
  }

  private static void putCalibration(ObjectNode node, Evaluation.CalibrationQuality calibration) {
    ReportJson.put(node, "in_the_large", calibration.inTheLarge());
    ReportJson.put(node, "slope", calibration.slope());
    ReportJson.put(node, "intercept", calibration.intercept());
    ReportJson.put(node, "expected_calibration_error", calibration.expectedError());
    ObjectNode chance = node.putObject("expected_calibration_error_by_chance");
    ReportJson.put(chance, "mean", calibration.chance().mean());
    ReportJson.put(chance, "highest", calibration.chance().highest());
    ArrayNode bins = node.putArray("bins");
    for (Reliability.Bin bin : calibration.bins()) {
      ObjectNode row = bins.addObject();
      row.put("lowest", bin.lowest());
      row.put("highest", bin.highest());
      row.put("count", bin.count());
      row.put("mean_probability", bin.meanProbability());
      ReportJson.put(row, "observed_rate", bin.observedRate());
    }
  }

  private static void putThreshold(ObjectNode node, Evaluation.Threshold threshold) {
    node.put("kind", threshold.kind().name().toLowerCase(Locale.ROOT));
    node.put("threshold", threshold.threshold());
    node.put("rows", threshold.rows());
    node.put("true_appropriate", threshold.counts().trueAppropriate());
    node.put("false_appropriate", threshold.counts().falseAppropriate());
    node.put("true_inappropriate", threshold.counts().trueInappropriate());
    node.put("false_inappropriate", threshold.counts().falseInappropriate());
    putDetection(node.putObject("appropriate"), threshold.appropriate());
    putDetection(node.putObject("inappropriate"), threshold.inappropriate());
    ReportJson.put(node, "mcc", threshold.matthewsCorrelation());
    ReportJson.put(node, "balanced_accuracy", threshold.balancedAccuracy());
  }

  private static void putDetection(ObjectNode node, Evaluation.ClassQuality detection) {
    ReportJson.put(node, "precision", detection.precision());
    ReportJson.put(node, "recall", detection.recall());
    ReportJson.put(node, "f1", detection.f1());
  }

  private static void putLength(ObjectNode node, Evaluation.Length length) {
    ReportJson.put(node, "spearman", length.spearman());
    ReportJson.put(node, "share_truncated", length.shareTruncated());
    ArrayNode bins = node.putArray("bins");
    for (Evaluation.LengthBin bin : length.bins()) {
      ObjectNode row = bins.addObject();
      row.put("shortest", bin.shortest());
      row.put("longest", bin.longest());
      row.put("count", bin.count());
      ReportJson.put(row, "base_rate", bin.baseRate());
      ReportJson.put(row, "mean_probability", bin.meanProbability());
      ReportJson.put(row, "loss", bin.loss());
    }
  }

  private static void putSlice(ObjectNode node, Evaluation.SliceEvaluation slice) {
    node.put("field", slice.field());
    node.put("value", slice.value());
    node.put("count", slice.count());
    node.put("clusters", slice.clusters());
    ReportJson.put(node, "base_rate", slice.baseRate());
    ReportJson.put(node, "mean_probability", slice.meanProbability());
    ReportJson.put(node, "loss", slice.loss());
    ReportJson.put(node, "accuracy", slice.accuracy());
    ReportJson.put(node, "roc_auc", slice.rocAuc());
    ReportJson.put(node, "loss_difference", slice.lossDifference());
    ReportJson.put(node, "p_value", slice.pValue());
    ReportJson.put(node, "q_value", slice.qValue());
  }
}
