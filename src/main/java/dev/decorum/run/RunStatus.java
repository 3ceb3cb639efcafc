package dev.decorum.run;

/** The status of a run that was neither interrupted nor failed with an exception. */
public enum RunStatus {
  /** Everything was done. */
  DONE,
  /** Done, but rows were rejected or a condition does not hold. */
  NOT_PASSED,
  /** Done, but the data are too few for the decision that was asked for. */
  UNDECIDED,
  /** An input could not be read to its end. */
  INPUT_UNUSABLE
}
