package dev.decorum.report;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.score.RunManifest;
import dev.decorum.score.Scale;
import dev.decorum.score.SharedField;
import dev.decorum.stats.Estimate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Shared by the JSON forms of reports. Unknown numbers are null. */
final class ReportJson {
  private static final ObjectMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
  private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");

  private ReportJson() {}

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  static ArrayNode array() {
    return JSON.createArrayNode();
  }

  /** On one line, for scripts. */
  static String compact(JsonNode tree) {
    return tree.toString();
  }

  /** A record as JSON, with the names of its components in snake case. */
  static JsonNode tree(Object record) {
    return JSON.valueToTree(record);
  }

  static void put(ObjectNode tree, String name, double value) {
    if (Double.isFinite(value)) {
      tree.put(name, value);
    } else {
      tree.putNull(name);
    }
  }

  static void put(ObjectNode tree, String name, Estimate estimate) {
    ObjectNode node = tree.putObject(name);
    put(node, "value", estimate.value());
    put(node, "standard_error", estimate.standardError());
    put(node, "low", estimate.low());
    put(node, "high", estimate.high());
  }

  /** The name of the mean of scores. */
  static String mean(Scale scale) {
    return "mean_" + scale.label();
  }

  /** Adds the sources of the scores, without unknown manifests and numbers of no rejected row. */
  static void putSources(ObjectNode tree, Iterable<ScoreSource> sources) {
    ArrayNode array = tree.putArray("sources");
    for (ScoreSource source : sources) {
      ObjectNode node = array.addObject();
      node.put("name", source.name());
      if (source.rejected() > 0) {
        node.put("rejected", source.rejected());
      }
      RunManifest run = source.run();
      if (run != null) {
        node.set("run", tree(run));
      }
    }
  }

  /** Adds the field to cluster by, where rows hang together and nobody said so. */
  static void putAdvice(ObjectNode tree, @Nullable SharedField shared) {
    if (shared != null) {
      ObjectNode node = tree.putObject("advice");
      node.put("cluster", shared.name());
      node.put("values", shared.values());
      node.put("rows", shared.rows());
      put(node, "design_effect", shared.designEffect());
    }
  }

  static String text(ObjectNode tree) {
    try {
      return new String(
              JSON.writer(
                      new DefaultPrettyPrinter()
                          .withObjectIndenter(INDENTER)
                          .withArrayIndenter(INDENTER))
                  .writeValueAsBytes(tree),
              StandardCharsets.UTF_8)
          + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
