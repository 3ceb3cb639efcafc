package dev.decorum.run;

/** How a run ended that ended by itself. */
public enum RunStatus {
  /** Everything was done. */
  DONE,
  /** It was done, but rows were rejected, or a condition that was to be checked does not hold. */
  NOT_PASSED,
  /** It was done, and the data are too few for the decision that was asked for. */
  UNDECIDED,
  /** An input could not be used, or not to its end. */
  INPUT_UNUSABLE
}
