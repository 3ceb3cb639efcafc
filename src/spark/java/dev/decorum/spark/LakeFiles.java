package dev.decorum.spark;

import dev.decorum.api.ChatFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The files that inputs stand for, in the file systems of the cluster, by the rules of the command
 * line: in a folder the files that are chats by their names, each file once.
 *
 * @param files in the order of the inputs, those of a folder or pattern sorted by their paths
 * @param twice what was named twice, and is read once
 * @param passedOver the files of folders that are not read
 */
record LakeFiles(List<LakeFile> files, List<String> twice, List<String> passedOver) {
  /**
   * The size of a stretch of inputs, within which chats that begin alike are brought together: some
   * 25,000 rows.
   */
  static final long STRETCH = 64 << 20;

  LakeFiles {
    files = List.copyOf(files);
    twice = List.copyOf(twice);
    passedOver = List.copyOf(passedOver);
  }

  /**
   * Finds the files of some inputs.
   *
   * @param inputs files, folders (with their subfolders) and Hadoop's patterns
   * @throws JobException if an input is missing or holds nothing
   */
  static LakeFiles find(List<String> inputs, Configuration configuration) throws IOException {
    Map<String, Long> found = new LinkedHashMap<>();
    List<String> twice = new ArrayList<>();
    Set<String> passedOver = new HashSet<>();
    for (String input : inputs) {
      TreeMap<String, Long> own = new TreeMap<>();
      find(input, configuration, own, passedOver);
      if (own.isEmpty()) {
        throw new JobException(
            input + ": this holds no file of chats, going by the names of its files");
      }
      own.forEach(
          (path, bytes) -> {
            if (found.putIfAbsent(path, bytes) != null) {
              twice.add(path);
            }
          });
    }
    passedOver.removeAll(found.keySet());
    List<LakeFile> files = new ArrayList<>();
    long before = 0;
    for (Map.Entry<String, Long> file : found.entrySet()) {
      files.add(
          new LakeFile(files.size(), (int) (before / STRETCH), file.getKey(), file.getValue()));
      before += file.getValue();
    }
    return new LakeFiles(files, twice, passedOver.stream().sorted().toList());
  }

  private static void find(
      String input, Configuration configuration, Map<String, Long> found, Set<String> passedOver)
      throws IOException {
    Path path = new Path(input);
    FileSystem system = path.getFileSystem(configuration);
    FileStatus[] matches;
    if (system.exists(path)) {
      // What exists under its literal name is meant literally, even if it looks like a pattern.
      matches = new FileStatus[] {system.getFileStatus(path)};
    } else {
      boolean hidden = path.getName().startsWith(".");
      matches = system.globStatus(path, match -> hidden || !match.getName().startsWith("."));
    }
    if (matches == null || matches.length == 0) {
      throw new JobException(input + ": no such file or folder, and no pattern that matches");
    }
    for (FileStatus match : matches) {
      if (match.isFile()) {
        found.put(match.getPath().toString(), match.getLen());
      } else {
        Map<String, Long> within = new TreeMap<>();
        walk(system, match.getPath(), within, passedOver);
        List<String> names = List.copyOf(within.keySet());
        passedOver.addAll(ChatFiles.passedOver(names));
        // A set, since a list would be searched from its beginning for each file.
        within.keySet().retainAll(Set.copyOf(ChatFiles.chosen(names)));
        found.putAll(within);
      }
    }
  }

  private static void walk(
      FileSystem system, Path folder, Map<String, Long> found, Set<String> passedOver)
      throws IOException {
    for (FileStatus child : system.listStatus(folder)) {
      String name = child.getPath().getName();
      if (name.startsWith(".")) {
        continue;
      }
      if (name.startsWith("_")) {
        // Spark's and others' own notes, such as _SUCCESS and _delta_log.
        passedOver.add(child.getPath().toString());
      } else if (child.isFile()) {
        found.put(child.getPath().toString(), child.getLen());
      } else {
        walk(system, child.getPath(), found, passedOver);
      }
    }
  }

  /** The size of all files together, in bytes. */
  long bytes() {
    return files.stream().mapToLong(LakeFile::bytes).sum();
  }

  /** How many files there are, and how large they are together. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d %s, %,.1f MB",
        files.size(),
        files.size() == 1 ? "file" : "files",
        bytes() / 1e6);
  }
}
