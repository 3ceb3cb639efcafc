package dev.decorum.cli;

import dev.decorum.report.Plan;
import dev.decorum.report.PlanText;
import dev.decorum.run.RunStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Option;

/** The flag for finding out what a run would do. */
final class DryRunFlags {

  @Option(
      names = "--dry-run",
      description =
          "Only say what would be read, used and written, from a look at the first rows; write"
              + " nothing.")
  private boolean dryRun;

  /** A run that is not made. */
  @FunctionalInterface
  interface Planning {
    Plan plan() throws Exception;
  }

  /** A run. */
  @FunctionalInterface
  interface Running {
    RunStatus run() throws Exception;
  }

  /**
   * Runs, or prints what a run would do.
   *
   * @return the exit code
   */
  int run(Running running, Planning planning, Streams streams) throws Exception {
    return dryRun ? print(planning.plan(), streams) : ExitCode.of(running.run());
  }

  private static int print(Plan plan, Streams streams) throws IOException {
    String text = String.join("\n", PlanText.lines(plan, streams.layout().forReading())) + "\n";
    try (OutputStream out = streams.lasting().pages()) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return plan.isPossible() ? ExitCode.DONE : ExitCode.UNUSABLE;
  }
}
