package dev.decorum.train;

import dev.decorum.disk.FailureReason;
import dev.decorum.disk.OutputException;
import dev.decorum.model.files.ModelException;
import dev.decorum.train.LogEntry.Finished;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The log of a training, which grows while it runs.
 *
 * @param steps what was logged during training, in the order of their steps
 * @param evaluations the evaluations on the validation rows, in the order of their steps
 * @param end the last line; {@code null} while the training runs, and for ever if it was ended
 *     early
 * @param tornLine the number of a last line that was not written to its end, which is left out; 0
 *     if there is none
 */
public record TrainingLog(
    List<LogEntry.LoggedStep> steps,
    List<LogEntry.Evaluated> evaluations,
    @Nullable Finished end,
    int tornLine) {

  /** The name of the file in the folder of a training. */
  public static final String FILE = "trainer_log.jsonl";

  private static final int LONGEST_LINE = 1 << 16;

  private static final int MOST_LINES = 2_000_000;

  public TrainingLog {
    steps = List.copyOf(steps);
    evaluations = List.copyOf(evaluations);
  }

  /**
   * Reads a log.
   *
   * @throws ModelException if it cannot be read, if a line is not a log entry, or if steps go back;
   *     the message has the file, the line and the reason
   */
  public static TrainingLog read(Path file) {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      // A pipe could block forever.
      throw new ModelException(file + ": is not a regular file");
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return read(file, in);
    } catch (IOException e) {
      throw new ModelException(file + ": cannot be read: " + FailureReason.of(e), e);
    }
  }

  /**
   * Refuses what could not be written into in its place: a link would lead elsewhere.
   *
   * @throws OutputException if the folder has anything but a file, or nothing, for a log
   */
  static void requireFile(Path folder) {
    Path file = folder.resolve(FILE);
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new OutputException(
          file
              + (Files.isSymbolicLink(file) ? ": is a link" : ": is not a regular file")
              + ", and would be written into; move it away, or choose another folder");
    }
  }

  /**
   * Reads a log from an open file.
   *
   * @param file its name, for messages
   * @throws ModelException as {@link #read(Path)}
   */
  static TrainingLog read(Path file, InputStream in) {
    Reading reading = new Reading(file);
    try {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        if (next == '\n') {
          reading.add(line.toByteArray());
          line.reset();
        } else {
          line.write(next);
          reading.requireShort(line.size());
        }
      }
      if (line.size() > 0) {
        reading.addUnended(line.toByteArray());
      }
    } catch (IOException e) {
      throw new ModelException(file + ": cannot be read: " + FailureReason.of(e), e);
    }
    return new TrainingLog(reading.steps, reading.evaluations, reading.end, reading.tornLine);
  }

  /** The last step in the log; 0 if there is none yet. */
  public long lastStep() {
    return last().map(LogEntry::step).orElse(0L);
  }

  /** The last epoch in the log; 0 if there is none yet. */
  public double lastEpoch() {
    return last().map(LogEntry::epoch).orElse(0.0);
  }

  private Optional<LogEntry> last() {
    LogEntry last = end;
    if (last == null && !steps.isEmpty()) {
      last = steps.get(steps.size() - 1);
    }
    if (!evaluations.isEmpty()) {
      LogEntry evaluated = evaluations.get(evaluations.size() - 1);
      if (last == null || evaluated.step() > last.step()) {
        last = evaluated;
      }
    }
    return Optional.ofNullable(last);
  }

  /** The evaluation with the lowest loss, the first of several; empty if there is none. */
  public Optional<LogEntry.Evaluated> lowestLoss() {
    LogEntry.Evaluated lowest = null;
    for (LogEntry.Evaluated each : evaluations) {
      if (Double.isFinite(each.loss()) && (lowest == null || each.loss() < lowest.loss())) {
        lowest = each;
      }
    }
    return Optional.ofNullable(lowest);
  }

  /** What was logged last up to a step; empty if nothing had been logged. */
  public Optional<LogEntry.LoggedStep> loggedBy(long step) {
    LogEntry.LoggedStep last = null;
    for (LogEntry.LoggedStep each : steps) {
      if (each.step() > step) {
        break;
      }
      last = each;
    }
    return Optional.ofNullable(last);
  }

  /** How many training losses or validation losses are NaN or infinite. */
  public long divergedCount() {
    return steps.stream().filter(step -> !Double.isFinite(step.loss())).count()
        + evaluations.stream().filter(each -> !Double.isFinite(each.loss())).count();
  }

  /**
   * The logged steps, or if they are more than {@code most}, the means of as many consecutive ones
   * as are needed, each at its last step. A mean with a number that is not finite is not finite.
   *
   * @param most at least 1
   */
  public List<LogEntry.LoggedStep> meansOfAtMost(int most) {
    int width = (steps.size() + most - 1) / most;
    if (width <= 1) {
      return steps;
    }
    List<LogEntry.LoggedStep> means = new ArrayList<>();
    for (int start = 0; start < steps.size(); start += width) {
      List<LogEntry.LoggedStep> part = steps.subList(start, Math.min(steps.size(), start + width));
      double loss = 0;
      double gradNorm = 0;
      double learningRate = 0;
      for (LogEntry.LoggedStep each : part) {
        loss += each.loss();
        gradNorm += each.gradNorm();
        learningRate += each.learningRate();
      }
      LogEntry.LoggedStep last = part.get(part.size() - 1);
      means.add(
          new LogEntry.LoggedStep(
              last.step(),
              last.epoch(),
              loss / part.size(),
              gradNorm / part.size(),
              learningRate / part.size()));
    }
    return means;
  }

  /** The entries read so far. */
  private static final class Reading {
    private final Path file;
    private final List<LogEntry.LoggedStep> steps = new ArrayList<>();
    private final List<LogEntry.Evaluated> evaluations = new ArrayList<>();
    private @Nullable Finished end;
    private int lines;
    private int tornLine;
    private long lastStep;

    Reading(Path file) {
      this.file = file;
    }

    private String where() {
      return file + ":" + (lines + 1);
    }

    void requireShort(int bytes) {
      if (bytes > LONGEST_LINE) {
        throw new ModelException(
            where() + ": longer than " + LONGEST_LINE + " bytes, which cannot be right");
      }
    }

    void add(byte[] line) {
      add(LogEntry.parse(where(), line));
    }

    /** Adds a last line without a line break, which may be whole or torn. */
    void addUnended(byte[] line) {
      LogEntry entry;
      try {
        entry = LogEntry.parse(where(), line);
      } catch (ModelException e) {
        tornLine = lines + 1;
        return;
      }
      add(entry);
    }

    private void add(LogEntry entry) {
      if (lines >= MOST_LINES) {
        throw new ModelException(where() + ": a log of so many lines cannot be right");
      }
      if (end != null) {
        throw new ModelException(where() + ": follows the line with which the training ended");
      }
      if (entry.step() < lastStep) {
        throw new ModelException(where() + ": step " + entry.step() + " follows step " + lastStep);
      }
      lastStep = entry.step();
      if (entry instanceof LogEntry.LoggedStep step) {
        steps.add(step);
      } else if (entry instanceof LogEntry.Evaluated evaluated) {
        evaluations.add(evaluated);
      } else if (entry instanceof Finished finished) {
        end = finished;
      }
      lines++;
    }
  }
}
