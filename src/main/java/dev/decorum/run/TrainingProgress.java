package dev.decorum.run;

import dev.decorum.report.NumberFormat;
import dev.decorum.train.LogEntry;
import dev.decorum.train.TrainingListener;
import java.util.Locale;

/** Shows the progress of a training, and its evaluations as the table of a model card. */
final class TrainingProgress implements TrainingListener {
  private final RunListener listener;
  private boolean begun;
  private double share;

  TrainingProgress(RunListener listener) {
    this.listener = listener;
  }

  @Override
  public void stepped(long step, long steps, double loss, double secondsLeft) {
    share = (double) step / steps;
    listener.progress(
        share,
        String.format(Locale.ROOT, "step %,d of %,d", step, steps),
        NumberFormat.SECONDS.text(secondsLeft) + " left",
        String.format(Locale.ROOT, "loss %.4f", loss));
  }

  @Override
  public void evaluating(int examples, int all) {
    listener.progress(share, String.format(Locale.ROOT, "evaluating, %,d of %,d", examples, all));
  }

  @Override
  public void evaluated(LogEntry.Evaluated evaluation, double trainingLoss, boolean isBest) {
    if (!begun) {
      listener.line("Training Loss   Epoch      Step   Validation Loss   Accuracy");
      begun = true;
    }
    listener.line(
        String.format(
            Locale.ROOT,
            "%13s  %6.2f  %8d  %16.4f  %9.4f%s",
            Double.isNaN(trainingLoss)
                ? "no log"
                : String.format(Locale.ROOT, "%.4f", trainingLoss),
            evaluation.epoch(),
            evaluation.step(),
            evaluation.loss(),
            evaluation.accuracy(),
            isBest ? "  best so far" : ""));
  }
}
