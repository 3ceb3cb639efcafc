package dev.decorum.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.model.files.JsonFields;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a model in {@code decorum.json}; null for missing ones. Options of the command
 * line may override them.
 *
 * @param name the model's name for people and manifests
 * @param weights the file of the weights, {@code model.safetensors}, {@code pytorch_model.bin}, the
 *     index of either, {@code NAME.index.json}, or an exported ONNX file
 * @param formatter the text that the model was trained on
 * @param history how many of the last messages are shown, at least 1; {@link #WHOLE_HISTORY} for
 *     {@code "all"}
 * @param baseline the probability of appropriate that others are compared with, inside (0, 1)
 * @param appropriateLabel the name of the label for appropriate, or its number from 0
 * @param maxTokens the largest number of tokens in a window, at least 1
 * @param checksums SHA-256 by file name, in lower-case hexadecimal
 * @param attribution whom to credit
 * @param notice a text that users should read
 */
public record ModelSettings(
    @Nullable String name,
    @Nullable String weights,
    @Nullable FormatterTemplates formatter,
    @Nullable Integer history,
    @Nullable Double baseline,
    @Nullable String appropriateLabel,
    @Nullable Integer maxTokens,
    Map<String, String> checksums,
    @Nullable String attribution,
    @Nullable String notice) {

  /** The file's name. */
  public static final String FILE = "decorum.json";

  /** The condition of {@link #isBaseline} in words. */
  public static final String BASELINES = "a probability between 0 and 1 (0.000001 to 0.999999)";

  private static final double LEAST_BASELINE = 1e-6;

  /** {@link #history} for the whole conversation. */
  public static final int WHOLE_HISTORY = Integer.MAX_VALUE;

  /** {@link #history} by default: that of the model card. */
  public static final int DEFAULT_HISTORY = 10;

  /** No settings at all. */
  public static final ModelSettings NONE =
      new ModelSettings(null, null, null, null, null, null, null, Map.of(), null, null);

  private static final Set<String> KEYS =
      new LinkedHashSet<>(
          List.of(
              "name",
              "weights",
              "formatter",
              "history",
              "baseline",
              "appropriate_label",
              "max_tokens",
              "checksums",
              "attribution",
              "notice"));

  public ModelSettings {
    checksums = Map.copyOf(checksums);
    if (history != null && history < 1) {
      throw new IllegalArgumentException("history " + history);
    }
    if (baseline != null && !isBaseline(baseline)) {
      throw new IllegalArgumentException("baseline " + baseline);
    }
    if (maxTokens != null && maxTokens < 1) {
      throw new IllegalArgumentException("max_tokens " + maxTokens);
    }
  }

  /** Whether a probability can be a baseline, of which differences are shown in percent. */
  public static boolean isBaseline(double probability) {
    return probability >= LEAST_BASELINE && probability <= 1 - LEAST_BASELINE;
  }

  /** The content of {@code decorum.json}. */
  byte[] json() {
    ObjectNode json = JsonFields.newObject();
    json.put("name", name);
    json.put("weights", weights);
    if (formatter != null) {
      FormatterTemplates.named(formatter.name())
          .filter(formatter::equals)
          .ifPresentOrElse(
              builtIn -> json.put("formatter", builtIn.name()),
              () -> json.set("formatter", formatter.json()));
    }
    if (history != null && history == WHOLE_HISTORY) {
      json.put("history", "all");
    } else {
      json.put("history", history);
    }
    json.put("baseline", baseline);
    if (appropriateLabel != null && appropriateLabel.matches("[0-9]{1,9}")) {
      json.put("appropriate_label", Integer.parseInt(appropriateLabel));
    } else {
      json.put("appropriate_label", appropriateLabel);
    }
    json.put("max_tokens", maxTokens);
    if (!checksums.isEmpty()) {
      ObjectNode pinned = json.putObject("checksums");
      new TreeMap<>(checksums).forEach(pinned::put);
    }
    json.put("attribution", attribution);
    json.put("notice", notice);
    json.properties().removeIf(entry -> entry.getValue().isNull());
    return JsonFields.writeIndented(json);
  }

  static ModelSettings read(JsonFields fields) {
    fields.refuseOthersThan(KEYS);
    Double baseline = fields.number("baseline", 0, 1);
    if (baseline != null && !isBaseline(baseline)) {
      throw fields.wrong("baseline", BASELINES);
    }
    return new ModelSettings(
        fields.text("name"),
        fields.text("weights"),
        formatter(fields),
        history(fields),
        baseline,
        appropriateLabel(fields),
        fields.integer("max_tokens", 1, 1 << 24),
        checksums(fields),
        fields.text("attribution"),
        fields.text("notice"));
  }

  private static @Nullable FormatterTemplates formatter(JsonFields fields) {
    JsonNode value = fields.field("formatter");
    if (value == null) {
      return null;
    }
    if (!value.isTextual()) {
      return FormatterTemplates.read(FILE, Objects.requireNonNull(fields.object("formatter")));
    }
    return FormatterTemplates.named(value.textValue())
        .orElseThrow(
            () ->
                fields.wrong(
                    "formatter",
                    "an object of the six fields or one of "
                        + String.join(", ", FormatterTemplates.names())));
  }

  private static @Nullable String appropriateLabel(JsonFields fields) {
    JsonNode value = fields.field("appropriate_label");
    return value != null && value.isInt() ? value.asText() : fields.text("appropriate_label");
  }

  private static @Nullable Integer history(JsonFields fields) {
    JsonNode value = fields.field("history");
    if (value != null && value.isTextual() && value.textValue().equals("all")) {
      return WHOLE_HISTORY;
    }
    return fields.integer("history", 1, 1 << 24);
  }

  private static Map<String, String> checksums(JsonFields fields) {
    JsonFields object = fields.object("checksums");
    Map<String, String> checksums = new LinkedHashMap<>();
    if (object != null) {
      for (String file : object.names()) {
        String checksum = object.text(file);
        if (checksum == null || !checksum.matches("[0-9a-fA-F]{64}")) {
          throw object.wrong(file, "a SHA-256 in 64 hexadecimal digits");
        }
        checksums.put(file, checksum.toLowerCase(Locale.ROOT));
      }
    }
    return checksums;
  }
}
