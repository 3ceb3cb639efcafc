package dev.decorum.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.Head;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.ModelSettings;
import dev.decorum.model.Network;
import dev.decorum.model.Pooling;
import dev.decorum.model.Precision;
import dev.decorum.model.QuantizationAgreement;
import dev.decorum.model.Weights;
import dev.decorum.score.Scorer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Describes how a model folder is understood, for people and as JSON. */
public final class ModelDescription {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ModelDescription() {}

  /** Lines in two columns: facts, notes, then the SHA-256 of every file. Reads all files. */
  public static List<String> lines(
      ModelBundle bundle, Map<Precision, QuantizationAgreement> agreements) {
    List<String> lines = new ArrayList<>();
    facts(bundle).forEach((name, value) -> lines.add(row(name, TerminalText.harmless(value))));
    addAll(lines, "to know", bundle.notices());
    addAll(lines, "notes", bundle.notes());
    agreements.forEach(
        (precision, agreement) -> lines.addAll(agreement(bundle.head(), precision, agreement)));
    lines.add("");
    bundle
        .checksums()
        .forEach((file, sha256) -> lines.add("  " + sha256 + "  " + TerminalText.harmless(file)));
    return lines;
  }

  private static void addAll(List<String> lines, String name, List<String> texts) {
    String first = name;
    for (String text : texts) {
      lines.add(row(first, TerminalText.harmless(text)));
      first = "";
    }
  }

  /** The same as one JSON object, indented. */
  public static String json(ModelBundle bundle, Map<Precision, QuantizationAgreement> agreements) {
    ObjectNode tree = JSON.createObjectNode();
    facts(bundle).forEach((name, value) -> tree.put(name.replace(' ', '_'), value));
    ObjectNode quantized = tree.putObject("agreement");
    agreements.forEach(
        (precision, agreement) -> quantized.set(precision.label(), tree(agreement.json())));
    tree.putPOJO("to_know", bundle.notices());
    tree.putPOJO("notes", bundle.notes());
    tree.putPOJO("sha256", bundle.checksums());
    return tree.toPrettyString();
  }

  private static JsonNode tree(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How an integer form agrees with the model. */
  public static List<String> agreement(
      Head head, Precision precision, QuantizationAgreement agreement) {
    String sample =
        "measured on "
            + NumberText.counted(agreement.rows(), "window")
            + " of "
            + TerminalText.harmless(agreement.sample());
    if (head.isReward()) {
      return List.of(
          row(
              precision.label(),
              String.format(
                  Locale.ROOT,
                  "rewards differ by at most %.1e; rank correlation %.6f",
                  agreement.maxLogitDelta(),
                  agreement.rankCorrelation())),
          row("", sample));
    }
    return List.of(
        row(
            precision.label(),
            String.format(
                Locale.ROOT,
                "probabilities differ by at most %.1e, 99%% by at most %.1e, on average %.1e",
                agreement.maxDelta(),
                agreement.p99Delta(),
                agreement.meanDelta())),
        row(
            "",
            String.format(
                Locale.ROOT,
                "logits by at most %.1e; rank correlation %.6f; %s cross the baseline %s",
                agreement.maxLogitDelta(),
                agreement.rankCorrelation(),
                agreement.flips() + " of " + NumberText.count(agreement.rows()),
                agreement.baseline())),
        row("", sample));
  }

  private static Map<String, String> facts(ModelBundle bundle) {
    Network network = bundle.spec().network();
    ModelSettings settings = bundle.settings();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("name", bundle.name() + (bundle.isDemo() ? " (demo, NOT the CHAI model)" : ""));
    facts.put("folder", bundle.folder().toString());
    facts.put("architecture", network.architecture() + ", " + outputs(bundle.head()));
    facts.put(
        "shape",
        network.layers()
            + " layers, "
            + network.heads()
            + " heads, width "
            + network.width()
            + ", inner width "
            + network.innerWidth()
            + ", "
            + network.positions()
            + " positions, "
            + NumberText.count(network.vocabularySize())
            + " tokens");
    facts.putAll(network.details());
    facts.put("weights", weights(bundle.weights()));
    facts.put(
        "window", "at most " + NumberText.count(bundle.maxTokens()) + " tokens, the last ones");
    Pooling pooling = bundle.spec().pooling();
    facts.put("padding", pooling.skipsPadding() ? "token id " + pooling.padTokenId() : "none");
    facts.put("special tokens", String.join(" ", bundle.specialTokens()));
    facts.put("label order", order(bundle.head()));
    facts.put(
        "formatter",
        Objects.requireNonNullElse(settings.formatter(), FormatterTemplates.PYGMALION).name()
            + pinned(settings.formatter() != null));
    facts.put("history", history(settings));
    facts.put("baseline", baseline(bundle) + pinned(settings.baseline() != null));
    if (settings.attribution() != null) {
      facts.put("attribution", settings.attribution());
    }
    if (settings.notice() != null) {
      facts.put("notice", settings.notice());
    }
    return facts;
  }

  private static String outputs(Head head) {
    return head.isReward() ? "1 output, a reward" : head.outputs() + " labels";
  }

  private static String order(Head head) {
    return head.isReward()
        ? head.source()
        : "output " + head.appropriate() + " is appropriate: " + head.source();
  }

  private static String baseline(ModelBundle bundle) {
    Double pinned = bundle.settings().baseline();
    return pinned != null
        ? pinned.toString()
        : bundle.head().isReward() ? "none" : Double.toString(Scorer.CHAI_BASELINE);
  }

  private static String history(ModelSettings settings) {
    Integer history = settings.history();
    if (history == null) {
      return ModelSettings.DEFAULT_HISTORY + " messages" + pinned(false);
    }
    return (history == ModelSettings.WHOLE_HISTORY ? "all messages" : history + " messages")
        + pinned(true);
  }

  private static String pinned(boolean byModel) {
    return byModel ? " (decorum.json)" : " (default)";
  }

  private static String weights(Weights weights) {
    String files = String.join(", ", weights.names());
    return weights instanceof Weights.ExportedOnnx ? files + " (exported graph)" : files;
  }

  private static String row(String name, String value) {
    return String.format(Locale.ROOT, "  %-16s%s", name, value);
  }
}
