package dev.decorum.hub;

import dev.decorum.model.files.ModelException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The name of a model: a folder, or {@code OWNER/NAME[@REVISION]} for a model of the hub that some
 * program has put into the cache. A folder of that name takes precedence. The network is not used.
 *
 * @param text the name as typed
 * @param hub the settings that locate the cache
 */
public record ModelLocation(String text, HubSettings hub) {

  /**
   * The folder of the model.
   *
   * @throws ModelException if {@code text} names a repository without a model in the cache
   */
  public Path folder() {
    if (text.isEmpty()) {
      throw new ModelException("the name of the model is empty");
    }
    Path path;
    try {
      path = Path.of(text);
    } catch (InvalidPathException e) {
      throw new ModelException("\"" + text + "\" is not the name of a folder", e);
    }
    if (Files.exists(path)) {
      return path;
    }
    return ModelReference.parse(text).flatMap(this::inCache).orElse(path);
  }

  private Optional<Path> inCache(ModelReference reference) {
    HubCache cache = hub.cache();
    Optional<Path> snapshot = cache.snapshot(reference);
    if (snapshot.isEmpty()) {
      refuse(reference, cache);
      return snapshot;
    }
    Optional<String> missing = HubCache.missing(snapshot.get());
    if (missing.isPresent()) {
      throw new ModelException(
          text
              + ": is in the cache of the Hugging Face hub, but incomplete: "
              + missing.get()
              + " ("
              + snapshot.get()
              + "); "
              + pull("fetches what the hub has"));
    }
    return snapshot;
  }

  /** Reports what the cache holds instead, unless {@code text} may be meant as a folder. */
  private void refuse(ModelReference reference, HubCache cache) {
    List<String> others =
        cache.wholeCommits(reference.repository()).stream()
            .map(commit -> reference.repository() + "@" + commit)
            .toList();
    if (!others.isEmpty()) {
      throw new ModelException(
          text
              + ": no such folder, and the cache of the Hugging Face hub, "
              + cache.root()
              + ", has no files of its revision "
              + reference.revision()
              + "; what is there can be named "
              + String.join(" or ", others)
              + "; "
              + pull("would fetch " + reference.revision()));
    }
    if (reference.repository().hasOwner()) {
      throw new ModelException(
          text
              + ": no such folder, and no such model in the cache of the Hugging Face hub, "
              + cache.root()
              + "; "
              + pull("would fetch it, if that is its name on the hub"));
    }
  }

  /** What {@code pull} would do, or why it cannot. */
  private String pull(String does) {
    String command = "'decorum model pull " + text + "' ";
    return hub.offline()
        .map(variable -> command + "cannot fetch it while " + variable + " is set")
        .orElse(command + does);
  }
}
