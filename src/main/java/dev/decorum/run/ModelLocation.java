package dev.decorum.run;

import dev.decorum.hub.HubCache;
import dev.decorum.hub.HubSettings;
import dev.decorum.hub.ModelReference;
import dev.decorum.model.files.ModelException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a model is named by: a folder, or {@code OWNER/NAME[@REVISION]} for one of the hub that is
 * in the cache, whoever has put it there. A folder of that name wins. No network is asked.
 *
 * @param text as it was typed
 * @param hub where the cache is
 */
public record ModelLocation(String text, HubSettings hub) {

  /**
   * The folder of the model.
   *
   * @throws ModelException if a repository is named of which there is no model in the cache
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

  /** Says what is there instead, unless {@code text} may as well be meant as a folder's name. */
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

  /** What a pull does, or why it does not. */
  private String pull(String does) {
    String command = "'decorum model pull " + text + "' ";
    return hub.offline()
        .map(variable -> command + "cannot fetch it while " + variable + " is set")
        .orElse(command + does);
  }
}
