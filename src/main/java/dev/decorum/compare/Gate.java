package dev.decorum.compare;

import java.util.List;

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
    for (PairComparison pair : withFirst(comparison)) {
      Outcome outcome = of(pair.verdict());
      if (outcome == Outcome.FAIL) {
        return outcome;
      }
      worst = outcome == Outcome.INCONCLUSIVE ? outcome : worst;
    }
    return worst;
  }

  /** The candidates, against the first version, to which the whole outcome is due. */
  public List<PairComparison> decisive(Comparison comparison) {
    Outcome outcome = of(comparison);
    return withFirst(comparison).stream().filter(pair -> of(pair.verdict()) == outcome).toList();
  }

  private static List<PairComparison> withFirst(Comparison comparison) {
    String first = comparison.versions().get(0).name();
    return comparison.pairs().stream().filter(pair -> pair.reference().equals(first)).toList();
  }
}
