package dev.decorum.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.model.files.JsonFields;
import dev.decorum.model.files.ModelException;
import java.nio.charset.StandardCharsets;

/**
 * A line of a training's log, with the fields of the log history of Hugging Face's {@code Trainer}.
 * Further fields are ignored when it is read.
 *
 * <p>Losses and norms of a training that diverges are NaN or infinite, which is written as Python
 * writes it. An optional number that is NaN is not written.
 */
public sealed interface LogEntry {

  /** The number of optimizer steps taken so far. */
  long step();

  /** The passes over the training rows so far, 0 or more, with a fraction. */
  double epoch();

  /** The line as JSON, without a line break. */
  String toJson();

  /**
   * What was logged during training.
   *
   * @param loss the mean loss since the previous such line; may be NaN or infinite
   * @param gradNorm the norm of the gradient before clipping; NaN if it is unknown
   * @param learningRate the learning rate; NaN if it is unknown
   */
  record LoggedStep(long step, double epoch, double loss, double gradNorm, double learningRate)
      implements LogEntry {
    public LoggedStep {
      requirePosition(step, epoch);
    }

    @Override
    public String toJson() {
      ObjectNode node = position(this).put("loss", loss);
      putKnown(node, "grad_norm", gradNorm);
      putKnown(node, "learning_rate", learningRate);
      return text(node);
    }
  }

  /**
   * An evaluation on the validation rows.
   *
   * @param loss the mean loss; may be NaN or infinite
   * @param accuracy the share of rows whose class is right, 0 to 1; NaN if it is unknown
   * @param seconds the time taken; NaN if it is unknown
   * @param rowsPerSecond the speed; NaN if it is unknown
   */
  record Evaluated(
      long step, double epoch, double loss, double accuracy, double seconds, double rowsPerSecond)
      implements LogEntry {
    public Evaluated {
      requirePosition(step, epoch);
    }

    @Override
    public String toJson() {
      ObjectNode node = position(this).put("eval_loss", loss);
      putKnown(node, "eval_accuracy", accuracy);
      putKnown(node, "eval_runtime", seconds);
      putKnown(node, "eval_samples_per_second", rowsPerSecond);
      return text(node);
    }
  }

  /**
   * The end of a training.
   *
   * @param loss the mean loss over all steps; may be NaN or infinite
   * @param seconds the time taken, evaluations included
   * @param rowsPerSecond the speed; NaN if it is unknown
   * @param stepsPerSecond the speed; NaN if it is unknown
   * @param tokensPerSecond the speed in tokens without padding; NaN if it is unknown
   */
  record Finished(
      long step,
      double epoch,
      double loss,
      double seconds,
      double rowsPerSecond,
      double stepsPerSecond,
      double tokensPerSecond)
      implements LogEntry {
    public Finished {
      requirePosition(step, epoch);
    }

    @Override
    public String toJson() {
      ObjectNode node = position(this).put("train_loss", loss);
      putKnown(node, "train_runtime", seconds);
      putKnown(node, "train_samples_per_second", rowsPerSecond);
      putKnown(node, "train_steps_per_second", stepsPerSecond);
      putKnown(node, "train_tokens_per_second", tokensPerSecond);
      return text(node);
    }
  }

  /**
   * Reads a line.
   *
   * @param where the file and the number of the line, for messages
   * @param json the line, with or without its line break
   * @throws ModelException if it is not a JSON object, or none of the three kinds
   */
  static LogEntry parse(String where, byte[] json) {
    JsonFields fields = JsonFields.parse(where, json);
    if (fields.has("train_runtime")) {
      return new Finished(
          step(fields),
          epoch(fields),
          anyNumber(fields, "train_loss"),
          fromZero(fields, "train_runtime"),
          fromZero(fields, "train_samples_per_second"),
          fromZero(fields, "train_steps_per_second"),
          fromZero(fields, "train_tokens_per_second"));
    }
    if (fields.has("eval_loss")) {
      Double accuracy = fields.number("eval_accuracy", 0, 1);
      return new Evaluated(
          step(fields),
          epoch(fields),
          anyNumber(fields, "eval_loss"),
          accuracy == null ? Double.NaN : accuracy,
          fromZero(fields, "eval_runtime"),
          fromZero(fields, "eval_samples_per_second"));
    }
    if (fields.has("loss")) {
      return new LoggedStep(
          step(fields),
          epoch(fields),
          anyNumber(fields, "loss"),
          anyNumber(fields, "grad_norm"),
          fromZero(fields, "learning_rate"));
    }
    throw new ModelException(
        where
            + ": has no \"loss\", \"eval_loss\" or \"train_runtime\", so it is no line of a"
            + " training's log");
  }

  private static long step(JsonFields fields) {
    Integer step = fields.integer("step", 0, Integer.MAX_VALUE);
    if (step == null) {
      throw new ModelException(fields.where() + ": has no \"step\"");
    }
    return step;
  }

  private static double epoch(JsonFields fields) {
    double epoch = fromZero(fields, "epoch");
    if (Double.isNaN(epoch)) {
      throw new ModelException(fields.where() + ": has no \"epoch\"");
    }
    return epoch;
  }

  /** A number of any size; NaN if it is absent. */
  private static double anyNumber(JsonFields fields, String name) {
    JsonNode value = fields.field(name);
    if (value == null) {
      return Double.NaN;
    }
    if (!value.isNumber()) {
      throw fields.wrong(name, "a number");
    }
    return value.doubleValue();
  }

  /** A finite number from 0 on; NaN if it is absent. */
  private static double fromZero(JsonFields fields, String name) {
    double number = anyNumber(fields, name);
    if (fields.has(name) && !(number >= 0 && number <= Double.MAX_VALUE)) {
      throw fields.wrong(name, "a number from 0 on");
    }
    return number;
  }

  private static void requirePosition(long step, double epoch) {
    if (step < 0 || !(epoch >= 0) || Double.isInfinite(epoch)) {
      throw new IllegalArgumentException("step " + step + ", epoch " + epoch);
    }
  }

  private static ObjectNode position(LogEntry entry) {
    return JsonFields.newObject().put("step", entry.step()).put("epoch", entry.epoch());
  }

  private static void putKnown(ObjectNode node, String name, double value) {
    if (!Double.isNaN(value)) {
      node.put(name, value);
    }
  }

  private static String text(ObjectNode node) {
    return new String(JsonFields.write(node), StandardCharsets.UTF_8);
  }
}
