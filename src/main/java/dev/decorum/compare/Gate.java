package dev.decorum.compare;

/** When a shell script should stop: what a verdict on a candidate means to a gate. */
public enum Gate {
  /** The candidate must not be worse by more than the margin. */
  WORSE,
  /** The candidate has to be better. */
  NOT_BETTER;

  /** What comes of a gate. */
  public enum Outcome {
    PASS,
    FAIL,
    INCONCLUSIVE
  }

  /** What {@code verdict} means. */
  public Outcome of(Verdict verdict) {
    return switch (verdict) {
      case BETTER -> Outcome.PASS;
      case WORSE -> Outcome.FAIL;
      case EQUIVALENT -> this == WORSE ? Outcome.PASS : Outcome.FAIL;
      case NOT_WORSE -> this == WORSE ? Outcome.PASS : Outcome.INCONCLUSIVE;
      case NOT_BETTER -> this == WORSE ? Outcome.INCONCLUSIVE : Outcome.FAIL;
      case INCONCLUSIVE -> Outcome.INCONCLUSIVE;
    };
  }

  /** What comes of every candidate against the first version: one failure fails them all. */
  public Outcome of(Comparison comparison) {
    Outcome worst = Outcome.PASS;
    for (PairComparison pair : comparison.pairs()) {
      if (pair.reference().equals(comparison.versions().get(0).name())) {
        Outcome outcome = of(pair.verdict());
        if (outcome == Outcome.FAIL) {
          return outcome;
        }
        worst = outcome == Outcome.INCONCLUSIVE ? outcome : worst;
      }
    }
    return worst;
  }
}
