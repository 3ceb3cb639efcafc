package dev.decorum.cli;

import dev.decorum.run.RunStatus;

/** The exit codes of all commands, as listed in the manual. */
final class ExitCode {
  /** Everything was done. */
  static final int DONE = 0;

  /** Done, but a gate failed or rows were rejected. */
  static final int GATE = 1;

  /** The command line is wrong. */
  static final int USAGE = 2;

  /** An input, an output or a model is unusable. */
  static final int UNUSABLE = 3;

  /** A defect of this program or its libraries. */
  static final int INTERNAL = 4;

  /** A gate asked for a decision, and the data are too few for it. */
  static final int INCONCLUSIVE = 5;

  /** Stopped by the user. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}

  /** The exit code for the status of a run. */
  static int of(RunStatus status) {
    return switch (status) {
      case DONE -> DONE;
      case NOT_PASSED -> GATE;
      case UNDECIDED -> INCONCLUSIVE;
      case INPUT_UNUSABLE -> UNUSABLE;
    };
  }
}
