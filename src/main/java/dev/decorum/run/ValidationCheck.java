package dev.decorum.run;

import dev.decorum.conversation.Label;
import dev.decorum.pipeline.RowSink;
import dev.decorum.score.ConversationScore;
import dev.decorum.train.MixedPrecision;
import dev.decorum.train.TrainerState;
import dev.decorum.train.Training;
import dev.decorum.train.TrainingException;
import java.io.IOException;
import java.util.Locale;

/**
 * Passes the scores of the validation data on, and finds out whether they are of the same data and
 * the same model as the evaluation during the training: the data are read a second time, and may
 * have been changed meanwhile.
 */
final class ValidationCheck extends PassingSink {
  /** Two engines may differ by so much, relative to a loss above 1. */
  private static final double TOLERANCE = 1e-4;

  /** The same for evaluations with 8 bits of precision. */
  private static final double MIXED_TOLERANCE = 0.05;

  private final TrainingData data;
  private double loss;
  private long rows;
  private boolean others;

  ValidationCheck(TrainingData data, RowSink scores) {
    super(scores);
    this.data = data;
  }

  @Override
  public void score(ConversationScore score) throws IOException {
    Label label = score.context().label();
    others |= label == null || !data.isValidation(score.windowSha256(), label);
    rows++;
    boolean good = label == Label.APPROPRIATE;
    double right = good ? score.logitAppropriate() : score.logitInappropriate();
    double wrong = good ? score.logitInappropriate() : score.logitAppropriate();
    double margin = wrong - right;
    loss += Math.max(0, margin) + Math.log1p(Math.exp(-Math.abs(margin)));
    super.score(score);
  }

  /**
   * Makes sure that data and loss are those of an evaluation.
   *
   * @throws TrainingException if they are not
   */
  void requireSame(TrainerState.Best best, MixedPrecision precision) {
    if (others || rows != data.validation().size()) {
      throw new TrainingException(
          "the validation data were changed while the training ran, so "
              + Training.VALIDATION_SCORES
              + " cannot be written; put back what was there");
    }
    double mean = loss / rows;
    double tolerance = precision == MixedPrecision.NONE ? TOLERANCE : MIXED_TOLERANCE;
    if (!(Math.abs(mean - best.loss()) <= tolerance * Math.max(1, best.loss()))) {
      throw new TrainingException(
          String.format(
              Locale.ROOT,
              "the best checkpoint, that of step %,d, has a validation loss of %.6f now, but had %.6f"
                  + " in the training; its files or this computer may be damaged",
              best.step(),
              mean,
              best.loss()));
    }
  }
}
