package dev.decorum.run;

import dev.decorum.disk.AtomicFile;
import dev.decorum.disk.OutputException;
import dev.decorum.failure.UsageException;
import dev.decorum.score.RunReport;
import dev.decorum.store.DatabaseFiles;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks, before a run starts, that it will neither overwrite a file that it reads nor write two
 * outputs to one file. It knows all files of the run, those beside its outputs included, and
 * identifies them by their file keys, so links make no difference.
 */
final class TouchedFiles {

  /** A model has a handful of files; the search of a larger folder is cut off here. */
  private static final int MOST_MODEL_FILES = 1_000;

  /**
   * The replacement for bytes that cannot be decoded; different names with it could look the same.
   */
  private static final char UNDECODABLE = '\ufffd';

  /** A graph may be in a subfolder of the model's. */
  private static final int MODEL_DEPTH = 2;

  /**
   * A file that will be written.
   *
   * @param path where the file is or will be
   * @param beside the output that the file accompanies; {@code null} for a file named by the user
   */
  private record Target(Path path, @Nullable Path beside) {

    @Override
    public String toString() {
      return beside == null
          ? "'" + path + "'"
          : "'" + path + "', which belongs to '" + beside + "'";
    }
  }

  private final List<Path> read = new ArrayList<>();
  private final List<Path> named = new ArrayList<>();
  private final List<Target> written = new ArrayList<>();
  private final List<Path> replaced = new ArrayList<>();
  private final List<Path> folders = new ArrayList<>();
  private final List<Path> searched = new ArrayList<>();

  private TouchedFiles(RunContext context) {
    read.addAll(context.alsoRead());
  }

  /** Starts with the files that the request was read from. */
  static TouchedFiles of(RunContext context) {
    return new TouchedFiles(context);
  }

  /** Adds inputs, and manifests that may be beside them. */
  TouchedFiles reading(List<String> files) {
    for (String file : files) {
      if (!file.equals("-")) {
        read.add(Path.of(file));
        read.add(RunReport.beside(Path.of(file)));
        named.add(Path.of(file));
      }
    }
    return this;
  }

  /** Adds those inputs that are folders, all of whose files are read. */
  TouchedFiles searching(List<String> inputs) {
    // Not by paths, which cannot have the characters of every pattern.
    inputs.stream()
        .map(File::new)
        .filter(File::isDirectory)
        .map(File::toPath)
        .forEach(searched::add);
    return this;
  }

  /** Adds the files of the model. */
  TouchedFiles reading(ModelRequest model) throws IOException {
    Path folder = model.folder().filter(Files::isDirectory).orElse(null);
    if (folder != null) {
      named.add(folder);
      try (Stream<Path> files = Files.walk(folder.toRealPath(), MODEL_DEPTH)) {
        files.filter(Files::isRegularFile).limit(MOST_MODEL_FILES).forEach(read::add);
      } catch (UncheckedIOException e) {
        // Folders that cannot be listed are not part of the model.
      }
    }
    return this;
  }

  /** Adds the file of the formatter. */
  TouchedFiles reading(WindowRequest window) {
    window.formatterFile().ifPresent(read::add);
    window.formatterFile().ifPresent(named::add);
    return this;
  }

  /** Adds all files that scoring reads, and its rejects. */
  TouchedFiles of(ScoringRequest scoring) throws IOException {
    return reading(scoring, scoring.input().files()).writing(scoring.rejects().file());
  }

  /**
   * Adds all files that scoring reads.
   *
   * @param inputs the files behind its inputs
   */
  TouchedFiles reading(ScoringRequest scoring, List<String> inputs) throws IOException {
    return reading(inputs).reading(scoring.model()).reading(scoring.window());
  }

  /** Adds the calibration of an output. */
  TouchedFiles reading(OutputRequest output) {
    Path calibration = output.calibration();
    return calibration == null ? this : reading(List.of(calibration.toString()));
  }

  /** Adds output files without companions; {@code null} stands for none. */
  TouchedFiles writing(@Nullable Path... files) {
    for (Path file : files) {
      if (file != null) {
        written.add(new Target(file, null));
        replaced.add(file);
      }
    }
    return this;
  }

  /** Adds a folder whose files are written, and in which others are removed. */
  TouchedFiles writingInto(Path folder) {
    folders.add(folder);
    return this;
  }

