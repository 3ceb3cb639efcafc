package dev.decorum.hub;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A model that is in the cache now.
 *
 * @param folder its files
 * @param commit which commit they are of
 * @param files how many files were fetched; 0 if all were here already
 * @param bytes how many bytes came over the network for them
 * @param isConfirmed whether the hub was asked; if it may not be, what is here was taken
 */
public record PulledModel(Path folder, String commit, int files, long bytes, boolean isConfirmed) {
  public PulledModel {
    Objects.requireNonNull(folder);
    Objects.requireNonNull(commit);
  }
}
