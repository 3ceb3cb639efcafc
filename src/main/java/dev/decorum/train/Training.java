package dev.decorum.train;

import dev.decorum.model.files.ModelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A training as its folder tells, finished or not.
 *
 * @param name the name of the folder
 * @param log the log so far
 * @param summary {@code null} while the training runs, and for ever if it was ended early
 */
public record Training(String name, TrainingLog log, @Nullable TrainingSummary summary) {

  /** The name of the score file of the best checkpoint on the validation rows. */
  public static final String VALIDATION_SCORES = "validation-scores.csv";

  public Training {
    Objects.requireNonNull(name);
    Objects.requireNonNull(log);
  }

  /** Whether a path is the folder of a training, even if its log is missing. */
  public static boolean isFolder(Path path) {
    return Files.isDirectory(path)
        && (Files.exists(path.resolve(TrainingLog.FILE))
            || TrainingSummary.isSummary(path.resolve(TrainingSummary.FILE)));
  }

  /**
   * Reads the folder of a training, without its scores.
   *
   * @param name the name of the folder
   * @throws ModelException if a file cannot be read, or if log and summary are not of one training
   */
  public static Training read(String name, Path folder) {
    TrainingLog log = TrainingLog.read(folder.resolve(TrainingLog.FILE));
    Path file = folder.resolve(TrainingSummary.FILE);
    if (!Files.exists(file)) {
      return new Training(name, log, null);
    }
    TrainingSummary summary = TrainingSummary.read(file);
    Training training = new Training(name, log, summary);
    if (training.best().isEmpty()) {
      throw new ModelException(
          file
              + ": best_step is "
              + summary.bestStep()
              + ", at which "
              + TrainingLog.FILE
              + " beside it has no evaluation; are they of two trainings?");
    }
    return training;
  }

  /** Whether the training came to its end. */
  public boolean isFinished() {
    return summary != null || log.end() != null;
  }

  /**
   * The evaluation of the best checkpoint: the one that was kept, or as long as none is named, that
   * with the lowest loss so far.
   */
  public Optional<LogEntry.Evaluated> best() {
    TrainingSummary known = summary;
    if (known == null) {
      return log.lowestLoss();
    }
    return log.evaluations().stream().filter(each -> each.step() == known.bestStep()).findFirst();
  }
}
