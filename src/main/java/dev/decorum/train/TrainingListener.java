package dev.decorum.train;

/** Receives the progress of a training. */
public interface TrainingListener {

  /**
   * Receives the progress after an update.
   *
   * @param step the number of updates so far
   * @param steps the number of all updates
   * @param loss the mean loss of the update
   * @param secondsLeft the time that the rest will take by the speed so far; NaN if unknown
   */
  void stepped(long step, long steps, double loss, double secondsLeft);

  /**
   * Receives the progress of an evaluation.
   *
   * @param examples the number of examples so far
   * @param all the number of all examples
   */
  void evaluating(int examples, int all);

  /**
   * Receives an evaluation.
   *
   * @param trainingLoss the last loss in the log; NaN if there is none yet
   * @param isBest whether it is the best so far
   */
  void evaluated(LogEntry.Evaluated evaluation, double trainingLoss, boolean isBest);
}
