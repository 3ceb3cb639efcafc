package dev.decorum.cli;

import dev.decorum.failure.UsageException;
import dev.decorum.run.HistoryRequest;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags for the store and the history within it. */
final class StoreFlags {
  @Option(
      names = "--store",
      paramLabel = "FILE",
      description =
          "Keep scores and history in FILE, an SQLite database, created if it is missing. Any"
              + " number of processes may use it at once; put it on a local disk.")
  private @Nullable Path store;

  @Option(
      names = "--series",
      paramLabel = "NAME",
      defaultValue = HistoryRequest.USUAL,
      description =
          "The name of the history in the store, for example one per platform (default:"
              + " ${DEFAULT-VALUE}).")
  private String series = HistoryRequest.USUAL;

  HistoryRequest request() {
    if (store == null) {
      throw new UsageException("a store is needed: --store FILE, such as --store audits.db");
    }
    return new HistoryRequest(store, series);
  }
}
