package dev.decorum.cli;

import dev.decorum.score.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The files that a command is going to write. */
final class OutputTargets {
  private OutputTargets() {}

  /** Refuses to write over an input or the manifest beside it, or two things into one file. */
  static void check(CommandLine command, List<String> inputs, @Nullable Path... targets)
      throws IOException {
    List<Path> seen = new ArrayList<>();
    for (Path target : targets) {
      if (target == null || isDevice(target)) {
        continue;
      }
      Path absolute = target.toAbsolutePath().normalize();
      if (seen.contains(absolute)) {
        throw new ParameterException(command, "two outputs would be written to '" + target + "'");
      }
      seen.add(absolute);
      for (String input : inputs) {
        if (!input.equals("-")
            && (isSame(target, Path.of(input))
                || isSame(target, RunReport.beside(Path.of(input))))) {
          throw new ParameterException(
              command, "'" + target + "' is an input; it would be overwritten");
        }
      }
    }
  }

  private static boolean isSame(Path target, Path input) throws IOException {
    return Files.exists(target) && Files.exists(input) && Files.isSameFile(target, input);
  }

  private static boolean isDevice(Path path) {
    return Files.exists(path) && !Files.isRegularFile(path);
  }
}
