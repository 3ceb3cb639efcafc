package dev.decorum.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.evaluate.Evaluation;
import dev.decorum.train.LogEntry;
import dev.decorum.train.Training;
import dev.decorum.train.TrainingSummary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A training as JSON, with all digits of every number. */
public final class TrainingJson {
  private TrainingJson() {}

  /**
   * One indented object.
   *
   * @param evaluation the evaluation of the best checkpoint on the validation rows; {@code null} if
   *     it was not scored
   * @param sources where its scores came from
   */
  public static String text(
      Training training, @Nullable Evaluation evaluation, List<ScoreSource> sources) {
    ObjectNode tree = ReportJson.object();
    tree.put("name", training.name());
    tree.put("finished", training.isFinished());
    tree.put("steps", training.log().lastStep());
    tree.put("epochs", training.log().lastEpoch());
    LogEntry.Finished end = training.log().end();
    if (end == null) {
      tree.putNull("end");
    } else {
      ObjectNode node = position(tree.putObject("end"), end);
      ReportJson.put(node, "train_loss", end.loss());
      ReportJson.put(node, "train_runtime", end.seconds());
      ReportJson.put(node, "train_samples_per_second", end.rowsPerSecond());
      ReportJson.put(node, "train_steps_per_second", end.stepsPerSecond());
    }
    training
        .best()
        .ifPresentOrElse(best -> put(tree.putObject("best"), best), () -> tree.putNull("best"));
    ArrayNode evaluations = tree.putArray("evaluations");
    for (LogEntry.Evaluated each : training.log().evaluations()) {
      ObjectNode node = evaluations.addObject();
      put(node, each);
      ReportJson.put(
          node,
          "loss",
          training.log().loggedBy(each.step()).map(LogEntry.LoggedStep::loss).orElse(Double.NaN));
    }
    ArrayNode steps = tree.putArray("log");
    for (LogEntry.LoggedStep each : training.log().steps()) {
      ObjectNode node = position(steps.addObject(), each);
      ReportJson.put(node, "loss", each.loss());
      ReportJson.put(node, "grad_norm", each.gradNorm());
      ReportJson.put(node, "learning_rate", each.learningRate());
    }
    TrainingSummary summary = training.summary();
    if (summary == null) {
      tree.putNull("training");
    } else {
      tree.set("training", summary.toJson());
    }
    if (evaluation == null) {
      tree.putNull("evaluation");
    } else {
      tree.set("evaluation", EvaluationJson.tree(evaluation, sources, List.of()));
    }
    return ReportJson.text(tree);
  }

  private static ObjectNode position(ObjectNode node, LogEntry entry) {
    return node.put("step", entry.step()).put("epoch", entry.epoch());
  }

  private static void put(ObjectNode node, LogEntry.Evaluated evaluated) {
    position(node, evaluated);
    ReportJson.put(node, "eval_loss", evaluated.loss());
    ReportJson.put(node, "eval_accuracy", evaluated.accuracy());
    ReportJson.put(node, "eval_runtime", evaluated.seconds());
    ReportJson.put(node, "eval_samples_per_second", evaluated.rowsPerSecond());
  }
}