  /** Adds a score file with its manifest; {@code null} stands for none. */
  TouchedFiles scores(@Nullable Path file) throws IOException {
    if (file != null) {
      writing(file);
      if (AtomicFile.isReplaceable(file)) {
        Path report = RunReport.beside(file);
        written.add(new Target(report, file));
        RunReport.requireReplaceable(report);
        requireExpendable(
            report,
            Files.exists(report) ? report.toRealPath().resolveSibling(file.getFileName()) : null);
      }
    }
    return this;
  }

  /** Adds a journal; {@code null} stands for none. */
  TouchedFiles journal(@Nullable Path file, @Nullable Path of) {
    if (file != null) {
      written.add(new Target(file, of));
    }
    return this;
  }

  /** Adds a store and the files that SQLite keeps beside it; {@code null} stands for none. */
  TouchedFiles store(@Nullable Path file) {
    if (file != null) {
      written.add(new Target(file, null));
      for (String ending : List.of("-wal", "-shm", "-journal", ".lock")) {
        written.add(new Target(DatabaseFiles.beside(file, ending), file));
      }
    }
    return this;
  }

  /**
   * Checks the files against each other, and makes sure that the outputs can be written.
   *
   * @throws UsageException if an output is an input or another output
   * @throws IOException if an output cannot be written
   */
  void check() throws IOException {
    Map<Object, Path> inputs = new HashMap<>();
    for (Path input : read) {
      if (Files.isRegularFile(input)) {
        inputs.put(identity(input), input);
      }
    }
    for (Path folder : folders) {
      requireNoneIn(folder);
    }
    Map<Object, Target> targets = new HashMap<>();
    for (Target target : written) {
      if (!AtomicFile.isReplaceable(target.path())) {
        continue;
      }
      Object identity = identity(target.path());
      if (inputs.containsKey(identity)) {
        throw new UsageException(target + " is an input; it would be overwritten");
      }
      Target other = targets.putIfAbsent(identity, target);
      if (other != null) {
        throw new UsageException(
            "two outputs would be written to one file: " + other + " and " + target);
      }
    }
    for (Path file : replaced) {
      requireExpendable(file, null);
      AtomicFile.requireWritable(file);
    }
  }

  /** Refuses a folder in which there is an input, or which is in one or is one. */
  private void requireNoneIn(Path folder) throws IOException {
    Path place = place(folder);
    for (Path input : searched) {
      if (place.startsWith(input.toRealPath())) {
        throw new UsageException(
            "'"
                + folder
                + "' lies in the input folder '"
                + input
                + "', all of whose files are read; choose a place outside of it");
      }
    }
    for (Path input : named) {
      Path parent = input.toAbsolutePath().getParent();
      if (Files.exists(input)
          && (input.toRealPath().startsWith(place)
              || (parent != null && parent.toRealPath().startsWith(place)))) {
        throw new UsageException(
            "'" + folder + "' is written; the input '" + input + "' must not lie in it");
      }
    }
  }

  /**
   * Refuses to overwrite files that would be missed, but not those of an earlier run.
   *
   * @param ownScores the scores that this run writes next to the file; {@code null} for none
   */
  private static void requireExpendable(Path named, @Nullable Path ownScores) throws IOException {
    if (named.toString().indexOf(UNDECODABLE) >= 0) {
      throw new OutputException(
          named
              + ": the name holds bytes that are not text here; choose another name, or set"
              + " LANG=C.UTF-8");
    }
    Path file = Files.exists(named) ? named.toRealPath() : named;
    if (DatabaseFiles.isDatabase(file)) {
      throw new OutputException(
          named
              + ": is a SQLite database, which would be lost; choose another name for the output");
    }
    Optional<Path> scores = RunReport.scoresOf(file);
    if (scores.isPresent() && !scores.get().equals(ownScores)) {
      throw new OutputException(
          named
              + ": is the manifest of "
              + scores.get()
              + ", which would be lost; choose another name for the output");
    }
  }

  /** The identity of a file; for a file that does not exist yet, the path where it would be. */
  private static Object identity(Path path) throws IOException {
    if (Files.exists(path)) {
      Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
      if (key != null) {
        return key;
      }
    }
    return place(path);
  }

  /** Where a file or folder really is, or would be. */
  private static Path place(Path path) throws IOException {
    Path place = path.toAbsolutePath();
    if (Files.exists(place)) {
      return place.toRealPath();
    }
    if (Files.isSymbolicLink(place)) {
      throw new OutputException(
          path + ": is a link to " + Files.readSymbolicLink(place) + ", which does not exist");
    }
    Path folder = place.getParent();
    return folder == null || !Files.exists(folder)
        ? place.normalize()
        : folder.toRealPath().resolve(place.getFileName());
  }
}
