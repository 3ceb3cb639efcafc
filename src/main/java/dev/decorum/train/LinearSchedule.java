package dev.decorum.train;

/**
 * The learning rate of Hugging Face's {@code get_linear_schedule_with_warmup}: it grows from 0 to
 * its peak, and falls to 0 at the end.
 *
 * @param peak the highest rate, above 0
 * @param warmupSteps the number of updates until then, at least 0
 * @param steps the number of all updates, at least 1
 */
public record LinearSchedule(double peak, long warmupSteps, long steps) {

  public LinearSchedule {
    if (!(peak > 0) || warmupSteps < 0 || steps < 1) {
      throw new IllegalArgumentException(peak + ", " + warmupSteps + " of " + steps);
    }
  }

  /**
   * The rate of an update.
   *
   * @param done the number of updates before it, from 0
   */
  public double rate(long done) {
    if (done < warmupSteps) {
      return peak * done / Math.max(1, warmupSteps);
    }
    return peak * Math.max(0, (double) (steps - done) / Math.max(1, steps - warmupSteps));
  }
}
