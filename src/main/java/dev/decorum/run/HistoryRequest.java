package dev.decorum.run;

import dev.decorum.failure.UsageException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The store and the series within it.
 *
 * @param store an SQLite file
 * @param series the name of the series
 */
public record HistoryRequest(Path store, String series) {
  /** The series of a store that was not named. */
  public static final String USUAL = "nightly";

  private static final Pattern SERIES = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  public HistoryRequest {
    Objects.requireNonNull(store);
    if (!SERIES.matcher(series).matches()) {
      throw new UsageException(
          "--series must be a name of letters, digits, points, dashes and underscores, not '"
              + series
              + "'");
    }
  }

  /** The options that name the store and the series on a command line. */
  String options() {
    String path = store.toString();
    boolean isPlain = path.matches("[A-Za-z0-9_./-]+");
    return "--store "
        + (isPlain ? path : "'" + path.replace("'", "'\\''") + "'")
        + (series.equals(USUAL) ? "" : " --series " + series);
  }

  /** The journal of an audit, kept until the audit has ended. */
  Path journal() {
    return store.resolveSibling(store.getFileName() + "." + series + ".journal");
  }
}
