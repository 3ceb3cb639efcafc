package dev.decorum.model.files;

import dev.decorum.disk.FailureReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The files of a model in the state in which they were opened. Manifests certify results by the
 * hashes of these files, so results are valid only while the files do not change. Thread-safe.
 */
public final class WatchedFiles {
  /** The names of large files in the hub's cache. */
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

  private final Map<Path, FileState> states = new ConcurrentHashMap<>();
  private final Map<Path, String> hashes = new ConcurrentHashMap<>();

  /**
   * Starts to watch a file before it is read; does nothing for a file that is watched already.
   *
   * @param file its real path
   */
  public void add(Path file) {
    states.computeIfAbsent(file, WatchedFiles::state);
  }

  private static FileState state(Path file) {
    try {
      return FileState.of(file);
    } catch (IOException e) {
      throw new ModelException(file + ": cannot be read: " + FailureReason.of(e), e);
    }
  }

  /**
   * SHA-256 in hexadecimal of files, by name.
   *
   * @param files the names, and the real paths of files that are watched
   * @throws ModelException if one of them has changed, or is not what the hub delivered
   */
  public Map<String, String> sha256(Map<String, Path> files) {
    Map<String, String> found = new TreeMap<>();
    files.forEach((name, file) -> found.put(name, hashes.computeIfAbsent(file, this::hashAsItWas)));
    return found;
  }

  private String hashAsItWas(Path file) {
    String hash = Sha256.of(file);
    if (!state(file).equals(states.get(file))) {
      throw changed(file);
    }
    String name = String.valueOf(file.getFileName());
    if (file.endsWith(Path.of("blobs", name))
        && SHA_256.matcher(name).matches()
        && !name.equals(hash)) {
      throw new ModelException(
          file
              + ": is damaged: a file of the hub's cache is called by its SHA-256, and this one's is "
              + hash
              + "; remove it, and fetch the model again");
    }
    return hash;
  }

  /**
   * Makes sure that files have not changed since they were opened. Takes some microseconds for
   * each; only a file whose attributes have changed is read, if its hash is known.
   *
   * @param files real paths of files that are watched
   * @throws ModelException if one of them has changed or is missing
   */
  public void requireUnchanged(Iterable<Path> files) {
    for (Path file : files) {
      FileState now = state(file);
      if (!now.equals(states.get(file))) {
        requireSameContent(file, now);
      }
    }
  }

  /**
   * Makes sure that the content is the same: new links, other permissions or a copy of itself are
   * no change.
   */
  private synchronized void requireSameContent(Path file, FileState now) {
    String hash = hashes.get(file);
    if (hash == null || !Sha256.of(file).equals(hash) || !state(file).equals(now)) {
      throw changed(file);
    }
    states.put(file, now);
  }

  private static ModelException changed(Path file) {
    return new ModelException(
        file
            + ": was changed while the model was in use; what was computed since is discarded."
            + " Start again with the model as it is now, and put new weights into a folder of their"
            + " own");
  }
}
