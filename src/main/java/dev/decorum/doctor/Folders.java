package dev.decorum.doctor;

import dev.decorum.disk.UserCache;
import dev.decorum.disk.UserFolders;
import dev.decorum.hub.HubCache;
import dev.decorum.hub.HubSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** Folders that files are kept in. */
final class Folders {
  private static final long LITTLE_ROOM = 256L << 20;

  private Folders() {}

  static Symptom temporary() {
    return temporary(Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
  }

  static Symptom temporary(Path folder) {
    String remedy = "export DECORUM_OPTS=-Djava.io.tmpdir=FOLDER";
    if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
      return Symptom.problem("temporary files", folder + " cannot be written to", remedy);
    }
    try {
      long room = Files.getFileStore(folder).getUsableSpace();
      String text = folder + ", with " + Hardware.size(room) + " free";
      return room < LITTLE_ROOM
          ? Symptom.note("temporary files", text + "; large inputs are sorted there", remedy)
          : Symptom.ok("temporary files", text);
    } catch (IOException e) {
      return Symptom.ok("temporary files", folder.toString());
    }
  }

  /** Decorum's own cache. */
  static Symptom cache(Map<String, String> environment) {
    Path wanted = UserFolders.cache(environment).orElse(null);
    UserCache cache = UserCache.open(wanted);
    if (wanted == null || cache.setback().isPresent()) {
      return Symptom.note(
          "cache",
          cache.setback().orElse("there is none")
              + "; native libraries and integer forms are made again for every run",
          "export DECORUM_CACHE_DIR=FOLDER, to which only you can write");
    }
    if (!Files.isWritable(wanted)) {
      return Symptom.note(
          "cache",
          wanted + " cannot be written to; what is not in it yet is made again for every run",
          "export DECORUM_CACHE_DIR=FOLDER, to which only you can write");
    }
    return Symptom.ok("cache", wanted + ", " + Hardware.size(size(wanted)));
  }

  private static long size(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }

  /** Models that were pulled, whose files Python uses as well. */
  static Symptom hub(Map<String, String> environment) {
    HubCache cache = new HubSettings(environment).cache();
    int models = cache.models().size();
    return Symptom.ok(
        "models of the hub",
        models == 0
            ? "none in " + cache.root() + " (decorum model pull OWNER/NAME fetches one)"
            : models + " in " + cache.root() + " (decorum model list)");
  }
}
