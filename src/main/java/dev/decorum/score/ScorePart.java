package dev.decorum.score;

import dev.decorum.read.bytes.InputException;
import dev.decorum.read.bytes.InputFile;
import dev.decorum.read.bytes.InputFiles;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The scores of one run, which are merged with those of others: a score file, or all files of a
 * folder that a cluster wrote.
 *
 * @param name as the user named it
 * @param files its files in their order
 * @param run the run that made it; {@code null} if it has no manifest
 */
public record ScorePart(String name, List<ScoreFile> files, @Nullable RunManifest run) {

  public ScorePart {
    Objects.requireNonNull(name);
    files = List.copyOf(files);
  }

  /** A score file. */
  public ScorePart(String name, Path path, @Nullable RunManifest run) {
    this(name, List.of(new ScoreFile(name, path)), run);
  }

  /**
   * A file of scores.
   *
   * @param name as the user named it
   * @param path its path
   */
  public record ScoreFile(String name, Path path) {
    public ScoreFile {
      Objects.requireNonNull(name);
      Objects.requireNonNull(path);
    }

    /** Whether it looks like a score file, wherever it comes from. */
    boolean isScoreFile() {
      try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
        return ScoreFileReader.isScoreFile(path, in);
      } catch (IOException e) {
        // What is wrong with it is told when it is read.
        return true;
      }
    }

    private Path place() {
      return path.toAbsolutePath().normalize();
    }

    /** Whether a cluster takes it for rows, and not for a note of its own such as _SUCCESS. */
    private boolean hasRows() {
      String fileName = String.valueOf(path.getFileName());
      return !fileName.startsWith("_") && !fileName.startsWith(".");
    }
  }

  /** Whether a cluster wrote it, as a folder of files. */
  boolean isFolder() {
    return RunReport.folderOf(files.get(0).path()).isPresent();
  }

  /**
   * The score file at {@code path} with the manifest beside it.
   *
   * @throws InputException if its manifest cannot be used
   */
  public static ScorePart of(String name, Path path) throws IOException {
    return new ScorePart(name, path, RunReport.manifestBeside(name, path).orElse(null));
  }

  /**
   * Score files with the manifests beside them, in their order. What a cluster wrote into one
   * folder is one part, in the place of the first of its files.
   *
   * @throws InputException if a manifest cannot be used, or speaks of more than the files that are
   *     given of a folder
   */
  public static List<ScorePart> of(List<ScoreFile> files) throws IOException {
    Map<Path, List<ScoreFile>> folders = new HashMap<>();
    for (ScoreFile file : files) {
      RunReport.folderOf(file.path())
          .ifPresent(folder -> folders.computeIfAbsent(folder, any -> new ArrayList<>()).add(file));
    }
    List<ScorePart> parts = new ArrayList<>();
    for (ScoreFile file : files) {
      Optional<Path> folder = RunReport.folderOf(file.path());
      if (folder.isEmpty()) {
        parts.add(of(file.name(), file.path()));
        continue;
      }
      List<ScoreFile> own = folders.remove(folder.get());
      if (own != null) {
        parts.add(of(folder.get(), own));
      }
    }
    return parts;
  }

  private static ScorePart of(Path folder, List<ScoreFile> named) throws IOException {
    ScoreFile first = named.get(0);
    Path typed = first.path().getParent();
    String name = String.valueOf(typed == null ? folder : typed);
    List<ScoreFile> files = named.stream().filter(ScoreFile::hasRows).toList();
    Set<Path> places = new HashSet<>();
    for (ScoreFile file : files) {
      if (!places.add(file.place())) {
        throw new InputException(
            file.name() + ": this file is named twice; name its folder alone, and once");
      }
    }
    List<ScoreFile> all = filesIn(folder);
    long leftOut = all.stream().filter(file -> !places.contains(file.place())).count();
    if (leftOut > 0) {
      throw new InputException(
          name
              + ": this folder has one manifest for the rows of all its files, and "
              + leftOut
              + " of "
              + all.size()
              + (leftOut == 1 ? " is" : " are")
              + " left out; merge the folder as a whole");
    }
    return new ScorePart(
        name, files, RunReport.manifestBeside(first.name(), first.path()).orElse(null));
  }

  /** The files in a folder that a cluster wrote, as far as they are read of folders. */
  private static List<ScoreFile> filesIn(Path folder) {
    List<ScoreFile> files = new ArrayList<>();
    for (InputFile input : InputFiles.files(List.of(folder.toString()))) {
      Path path = input.path();
      if (path != null && RunReport.folderOf(path).filter(folder::equals).isPresent()) {
        files.add(new ScoreFile(input.name(), path));
      }
    }
    return files.stream().filter(ScoreFile::hasRows).toList();
  }
}
