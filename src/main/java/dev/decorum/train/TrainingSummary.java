package dev.decorum.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.model.files.JsonFields;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.files.SmallFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a finished training was made from and what it made. Unknown fields are ignored when it is
 * read.
 *
 * @param decorum the version of Decorum
 * @param startedFrom the name of the folder whose weights were trained further, or {@code scratch}
 * @param bestStep the step of the checkpoint that was kept
 * @param bestMetric the metric by which it was chosen, without {@code eval_}
 * @param bestValue the metric of that checkpoint
 * @param steps the number of optimizer steps
 * @param epochs the passes over the training rows
 * @param parameters the number of the model's parameters
 * @param hyperparameters by their names in Hugging Face's {@code TrainingArguments}; each is a
 *     {@code String}, a {@code Long}, a {@code Double} or a {@code Boolean}
 * @param data the rows by the name of their part, {@code train} and {@code validation}
 */
public record TrainingSummary(
    String decorum,
    String startedFrom,
    long bestStep,
    String bestMetric,
    double bestValue,
    long steps,
    double epochs,
    long parameters,
    Map<String, Object> hyperparameters,
    Map<String, Rows> data) {

  /** The name of the file in the folder of a training. */
  public static final String FILE = "training.json";

  private static final int FORMAT_VERSION = 1;

  /** A summary names files and settings, a few kilobytes. */
  private static final int LARGEST = 1 << 22;

  /**
   * The rows of a part of the data.
   *
   * @param files the SHA-256 of each file by its name
   * @param rows the number of rows that were used
   * @param appropriate how many of them are labelled appropriate
   * @param truncated how many of them were cut to fit
   */
  public record Rows(Map<String, String> files, long rows, long appropriate, long truncated) {
    public Rows {
      files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
      if (rows < 0 || appropriate < 0 || appropriate > rows || truncated < 0 || truncated > rows) {
        throw new IllegalArgumentException(
            rows + " rows, " + appropriate + " appropriate, " + truncated + " truncated");
      }
    }

    /** The share of rows that are labelled appropriate; NaN if there are no rows. */
    public double baseRate() {
      return rows == 0 ? Double.NaN : (double) appropriate / rows;
    }

    /** The mean loss of a constant guess at the base rate; NaN if there are no rows. */
    public double guessLoss() {
      double rate = baseRate();
      return rate == 0 || rate == 1 ? 0 : -(rate * Math.log(rate) + (1 - rate) * Math.log1p(-rate));
    }

    /** The accuracy of always guessing the more frequent label; NaN if there are no rows. */
    public double guessAccuracy() {
      return Math.max(baseRate(), 1 - baseRate());
    }
  }

  public TrainingSummary {
    Objects.requireNonNull(decorum);
    Objects.requireNonNull(startedFrom);
    Objects.requireNonNull(bestMetric);
    hyperparameters = Collections.unmodifiableMap(new LinkedHashMap<>(hyperparameters));
    data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    for (Map.Entry<String, Object> each : hyperparameters.entrySet()) {
      Object value = each.getValue();
      if (!(value instanceof String
          || value instanceof Long
          || value instanceof Double
          || value instanceof Boolean)) {
        throw new IllegalArgumentException(each.getKey() + " is a " + value.getClass());
      }
    }
  }

  /** The rows by which checkpoints were compared; {@code null} if they are not described. */
  public @Nullable Rows validation() {
    return data.get("validation");
  }

  /** The summary as a JSON object. */
  public ObjectNode toJson() {
    ObjectNode node = JsonFields.newObject();
    node.put("format_version", FORMAT_VERSION);
    node.put("decorum_version", decorum);
    node.put("started_from", startedFrom);
    node.put("best_step", bestStep);
    node.put("best_metric", bestMetric);
    node.put("best_value", bestValue);
    node.put("steps", steps);
    node.put("epochs", epochs);
    node.put("parameters", parameters);
    ObjectNode settings = node.putObject("hyperparameters");
    hyperparameters.forEach(settings::putPOJO);
    ObjectNode parts = node.putObject("data");
    data.forEach(
        (name, rows) -> {
          ObjectNode part = parts.putObject(name);
          ObjectNode files = part.putObject("files");
          rows.files().forEach(files::put);
          part.put("rows", rows.rows());
          part.put("appropriate", rows.appropriate());
          part.put("truncated", rows.truncated());
        });
    return node;
  }

  /** Whether a file is a summary, of any version. */
  static boolean isSummary(Path file) {
    try {
      return Files.isRegularFile(file)
          && JsonFields.parse(file.toString(), SmallFile.read(file, file, LARGEST))
              .has("started_from");
    } catch (ModelException e) {
      return false;
    }
  }

  /**
   * Reads a summary.
   *
   * @throws ModelException if it cannot be read or is not such an object
   */
  public static TrainingSummary read(Path file) {
    JsonFields fields = JsonFields.parse(file.toString(), SmallFile.read(file, file, LARGEST));
    Integer version = fields.integer("format_version", 0, Integer.MAX_VALUE);
    if (version == null || version != FORMAT_VERSION) {
      throw fields.wrong("format_version", FORMAT_VERSION + ", which this Decorum reads");
    }
    return new TrainingSummary(
        text(fields, "decorum_version"),
        text(fields, "started_from"),
        count(fields, "best_step"),
        text(fields, "best_metric"),
        number(fields, "best_value"),
        count(fields, "steps"),
        number(fields, "epochs"),
        count(fields, "parameters"),
        hyperparameters(object(fields, "hyperparameters")),
        data(object(fields, "data")));
  }

  private static Map<String, Object> hyperparameters(JsonFields fields) {
    Map<String, Object> settings = new LinkedHashMap<>();
    for (String name : fields.names()) {
      JsonNode value = fields.field(name);
      if (value == null) {
        // Python's None: the setting has no value.
        continue;
      }
      if (value.isTextual()) {
        settings.put(name, value.textValue());
      } else if (value.isBoolean()) {
        settings.put(name, value.booleanValue());
      } else if (value.isIntegralNumber() && value.canConvertToLong()) {
        settings.put(name, value.longValue());
      } else if (value.isNumber()) {
        settings.put(name, value.doubleValue());
      } else {
        throw fields.wrong(name, "a string, a number, true or false");
      }
    }
    return settings;
  }

  private static Map<String, Rows> data(JsonFields fields) {
    Map<String, Rows> data = new LinkedHashMap<>();
    for (String name : fields.names()) {
      JsonFields part = object(fields, name);
      JsonFields files = object(part, "files");
      Map<String, String> hashes = new LinkedHashMap<>();
      for (String file : files.names()) {
        hashes.put(file, text(files, file));
      }
      long rows = count(part, "rows");
      data.put(
          name,
          new Rows(
              hashes,
              rows,
              countUpTo(part, "appropriate", rows),
              countUpTo(part, "truncated", rows)));
    }
    return data;
  }

  private static String text(JsonFields fields, String name) {
    String text = fields.text(name);
    if (text == null) {
      throw fields.wrong(name, "a string");
    }
    return text;
  }

  private static JsonFields object(JsonFields fields, String name) {
    JsonFields object = fields.object(name);
    if (object == null) {
      throw fields.wrong(name, "an object");
    }
    return object;
  }

  private static long count(JsonFields fields, String name) {
    return countUpTo(fields, name, Long.MAX_VALUE);
  }

  private static long countUpTo(JsonFields fields, String name, long most) {
    JsonNode value = fields.field(name);
    if (value == null
        || !value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < 0
        || value.longValue() > most) {
      throw fields.wrong(
          name, most == Long.MAX_VALUE ? "a whole number from 0 on" : "a number from 0 to " + most);
    }
    return value.longValue();
  }

  private static double number(JsonFields fields, String name) {
    JsonNode value = fields.field(name);
    if (value == null || !value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw fields.wrong(name, "a number");
    }
    return value.doubleValue();
  }
}
