package dev.decorum.hub;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model in the cache, at one commit.
 *
 * @param repository whose it is
 * @param revisions the names that lead to this commit, sorted; none for an old one
 * @param commit in full
 * @param folder the snapshot with its files
 * @param bytes the size of its files
 * @param weights the form of its weights, such as {@code safetensors}; null without any
 * @param lack what is missing for a model; null if nothing is
 */
public record CachedModel(
    RepositoryId repository,
    List<String> revisions,
    String commit,
    Path folder,
    long bytes,
    @Nullable String weights,
    @Nullable String lack) {

  public CachedModel {
    Objects.requireNonNull(repository);
    Objects.requireNonNull(commit);
    Objects.requireNonNull(folder);
    revisions = List.copyOf(revisions);
  }

  /** What is missing for a model: configuration, weights or tokenizer. */
  public Optional<String> missing() {
    return Optional.ofNullable(lack);
  }
}
