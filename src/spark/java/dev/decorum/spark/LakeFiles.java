package dev.decorum.spark;

import dev.decorum.failure.UsageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Finds the files that inputs stand for, in the file systems of the cluster. */
final class LakeFiles {
  /**
   * The size of a stretch of inputs, within which chats that begin alike are brought together: some
   * 25,000 rows.
   */
  static final long STRETCH = 64 << 20;

  private LakeFiles() {}

  /**
   * The files of some inputs, those of a folder or pattern sorted by their paths.
   *
   * @param inputs files, folders (with their subfolders) and Hadoop's patterns
   * @throws UsageException if an input is missing or holds nothing
   */
  static List<LakeFile> find(List<String> inputs, Configuration configuration) throws IOException {
    List<LakeFile> files = new ArrayList<>();
    long before = 0;
    for (String input : inputs) {
      Path path = new Path(input);
      FileSystem system = path.getFileSystem(configuration);
      FileStatus[] matches = system.globStatus(path);
      if (matches == null || matches.length == 0) {
        throw new UsageException(input + ": no such file or folder, and no pattern that matches");
      }
      List<FileStatus> found = new ArrayList<>();
      for (FileStatus match : matches) {
        walk(system, match, found);
      }
      if (found.isEmpty()) {
        throw new UsageException(input + ": the folder holds no file");
      }
      found.sort(Comparator.comparing(file -> file.getPath().toString()));
      for (FileStatus file : found) {
        files.add(
            new LakeFile(
                files.size(), (int) (before / STRETCH), file.getPath().toString(), file.getLen()));
        before += file.getLen();
      }
    }
    return files;
  }

  private static void walk(FileSystem system, FileStatus entry, List<FileStatus> found)
      throws IOException {
    if (entry.isFile()) {
      found.add(entry);
      return;
    }
    for (FileStatus child : system.listStatus(entry.getPath())) {
      if (!isHidden(child.getPath())) {
        walk(system, child, found);
      }
    }
  }

  /** As Spark does: checksums, marks of success and what is still being written. */
  private static boolean isHidden(Path path) {
    return path.getName().startsWith(".") || path.getName().startsWith("_");
  }
}
