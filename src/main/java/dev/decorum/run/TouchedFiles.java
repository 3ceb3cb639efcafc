package dev.decorum.run;

import dev.decorum.disk.AtomicFile;
import dev.decorum.disk.OutputException;
import dev.decorum.failure.UsageException;
import dev.decorum.score.RunReport;
import dev.decorum.store.DatabaseFiles;
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
 * All files that a run is going to touch, those beside its outputs too, held against each other
 * before it starts: nothing is written over what it reads, and no two things into one file. Files
 * are told apart by what they are, whatever links lead to them.
 */
final class TouchedFiles {

  /** A model has a handful of files; a folder with more is not looked through. */
  private static final int MOST_MODEL_FILES = 1_000;

  /** What Java makes of bytes that are no text: names that have them could not be told apart. */
  private static final char UNDECODABLE = '\ufffd';

  /** A graph may lie in a folder of its own within the model's. */
  private static final int MODEL_DEPTH = 2;

  /**
   * A file that will be written.
   *
   * @param path where it lies or will lie
   * @param beside which output it belongs to; {@code null} for one that was named itself
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
  private final List<Target> written = new ArrayList<>();
  private final List<Path> replaced = new ArrayList<>();

  private TouchedFiles(RunContext context) {
    read.addAll(context.alsoRead());
  }

  /** Those that decided the request of a run are read, whatever else is. */
  static TouchedFiles of(RunContext context) {
    return new TouchedFiles(context);
  }

  /** Adds inputs, and the manifests that may lie beside them. */
  TouchedFiles reading(List<String> files) {
    for (String file : files) {
      if (!file.equals("-")) {
        read.add(Path.of(file));
        read.add(RunReport.beside(Path.of(file)));
      }
    }
    return this;
  }

  /** Adds what the model is made of. */
  TouchedFiles reading(ModelRequest model) throws IOException {
    Path folder = model.folder().filter(Files::isDirectory).orElse(null);
    if (folder != null) {
      try (Stream<Path> files = Files.walk(folder.toRealPath(), MODEL_DEPTH)) {
        files.filter(Files::isRegularFile).limit(MOST_MODEL_FILES).forEach(read::add);
      } catch (UncheckedIOException e) {
        // What cannot be listed is no part of the model.
      }
    }
    return this;
  }

  /** Adds how texts are written. */
  TouchedFiles reading(WindowRequest window) {
    window.formatterFile().ifPresent(read::add);
    return this;
  }

  /** Adds all that scoring reads, and its rejects. */
  TouchedFiles of(ScoringRequest scoring) throws IOException {
    return reading(scoring.input().files())
        .reading(scoring.model())
        .reading(scoring.window())
        .writing(scoring.rejects().file());
  }

  /** Adds files that are named as they are; {@code null} stands for none. */
  TouchedFiles writing(@Nullable Path... files) {
    for (Path file : files) {
      if (file != null) {
        written.add(new Target(file, null));
        replaced.add(file);
      }
    }
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

  /** Adds a store with what SQLite keeps beside it; {@code null} stands for none. */
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
   * Holds them against each other, and makes sure that work is not done for a file that could not
   * be written at its end.
   *
   * @throws UsageException if two are the same
   * @throws IOException if one cannot be written
   */
  void check() throws IOException {
    Map<Object, Path> inputs = new HashMap<>();
    for (Path input : read) {
      if (Files.isRegularFile(input)) {
        inputs.put(identity(input), input);
      }
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

  /**
   * A file of an earlier run is written over, but not one that others would miss.
   *
   * @param ownScores the scores that this run writes beside the file; {@code null} for none
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

  /** What tells a file from all others; for one that is not there yet, where it would be. */
  private static Object identity(Path path) throws IOException {
    Path place = path.toAbsolutePath();
    if (Files.exists(place)) {
      Object key = Files.readAttributes(place, BasicFileAttributes.class).fileKey();
      return key == null ? place.toRealPath() : key;
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
