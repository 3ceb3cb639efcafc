package dev.decorum.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.model.files.JsonFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a training has to remember besides weights and moments.
 *
 * @param recipe everything that decides the weights, by name; another training has another
 * @param step the number of updates so far
 * @param steps the number of updates of the whole training
 * @param epoch the number of epochs so far
 * @param best the best evaluation so far; null before the first
 * @param worse the number of evaluations since the best one
 * @param lossSum the sum of the losses since the last line of the log
 * @param lossCount their number
 * @param totalLoss the sum of all losses
 * @param lastLoss the last loss in the log; null before the first
 * @param logLength the bytes of the log at this step
 * @param lossScale the factor of losses in float16
 * @param tokens the number of tokens that were trained on so far, without padding
 * @param seconds the time that the training took so far
 * @param files SHA-256 in hexadecimal of the files beside the state, by name
 */
public record TrainerState(
    Map<String, String> recipe,
    long step,
    long steps,
    double epoch,
    @Nullable Best best,
    int worse,
    double lossSum,
    long lossCount,
    double totalLoss,
    @Nullable Double lastLoss,
    long logLength,
    double lossScale,
    long tokens,
    double seconds,
    Map<String, String> files) {

  /** The file's name in a checkpoint, as Hugging Face's. */
  public static final String FILE = "trainer_state.json";

  /** Longer values are not shown to people. */
  private static final int SHOWN = 40;

  /**
   * An evaluation.
   *
   * @param step the number of updates before it
   * @param loss the mean cross-entropy of the validation examples
   * @param accuracy the share of validation examples whose label has the highest output
   */
  public record Best(long step, double loss, double accuracy) {
    public Best {
      if (step < 1 || !Double.isFinite(loss) || !(accuracy >= 0 && accuracy <= 1)) {
        throw new IllegalArgumentException(step + ", " + loss + ", " + accuracy);
      }
    }

    /** The number by which checkpoints are compared. */
    public double value(TrainingOptions.Metric metric) {
      return metric == TrainingOptions.Metric.LOSS ? loss : accuracy;
    }
  }

  public TrainerState {
    recipe = Map.copyOf(recipe);
    files = Map.copyOf(files);
    if (step < 0
        || steps < step
        || !(epoch >= 0 && epoch <= Double.MAX_VALUE)
        || (best != null && best.step() > step)
        || worse < 0
        || !Double.isFinite(lossSum)
        || lossCount < 0
        || !Double.isFinite(totalLoss)
        || (lastLoss != null && !Double.isFinite(lastLoss))
        || logLength < 0
        || !(lossScale > 0 && lossScale <= Double.MAX_VALUE)
        || !(seconds >= 0 && seconds <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException("no state of a training at step " + step);
    }
  }

  /** The same state beside other files. */
  TrainerState withFiles(Map<String, String> sha256) {
    return new TrainerState(
        recipe, step, steps, epoch, best, worse, lossSum, lossCount, totalLoss, lastLoss, logLength,
        lossScale, tokens, seconds, sha256);
  }

  /** In what another recipe differs, for people; empty if it is the same. */
  public List<String> differences(Map<String, String> other) {
    List<String> differences = new ArrayList<>();
    Set<String> names = new TreeSet<>(recipe.keySet());
    names.addAll(other.keySet());
    for (String name : names) {
      String before = recipe.getOrDefault(name, "nothing");
      String now = other.getOrDefault(name, "nothing");
      if (!before.equals(now)) {
        boolean isLong = before.length() > SHOWN || now.length() > SHOWN;
        differences.add(isLong ? name + " changed" : name + " was " + before + ", now " + now);
      }
    }
    return differences;
  }

  /** The state in JSON, with Hugging Face's names where there are such. */
  byte[] json() {
    ObjectNode json = JsonFields.newObject();
    json.put("global_step", step);
    json.put("max_steps", steps);
    json.put("epoch", epoch);
    if (best != null) {
      json.put("best_global_step", best.step());
      json.put("best_eval_loss", best.loss());
      json.put("best_eval_accuracy", best.accuracy());
    }
    json.put("evaluations_without_improvement", worse);
    json.put("loss_sum", lossSum);
    json.put("loss_count", lossCount);
    json.put("total_loss", totalLoss);
    if (lastLoss != null) {
      json.put("last_logged_loss", lastLoss);
    }
    json.put("log_length", logLength);
    json.put("loss_scale", lossScale);
    json.put("num_input_tokens_seen", tokens);
    json.put("seconds", seconds);
    ObjectNode sums = json.putObject("files");
    new TreeMap<>(files).forEach(sums::put);
    ObjectNode names = json.putObject("recipe");
    new TreeMap<>(recipe).forEach(names::put);
    return JsonFields.write(json);
  }

  /**
   * Reads a state.
   *
   * @throws IllegalArgumentException if it is none
   */
  static TrainerState read(JsonFields json) {
    return new TrainerState(
        texts(json, "recipe"),
        node(json, "global_step").longValue(),
        node(json, "max_steps").longValue(),
        node(json, "epoch").doubleValue(),
        json.has("best_global_step")
            ? new Best(
                node(json, "best_global_step").longValue(),
                node(json, "best_eval_loss").doubleValue(),
                node(json, "best_eval_accuracy").doubleValue())
            : null,
        node(json, "evaluations_without_improvement").intValue(),
        node(json, "loss_sum").doubleValue(),
        node(json, "loss_count").longValue(),
        node(json, "total_loss").doubleValue(),
        json.has("last_logged_loss") ? node(json, "last_logged_loss").doubleValue() : null,
        node(json, "log_length").longValue(),
        node(json, "loss_scale").doubleValue(),
        node(json, "num_input_tokens_seen").longValue(),
        node(json, "seconds").doubleValue(),
        texts(json, "files"));
  }

  private static Map<String, String> texts(JsonFields json, String name) {
    JsonFields object = json.object(name);
    if (object == null) {
      throw new IllegalArgumentException("no " + name);
    }
    Map<String, String> texts = new LinkedHashMap<>();
    for (String key : object.names()) {
      String value = object.text(key);
      if (value != null) {
        texts.put(key, value);
      }
    }
    return texts;
  }

  private static JsonNode node(JsonFields json, String name) {
    JsonNode node = json.field(name);
    if (node == null || !node.isNumber()) {
      throw new IllegalArgumentException(name + " is not a number");
    }
    return node;
  }
}
