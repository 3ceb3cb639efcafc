package dev.decorum.score;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.decorum.read.Shard;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a run was: enough to repeat it, and to tell whether two score files may be compared.
 *
 * @param decorum version of this program
 * @param model the reward model
 * @param formatter how text was written
 * @param window what of a conversation was shown
 * @param baseline the probability that scores are compared with; {@code null} for none, as for
 *     rewards
 * @param precision arithmetic of the model, for example {@code fp32}
 * @param device where the model ran
 * @param versions versions of runtime libraries and of Java
 * @param seed seed of random choices; {@code null} where the run made none
 * @param inputs what was read, in order
 * @param counts how many there were of what
 * @param seconds wall-clock time from the start of reading to the last score; of merged runs, the
 *     sum
 * @param shard which part of the inputs was taken, for example {@code 2/4}, or {@code 1,3/4} where
 *     parts were merged and others are missing; {@code null} for all of it
 * @param calibration what {@code calibrated_probability} comes from; {@code null} where the scores
 *     have no such column
 * @param understood what was understood of the inputs; {@code null} where nobody has counted
 */
@RecordBuilder
public record RunManifest(
    String decorum,
    Model model,
    Formatter formatter,
    Window window,
    @Nullable Double baseline,
    String precision,
    String device,
    Map<String, String> versions,
    @Nullable Long seed,
    List<Input> inputs,
    Counts counts,
    double seconds,
    @Nullable String shard,
    @Nullable Calibrated calibration,
    @Nullable Understood understood)
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
  }

  /** The manifest of a run that took all of its inputs and calibrated nothing. */
  public RunManifest(
      String decorum,
      Model model,
      Formatter formatter,
      Window window,
      @Nullable Double baseline,
      String precision,
      String device,
      Map<String, String> versions,
      @Nullable Long seed,
      List<Input> inputs,
      Counts counts,
      double seconds) {
    this(
        decorum, model, formatter, window, baseline, precision, device, versions, seed, inputs,
        counts, seconds, null, null, null);
  }

  /** The manifest of a run of which nobody knows what it understood of its inputs. */
  public RunManifest(
      String decorum,
      Model model,
      Formatter formatter,
      Window window,
      @Nullable Double baseline,
      String precision,
      String device,
      Map<String, String> versions,
      @Nullable Long seed,
      List<Input> inputs,
      Counts counts,
      double seconds,
      @Nullable String shard,
      @Nullable Calibrated calibration) {
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
        null);
  }

  /** The probability that scores are compared with; NaN for none. */
  public double baselineOrNaN() {
    return baseline == null ? Double.NaN : baseline;
  }

  /**
   * The same run, of which it is known that it took one part of its inputs.
   *
   * @param part {@code null} for all of it
   */
  public RunManifest ofShard(@Nullable Shard part) {
    return withShard(part == null ? null : part.toString());
  }

  /**
   * Why scores of this run and of another must not be compared, a sentence for each reason; empty
   * where they may be. Model, formatter, window and truncation have to be the same.
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
   * @param name its folder's name or the name it gives itself
   * @param demo whether it is the bundled demo
   * @param appropriateLabel which output stands for <em>appropriate</em>
   * @param attribution whom to credit for it; {@code null} where the model does not say
   * @param sha256 SHA-256 of every file used, the tokenizer's among them
   * @param labels the names of its outputs; {@code null} where an older version did not say
   * @param labelSource how it is known which of them stands for appropriate
   * @param scale {@code probability} or {@code reward}; {@code null} for the former
   * @param notices what was to be known of its folder; {@code null} for nothing
   */
  public record Model(
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

    public Model {
      Objects.requireNonNull(name, "the model's name is missing");
      Objects.requireNonNull(sha256, "the model's hashes are missing");
      sha256.forEach(
          (file, hash) -> Objects.requireNonNull(hash, "the hash of " + file + " is missing"));
      sha256 = Collections.unmodifiableMap(new LinkedHashMap<>(sha256));
      labels = labels == null ? null : List.copyOf(labels);
      notices = notices == null || notices.isEmpty() ? null : List.copyOf(notices);
    }

    /** A model of probabilities of which no more is known. */
    public Model(
        String name,
        boolean demo,
        int appropriateLabel,
        @Nullable String attribution,
        Map<String, String> sha256) {
      this(name, demo, appropriateLabel, attribution, sha256, null, null, null, null);
    }

    /** What its scores are numbers of. */
    public Scale scored() {
      return scale == null ? Scale.PROBABILITY : scale;
    }

    /** A model is its files, whatever it is called; only without their hashes its name counts. */
    boolean hasSameFilesAs(Model other) {
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

    /** Its name and the beginning of the hash of a file that another model does not have. */
    String describedBeside(Model other) {
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
  public record Formatter(String name, String sha256) {
    public Formatter {
      Objects.requireNonNull(name, "the formatter's name is missing");
      Objects.requireNonNull(sha256, "the formatter's hash is missing");
    }

    /** Its name, and where that does not tell it apart, the beginning of its hash. */
    String describedBeside(Formatter other) {
      return name.equals(other.name) ? name + " (" + beginning(sha256) + ")" : name;
    }
  }

  /**
   * The window.
   *
   * @param history how many messages at most; {@code null} for all
   * @param turns {@code last}, {@code bot} or {@code all}
   * @param maxTokens how many tokens at most
   * @param truncation which side is cut; always {@code left}
   */
  public record Window(@Nullable Integer history, String turns, int maxTokens, String truncation) {
    public Window {
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
   * The correction of the model's probabilities, see {@link Calibration}.
   *
   * @param method how it was fitted
   * @param slope what logits are multiplied with
   * @param intercept what is added to them then
   */
  public record Calibrated(CalibrationMethod method, double slope, double intercept) {
    public Calibrated {
      Objects.requireNonNull(method, "the calibration's method is missing");
    }

    @Override
    public String toString() {
      return method.outputName() + " (slope " + slope + ", intercept " + intercept + ")";
    }
  }

  /**
   * One input.
   *
   * @param path as the user named it
   * @param bytes size as it lies on disk
   * @param sha256 hash of those bytes
   */
  public record Input(String path, long bytes, String sha256) {
    public Input {
      Objects.requireNonNull(path, "an input's path is missing");
    }
  }

  /**
   * Numbers of things.
   *
   * @param read input rows, good and bad
   * @param scored output rows
   * @param rejected input rows or windows that could not be scored
   * @param tokens tokens that the model read, padding not counted
   * @param tokensDropped tokens cut off on the left
   * @param inputsFailed inputs of which nothing or only the beginning could be read
   */
  public record Counts(
      long read, long scored, long rejected, long tokens, long tokensDropped, long inputsFailed) {}
}
