package dev.decorum.cli;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where scores and history are kept, and which history it is. */
final class StoreFlags {
  private static final Pattern SERIES = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--store",
      paramLabel = "FILE",
      description =
          "Keep scores and history in FILE, an SQLite database that is made if it is missing. Any"
              + " number of processes may use it at once; it belongs on a local disk.")
  private @Nullable Path store;

  @Option(
      names = "--series",
      paramLabel = "NAME",
      defaultValue = "nightly",
      description =
          "Which of several histories in the store, such as one a platform (default:"
              + " ${DEFAULT-VALUE}).")
  private String series = "nightly";

  Path store() {
    if (store == null) {
      throw new ParameterException(
          command.commandLine(), "Missing required option: '--store=FILE'");
    }
    return store;
  }

  String series() {
    if (!SERIES.matcher(series).matches()) {
      throw new ParameterException(
          command.commandLine(),
          "--series is a name of letters, digits, points, dashes and underscores, not '"
              + series
              + "'");
    }
    return series;
  }

  /** Where an audit keeps what it computed until it is done. */
  Path journal() {
    return store().resolveSibling(store().getFileName() + "." + series() + ".journal");
  }
}
