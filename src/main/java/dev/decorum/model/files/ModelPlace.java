package dev.decorum.model.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the model in a subfolder of the given folder, as in caches and in the output of trainers.
 */
final class ModelPlace {
  /** The beginning of the names of repositories' folders in the hub's cache. */
  static final String REPOSITORY = "models--";

  private static final Pattern CHECKPOINT = Pattern.compile("checkpoint-([0-9]{1,15})");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
  private static final int MOST_NAMED = 8;
  private static final int SHORT_COMMIT = 12;

  private ModelPlace() {}

  /**
   * The folder with the model's files.
   *
   * @param notices receives a notice if it is not the given folder
   * @throws ModelException if there are several
   */
  static Path of(Path folder, List<String> notices) {
    if (Files.exists(folder.resolve("config.json"))
        || Files.exists(folder.resolve("adapter_config.json"))) {
      return folder;
    }
    if (Files.isDirectory(folder.resolve("snapshots"))) {
      return snapshot(folder, notices);
    }
    List<Path> repositories = folders(folder, REPOSITORY);
    Path hub = folder.resolve("hub");
    if (repositories.isEmpty() && Files.isDirectory(hub)) {
      repositories = folders(hub, REPOSITORY);
    }
    if (!repositories.isEmpty()) {
      return snapshot(only(folder, repositories, "models"), notices);
    }
    Path last =
        folders(folder, "checkpoint-").stream()
            .filter(each -> step(each) >= 0 && Files.exists(each.resolve("config.json")))
            .max(Comparator.comparingLong(ModelPlace::step))
            .orElse(null);
    if (last != null) {
      notices.add(folder + " holds no model itself; its last checkpoint is taken: " + name(last));
      return last;
    }
    return folder;
  }

  private static Path snapshot(Path repository, List<String> notices) {
    Path snapshots = repository.resolve("snapshots");
    String commit = current(repository);
    Path snapshot = commit == null ? null : snapshots.resolve(commit);
    if (snapshot == null || !Files.isDirectory(snapshot)) {
      List<Path> all = folders(snapshots, "");
      if (all.isEmpty()) {
        throw new ModelException(repository + ": holds no snapshot; download the model again");
      }
      snapshot = only(repository, all, "snapshots, and refs/main names none of them");
    }
    notices.add(
        repository
            + " is a cache of the hub; its snapshot "
            + shortened(name(snapshot))
            + (commit != null && name(snapshot).equals(commit) ? " (refs/main)" : "")
            + " is taken");
    return snapshot;
  }

  /** The commit that {@code refs/main} names. */
  private static @Nullable String current(Path repository) {
    Path ref = repository.resolve("refs").resolve("main");
    if (!Files.isRegularFile(ref)) {
      return null;
    }
    String commit = new String(SmallFile.read(ref, ref, 256), StandardCharsets.UTF_8).strip();
    return COMMIT.matcher(commit).matches() ? commit : null;
  }

  private static Path only(Path folder, List<Path> found, String what) {
    if (found.size() == 1) {
      return found.get(0);
    }
    String names =
        found.stream().limit(MOST_NAMED).map(ModelPlace::name).collect(Collectors.joining(", "));
    throw new ModelException(
        folder
            + ": holds "
            + found.size()
            + " "
            + what
            + " ("
            + names
            + (found.size() > MOST_NAMED ? ", …" : "")
            + "); name the folder of one");
  }

  private static List<Path> folders(Path folder, String prefix) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(each -> name(each).startsWith(prefix) && Files.isDirectory(each))
          .sorted(Comparator.comparing(ModelPlace::name))
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new ModelException(folder + ": cannot be listed: " + e.getMessage(), e);
    }
  }

  private static long step(Path checkpoint) {
    Matcher step = CHECKPOINT.matcher(name(checkpoint));
    return step.matches() ? Long.parseLong(step.group(1)) : -1;
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  private static String shortened(String commit) {
    return COMMIT.matcher(commit).matches() ? commit.substring(0, SHORT_COMMIT) : commit;
  }
}
