package dev.decorum.run;

import dev.decorum.evaluate.Evaluation;
import dev.decorum.evaluate.Evaluator;
import dev.decorum.failure.UsageException;
import dev.decorum.read.bytes.InputException;
import dev.decorum.report.Check;
import dev.decorum.report.Checks;
import dev.decorum.report.ScoreSource;
import dev.decorum.report.TrainingDocument;
import dev.decorum.report.TrainingJson;
import dev.decorum.score.ScoreFileReader;
import dev.decorum.score.ScoreTable;
import dev.decorum.train.Training;
import dev.decorum.train.TrainingLog;
import dev.decorum.train.TrainingSummary;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a report on a training: its learning curves, and the evaluation of its best checkpoint.
 */
final class TrainingReportRun {
  private final ReportRequest request;
  private final RunContext context;
  private final RunListener listener;

  TrainingReportRun(ReportRequest request, RunContext context) {
    this.request = request;
    this.context = context;
    this.listener = context.listener();
  }

  /**
   * Whether a report on a training is asked for.
   *
   * @throws UsageException if it is asked for together with others
   */
  static boolean isAskedForBy(ReportRequest request) {
    List<String> inputs = request.scoring().input().inputs();
    for (String input : inputs) {
      if (isTraining(input)) {
        if (inputs.size() > 1) {
          throw new UsageException(
              "'"
                  + input
                  + "' is the folder of a training, which is reported on alone; give each training"
                  + " a report of its own");
        }
        if (request.includeText()) {
          throw new UsageException(
              "--include-text does not apply to '"
                  + input
                  + "', which is the folder of a training; "
                  + Training.VALIDATION_SCORES
                  + " in it can be reported on with texts");
        }
        return true;
      }
    }
    return false;
  }

  private static boolean isTraining(String input) {
    try {
      return !input.equals("-") && Training.isFolder(Path.of(input));
    } catch (InvalidPathException e) {
      // A pattern, with characters that Windows forbids in a path.
      return false;
    }
  }

  /**
   * Reads the training and writes the report.
   *
   * @throws dev.decorum.failure.DecorumException if the report is impossible
   */
  RunStatus run() throws IOException, InterruptedException {
    Path folder = Path.of(request.scoring().input().inputs().get(0));
    Path scores = folder.resolve(Training.VALIDATION_SCORES);
    TouchedFiles.of(context)
        .reading(
            List.of(
                folder.resolve(TrainingLog.FILE).toString(),
                folder.resolve(TrainingSummary.FILE).toString(),
                scores.toString()))
        .writing(request.report().file(), request.scoring().rejects().file())
        .check();
    Training training = Training.read(name(folder), folder);
    if (training.log().tornLine() > 0) {
      listener.note(
          folder.resolve(TrainingLog.FILE)
              + ":"
              + training.log().tornLine()
              + ": the last line was not written to its end and is left out");
    }
    try (ScoreCollector collector =
        new ScoreCollector(request.scoring(), request.statistics().fields(), listener)) {
      ScoreTable table = new ScoreTable(new ScoreTable.Codebook(request.statistics().fields()));
      List<ScoreSource> sources = List.of();
      if (Files.exists(scores)) {
        requireScores(scores);
        sources = collector.collect(List.of(scores.toString()), table);
        if (collector.isFruitless(table)) {
          return collector.rejects().status();
        }
        RunAgreement.remark(sources, request.statistics().cluster(), listener);
      } else if (training.summary() != null) {
        listener.note(
            scores + ": is missing, so the best checkpoint is not evaluated beside the curves");
      }
      write(training, sources.isEmpty() ? null : evaluation(scores, table, sources), sources);
      collector.rejects().commit();
      return collector.rejects().status();
    }
  }

  /** The name asked for with {@code --names}, or that of the folder. */
  private String name(Path folder) throws IOException {
    List<String> names = request.versions().names();
    return names.isEmpty() ? String.valueOf(folder.toRealPath().getFileName()) : names.get(0);
  }

  /** Another file would be taken for conversations, and scored. */
  private static void requireScores(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new InputException(file + ": is not a regular file");
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      if (!ScoreFileReader.isScoreFile(file, in)) {
        throw new InputException(file + ": is not a score file");
      }
    }
  }

  private Evaluation evaluation(Path file, ScoreTable table, List<ScoreSource> sources) {
    double baseline = request.scoring().window().baseline(sources, table.scale());
    Evaluation evaluation =
        new Evaluator(request.statistics().evaluation(baseline)).evaluate(table);
    if (evaluation.labels() == null) {
      throw new InputException(file + ": none of its rows has a label, so it cannot be evaluated");
    }
    return evaluation;
  }

  private void write(Training training, @Nullable Evaluation evaluation, List<ScoreSource> sources)
      throws IOException {
    List<Check> checks = evaluation == null ? List.of() : Checks.of(evaluation);
    request
        .report()
        .write(
            new ReportOutput.Report(
                "Training of " + training.name(),
                () -> TrainingDocument.of(training, evaluation),
                () -> TrainingJson.text(training, evaluation, sources),
                () -> checks,
                sources),
            listener);
  }
}
