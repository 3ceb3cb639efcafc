package dev.decorum.score;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.decorum.read.Shard;
import dev.decorum.read.bytes.InputDigest;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Describes a run well enough to repeat it, and to tell whether two score files may be compared.
 *
 * @param decorum version of this program
 * @param model the reward model
 * @param formatter the formatter that made the texts
 * @param window the window of a conversation that the model read
 * @param baseline the probability that scores are compared with; {@code null} for none, as for
 *     rewards
 * @param precision the arithmetic of the model, for example {@code fp32}
 * @param device the device that the model ran on
 * @param versions versions of runtime libraries and of Java
 * @param seed the seed of random choices; {@code null} if the run made none
 * @param inputs the inputs, in the order of reading
 * @param counts the numbers of rows and tokens
 * @param seconds wall-clock time from the start of reading to the last score; of merged runs, the
 *     sum
 * @param shard the shard of the inputs, for example {@code 2/4}, or {@code 1,3/4} for merged shards
 *     of which others are missing; {@code null} for all of it
 * @param calibration the calibration behind {@code calibrated_probability}; {@code null} if the
 *     scores have no such column
 * @param understood how the inputs were understood; {@code null} if unknown
 * @param configuration the configuration files that have set options of the run; {@code null} for
 *     none
 */
@RecordBuilder
public record RunManifest(
    String decorum,
    ModelEntry model,
    FormatterEntry formatter,
    WindowSettings window,
    @Nullable Double baseline,
    String precision,
    String device,
    Map<String, String> versions,
    @Nullable Long seed,
    List<InputEntry> inputs,
    CountsEntry counts,
    double seconds,
    @Nullable String shard,
    @Nullable CalibrationEntry calibration,
    @Nullable Understood understood,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<InputEntry> configuration)
    implements RunManifestBuilder.With {

  public RunManifest {
    Objects.requireNonNull(model, "model is missing");
    Objects.requireNonNull(formatter, "formatter is missing");
    Objects.requireNonNull(window, "window is missing");
    Objects.requireNonNull(versions, "versions are missing");
    Objects.requireNonNull(inputs, "inputs are missing");
    Objects.requireNonNull(counts, "counts are missing");
    inputs.forEach(input -> Objects.requireNonNull(input, "an input is missing"));
    if (baseline == null && model.scored() == Scale.PROBABILITY) {
      throw new IllegalArgumentException("the baseline is missing");
    }
    if (baseline != null && !(baseline > 0 && baseline < 1)) {
      throw new IllegalArgumentException(
          "the baseline is " + baseline + ", expected a number between 0 and 1");
    }
    if (shard != null) {
      ShardNumbers.parse(shard);
    }
    versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
    inputs = List.copyOf(inputs);
    configuration =
        configuration == null || configuration.isEmpty() ? null : List.copyOf(configuration);
  }

  /** The manifest of a run on all of its inputs without a calibration. */
  public RunManifest(
      String decorum,
      ModelEntry model,
      FormatterEntry formatter,
      WindowSettings window,
      @Nullable Double baseline,
      String precision,
      String device,
      Map<String, String> versions,
      @Nullable Long seed,
      List<InputEntry> inputs,
      CountsEntry counts,
      double seconds) {
    this(
        decorum, model, formatter, window, baseline, precision, device, versions, seed, inputs,
        counts, seconds, null, null, null, null);
  }

  /** The manifest of a run about whose understanding of its inputs nothing is known. */
  public RunManifest(
      String decorum,
      ModelEntry model,
      FormatterEntry formatter,
      WindowSettings window,
      @Nullable Double baseline,
      String precision,
      String device,
      Map<String, String> versions,
      @Nullable Long seed,
      List<InputEntry> inputs,
      CountsEntry counts,
      double seconds,
      @Nullable String shard,
      @Nullable CalibrationEntry calibration) {
    this(
        decorum,
        model,
        formatter,
        window,
        baseline,
        precision,
        device,
        versions,
        seed,
        inputs,
        counts,
        seconds,
        shard,
        calibration,
        null,
        null);
  }

  /** The probability that scores are compared with; NaN for none. */
  public double baselineOrNaN() {
    return baseline == null ? Double.NaN : baseline;
  }

  /**
   * The same manifest, for a run on one shard of its inputs.
   *
   * @param part {@code null} for all of it
   */
  public RunManifest ofShard(@Nullable Shard part) {
    return withShard(part == null ? null : part.toString());
  }

  /**
   * The reasons why scores of this run and another may not be compared, one sentence each; empty if
   * they may. Model, formatter, window and truncation have to be the same.
   */
  public List<String> differencesFrom(RunManifest other) {
    List<String> differences = new ArrayList<>();
    if (!model.hasSameFilesAs(other.model)) {
      differences.add(
          "models differ: "
              + model.describedBeside(other.model)
              + " and "
              + other.model.describedBeside(model));
    }
    if (model.appropriateLabel != other.model.appropriateLabel) {
      differences.add(
          "labels differ: appropriate is "
              + model.appropriateOutput()
              + " and "
              + other.model.appropriateOutput());
    }
    if (!formatter.sha256.equals(other.formatter.sha256)) {
      differences.add(
          "formatters differ: "
              + formatter.describedBeside(other.formatter)
              + " and "
              + other.formatter.describedBeside(formatter));
    }
    if (!Objects.equals(window.history, other.window.history)) {
      differences.add("history windows differ: " + window.seen() + " and " + other.window.seen());
    }
    if (!window.turns.equals(other.window.turns)) {
      differences.add("turns differ: " + window.turns + " and " + other.window.turns);
    }
    if (window.maxTokens != other.window.maxTokens
        || !window.truncation.equals(other.window.truncation)) {
      differences.add(
          "truncation differs: the " + window.kept() + " and the " + other.window.kept());
    }
    return differences;
  }

  private static String beginning(String hash) {
    return hash.substring(0, Math.min(8, hash.length()));
  }

  /**
   * The reward model.
   *
   * @param name the name of its folder, or the name in its files
   * @param demo whether it is the bundled demo
   * @param appropriateLabel the output that means <em>appropriate</em>
   * @param attribution whom to credit for it; {@code null} if the model does not say
   * @param sha256 SHA-256 of every file used, the tokenizer's among them
   * @param labels the names of its outputs; {@code null} in manifests of older versions
   * @param labelSource how it is known which of them means appropriate
   * @param scale {@code probability} or {@code reward}; {@code null} for the former
   * @param notices notices about its folder; {@code null} for none
   */
  public record ModelEntry(
      String name,
      boolean demo,
      int appropriateLabel,
      @Nullable String attribution,
      Map<String, String> sha256,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> labels,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String labelSource,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Scale scale,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> notices) {
    private static final Pattern WEIGHTS = Pattern.compile("\\.(safetensors|onnx|bin)$");

    public ModelEntry {
      Objects.requireNonNull(name, "the model's name is missing");
      Objects.requireNonNull(sha256, "the model's hashes are missing");
      sha256.forEach(
          (file, hash) -> Objects.requireNonNull(hash, "the hash of " + file + " is missing"));
      sha256 = Collections.unmodifiableMap(new LinkedHashMap<>(sha256));
      labels = labels == null ? null : List.copyOf(labels);
      notices = notices == null || notices.isEmpty() ? null : List.copyOf(notices);
    }

    /** A model of probabilities without further facts. */
    public ModelEntry(
        String name,
        boolean demo,
        int appropriateLabel,
        @Nullable String attribution,
        Map<String, String> sha256) {
      this(name, demo, appropriateLabel, attribution, sha256, null, null, null, null);
    }

    /** The scale of its scores. */
    public Scale scored() {
      return scale == null ? Scale.PROBABILITY : scale;
    }

    /**
     * Whether both have the same files, whatever their names; names count only where hashes are
     * missing.
     */
    boolean hasSameFilesAs(ModelEntry other) {
      return (sha256.isEmpty() || other.sha256.isEmpty())
          ? name.equals(other.name)
          : sha256.equals(other.sha256);
    }

    private String appropriateOutput() {
      return "output "
          + appropriateLabel
          + (labels == null || appropriateLabel >= labels.size()
              ? ""
              : " (\"" + labels.get(appropriateLabel) + "\")");
    }

    /** Its name, and the beginning of the hash of a file that {@code other} does not have. */
    String describedBeside(ModelEntry other) {
      String only = null;
      for (Map.Entry<String, String> file : sha256.entrySet()) {
        if (!file.getValue().equals(other.sha256.get(file.getKey()))
            && (only == null || WEIGHTS.matcher(file.getKey()).find())) {
          only = file.getKey();
        }
      }
      return only == null
          ? name
          : name + " (" + only + " " + beginning(sha256.getOrDefault(only, "")) + ")";
    }
  }

  /**
   * The formatter.
   *
   * @param name its name
   * @param sha256 hash of its definition
   */
  public record FormatterEntry(String name, String sha256) {
    public FormatterEntry {
      Objects.requireNonNull(name, "the formatter's name is missing");
      Objects.requireNonNull(sha256, "the formatter's hash is missing");
    }

    /** Its name, with the beginning of its hash if {@code other} has the same name. */
    String describedBeside(FormatterEntry other) {
      return name.equals(other.name) ? name + " (" + beginning(sha256) + ")" : name;
    }
  }

  /**
   * The window.
   *
   * @param history the largest number of messages; {@code null} for all
   * @param turns {@code last}, {@code bot} or {@code all}
   * @param maxTokens the largest number of tokens
   * @param truncation the side that is cut; always {@code left}
   */
  public record WindowSettings(
      @Nullable Integer history, String turns, int maxTokens, String truncation) {
    public WindowSettings {
      Objects.requireNonNull(turns, "the window's turns are missing");
      Objects.requireNonNull(truncation, "the window's truncation is missing");
    }

    String seen() {
      if (history == null) {
        return "all messages";
      }
      return history == 1 ? "the last message" : "the last " + history + " messages";
    }

    String kept() {
      return (truncation.equals("left") ? "last " : "first ") + maxTokens + " tokens";
    }
  }

  /**
   * The correction of the model's probabilities, see {@link ProbabilityCalibration}.
   *
   * @param method how it was fitted
   * @param slope the factor of the logits
   * @param intercept the number added after that
   */
  public record CalibrationEntry(CalibrationMethod method, double slope, double intercept) {
    public CalibrationEntry {
      Objects.requireNonNull(method, "the calibration's method is missing");
    }

    @Override
    public String toString() {
      return method.outputName() + " (slope " + slope + ", intercept " + intercept + ")";
    }
  }

  /**
   * An input of the run.
   *
   * @param path as the user named it
   * @param bytes the size on disk
   * @param sha256 the hash of those bytes
   */
  public record InputEntry(String path, long bytes, String sha256) implements Serializable {
    public InputEntry {
      Objects.requireNonNull(path, "an input's path is missing");
    }

    /** What was read of an input. */
    public static InputEntry of(InputDigest input) {
      return new InputEntry(input.path(), input.bytes(), input.sha256());
    }
  }

  /**
   * The counts of a run.
   *
   * @param read input rows, good and bad
   * @param scored output rows
   * @param rejected input rows or windows that could not be scored
   * @param tokens tokens that the model read, padding not counted
   * @param tokensDropped tokens cut off on the left
   * @param inputsFailed inputs that could not be read to their end
   */
  public record CountsEntry(
      long read, long scored, long rejected, long tokens, long tokensDropped, long inputsFailed)
      implements Serializable {}
}
