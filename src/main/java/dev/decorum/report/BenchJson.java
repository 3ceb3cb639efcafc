package dev.decorum.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.bench.BenchReport;
import dev.decorum.bench.Measurement;
import dev.decorum.bench.Trial;
import dev.decorum.bench.Tuning;
import dev.decorum.model.Network;
import java.util.List;
import java.util.Map;

/**
 * A benchmark as JSON, to be kept and compared over time. It has no date: with the same machine,
 * model and seed, only the measurements change.
 */
public final class BenchJson {
  private BenchJson() {}

  /**
   * One object, indented.
   *
   * @param decorumVersion this program's version
   * @param versions the versions of the libraries that compute, by name
   */
  public static String text(
      BenchReport report, String decorumVersion, Map<String, String> versions) {
    ObjectNode tree = ReportJson.object();
    tree.put("decorum_version", decorumVersion);
    ObjectNode libraries = tree.putObject("versions");
    versions.forEach(libraries::put);
    ObjectNode machine = tree.putObject("machine");
    machine.put("system", report.machine().system());
    machine.put("processor", report.machine().processor());
    machine.put("cores", report.machine().cores());
    ObjectNode model = tree.putObject("model");
    Network network = report.model().network();
    model.put("name", report.model().name());
    model.put("demo", report.model().demo());
    model.put("random_weights", report.model().randomWeights());
    model.put("layers", network.layers());
    model.put("heads", network.heads());
    model.put("width", network.width());
    model.put("inner_width", network.innerWidth());
    model.put("vocabulary_size", network.vocabularySize());
    model.put("linear_flops_per_token", report.model().linearFlopsPerToken());
    tree.put("device", report.setting().device());
    tree.put("precision", report.setting().precision());
    tree.put("threads", report.setting().threads());
    tree.put("max_tokens", report.setting().maxTokens());
    tree.put("seed", report.setting().seed());
    ReportJson.put(tree, "load_seconds", report.loadSeconds());
    ReportJson.put(
        tree, "matrix_product_flops_per_second", report.productRate().orElse(Double.NaN));
    ArrayNode workloads = tree.putArray("workloads");
    report.measurements().forEach(each -> put(workloads.addObject(), each, report));
    report.tuning().ifPresent(tuning -> put(tree.putObject("tuning"), tuning));
    return ReportJson.text(tree);
  }

  private static void put(ObjectNode node, Measurement measurement, BenchReport report) {
    node.put("workload", measurement.workload().label());
    node.put("conversations", measurement.conversations());
    node.put("rows", measurement.rows());
    node.put("tokens", measurement.tokens());
    node.put("repeated_tokens", measurement.repeatedTokens());
    node.put("rows_truncated", measurement.truncated());
    ArrayNode runs = node.putArray("run_seconds");
    measurement.seconds().forEach(runs::add);
    ReportJson.put(node, "seconds", measurement.medianSeconds());
    ReportJson.put(node, "conversations_per_second", measurement.conversationsPerSecond());
    ReportJson.put(node, "rows_per_second", measurement.rowsPerSecond());
    ReportJson.put(node, "tokens_per_second", measurement.tokensPerSecond());
    if (measurement.peakBytes() < 0) {
      node.putNull("peak_resident_bytes");
    } else {
      node.put("peak_resident_bytes", measurement.peakBytes());
    }
    ReportJson.put(node, "share_of_matrix_product", report.shareOfProductRate(measurement));
  }

  private static void put(ObjectNode node, Tuning tuning) {
    put(node.putArray("threads"), tuning.threads());
    put(node.putArray("batch_tokens"), tuning.batchTokens());
    ObjectNode best = node.putObject("best");
    best.put("threads", tuning.bestThreads().threads());
    best.put("threads_gain", tuning.threadsGain());
    tuning
        .bestBatchTokens()
        .ifPresentOrElse(
            trial -> {
              best.put("batch_tokens", trial.batchTokens().orElseThrow());
              best.put("batch_tokens_gain", tuning.batchTokensGain(trial));
            },
            () -> best.putNull("batch_tokens"));
  }

  private static void put(ArrayNode array, List<Trial> trials) {
    for (Trial trial : trials) {
      ObjectNode node = array.addObject();
      node.put("threads", trial.threads());
      trial
          .batchTokens()
          .ifPresentOrElse(
              tokens -> node.put("batch_tokens", tokens), () -> node.putNull("batch_tokens"));
      node.put("tokens_per_second", trial.tokensPerSecond());
    }
  }
}
