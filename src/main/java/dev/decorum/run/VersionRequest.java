package dev.decorum.run;

import dev.decorum.compare.ComparisonOptions.Pairing;
import dev.decorum.failure.UsageException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/**
 * The names of versions, the pairing of their rows, and whether they may differ in model or window.
 *
 * @param names the names in the order of the inputs; empty for default names
 * @param allowMismatch whether their models, formatters and windows may differ
 */
public record VersionRequest(List<String> names, Pairing pairing, boolean allowMismatch) {
  public VersionRequest {
    names = List.copyOf(names);
    Objects.requireNonNull(pairing);
    if (new HashSet<>(names).size() < names.size()) {
      throw new UsageException("--names has the same name twice");
    }
  }

  /** Refuses names that do not fit the inputs. */
  void requireFit(List<String> inputs) {
    if (!names.isEmpty() && names.size() != inputs.size()) {
      throw new UsageException(
          "--names has " + names.size() + " names for " + inputs.size() + " inputs");
    }
  }
}
