package dev.decorum.report;

import static dev.decorum.report.NumberFormat.CARD;
import static dev.decorum.report.NumberFormat.PROBABILITY;
import static dev.decorum.report.NumberFormat.RATE;
import static dev.decorum.report.NumberFormat.SCIENTIFIC;
import static dev.decorum.report.NumberFormat.SECONDS;
import static dev.decorum.report.NumberFormat.SHARE;

import dev.decorum.evaluate.Evaluation;
import dev.decorum.stats.Estimate;
import dev.decorum.train.LogEntry;
import dev.decorum.train.Training;
import dev.decorum.train.TrainingLog;
import dev.decorum.train.TrainingSummary;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The report of a training: the best checkpoint, the learning curves, its evaluation, then how it
 * was trained.
 */
public final class TrainingDocument {
  /** A curve of more points is not seen as finer. */
  private static final int MOST_POINTS = 400;

  /** The rows of the table of what was logged. */
  private static final int MOST_ROWS = 20;

  private final Training training;
  private final TrainingLog log;
  private final @Nullable TrainingSummary summary;
  private final LogEntry.@Nullable Evaluated best;

  private TrainingDocument(Training training) {
    this.training = training;
    this.log = training.log();
    this.summary = training.summary();
    this.best = training.best().orElse(null);
  }

  /**
   * The report on {@code training}.
   *
   * @param evaluation the evaluation of the best checkpoint on the validation rows; {@code null} if
   *     it was not scored
   */
  public static Document of(Training training, @Nullable Evaluation evaluation) {
    TrainingDocument report = new TrainingDocument(training);
    Document document = new Document();
    report.addAnswer(document);
    report.addEvaluations(document);
    if (evaluation != null) {
      document.heading("The best checkpoint on the validation rows");
      document.paragraph(
          "The following is as evaluate has it for "
              + Training.VALIDATION_SCORES
              + ", the scores of the best checkpoint.");
      EvaluationDocument.of(evaluation, List.of(), false).blocks().forEach(document::add);
    }
    report.addSteps(document);
    if (report.summary != null) {
      addHyperparameters(document, report.summary);
      addData(document, report.summary);
    }
    return document;
  }

  private void addAnswer(Document document) {
    String length =
        NumberText.counted(log.lastStep(), "step")
            + ", "
            + epochs(log.lastEpoch())
            + (log.lastEpoch() == 1 ? " epoch" : " epochs");
    document.heading(
        "Training of "
            + training.name()
            + (training.isFinished() ? ": " + length : ", not finished: " + length + " so far"));
    if (summary == null) {
      document.paragraph(
          training.isFinished()
              ? "The training has ended, but "
                  + TrainingSummary.FILE
                  + " is missing, which has its data and its hyperparameters."
              : "The training still runs, or was ended early: there is no "
                  + TrainingSummary.FILE
                  + " yet, which has its data and its hyperparameters.");
    }
    document.paragraph(answer().strip());
    long diverged = log.divergedCount();
    if (diverged > 0) {
      document.paragraph(
          "DIVERGED: "
              + NumberText.counted(diverged, "logged loss is", "logged losses are")
              + " not a finite number. A lower learning rate may help.");
    }
    document.figures(figures());
    addCurves(document);
  }

  private String answer() {
    if (best == null) {
      return log.evaluations().isEmpty()
          ? "No checkpoint has been evaluated."
          : "No checkpoint has a validation loss that is a finite number.";
    }
    TrainingSummary.Rows rows = summary == null ? null : summary.validation();
    return "The best checkpoint"
        + (summary == null ? " so far" : "")
        + " is that of step "
        + NumberText.count(best.step())
        + ", epoch "
        + epochs(best.epoch())
        + ": validation loss "
        + CARD.text(best.loss())
        + (Double.isNaN(best.accuracy()) ? "" : ", accuracy " + SHARE.text(best.accuracy()))
        + (rows == null
            ? ". "
            : "; a constant guess at the base rate has "
                + CARD.text(rows.guessLoss())
                + " and "
                + SHARE.text(rows.guessAccuracy())
                + ". ")
        + chosen()
        + since(best)
        + time();
  }

  private String chosen() {
    return summary == null || summary.bestMetric().equals("loss")
        ? ""
        : "It was chosen by " + summary.bestMetric() + ". ";
  }

  /** How the validation loss went on. */
  private String since(LogEntry.Evaluated from) {
    LogEntry.Evaluated last = log.evaluations().get(log.evaluations().size() - 1);
    if (last.step() == from.step()) {
      return log.evaluations().size() > 1 && training.isFinished() && isLowest(from)
          ? "No checkpoint was evaluated after it: the loss was still falling, and a longer training"
              + " may be better. "
          : "";
    }
    String training =
        log.loggedBy(last.step())
            .map(logged -> ", where the training loss is " + CARD.text(logged.loss()))
            .orElse("");
    return "At the last evaluation, step "
        + NumberText.count(last.step())
        + training
        + ", the validation loss is "
        + CARD.text(last.loss())
        + ". ";
  }

  private boolean isLowest(LogEntry.Evaluated evaluated) {
    return log.lowestLoss().filter(evaluated::equals).isPresent();
  }

  private String time() {
    LogEntry.Finished end = log.end();
    return end == null
        ? ""
        : "The training took "
            + SECONDS.text(end.seconds())
            + (Double.isNaN(end.rowsPerSecond()) ? "" : ", " + speed(end))
            + ".";
  }

  private static String speed(LogEntry.Finished end) {
    return RATE.text(end.rowsPerSecond()) + " rows/s";
  }

  private List<Document.Figure> figures() {
    List<Document.Figure> figures = new ArrayList<>();
    TrainingSummary.Rows rows = summary == null ? null : summary.validation();
    if (best != null) {
      figures.add(
          figure(
              "validation loss",
              best.loss(),
              CARD,
              rows == null ? "" : "a constant guess: " + CARD.text(rows.guessLoss())));
      if (!Double.isNaN(best.accuracy())) {
        figures.add(
            figure(
                "accuracy",
                best.accuracy(),
                SHARE,
                rows == null ? "" : "a constant guess: " + SHARE.text(rows.guessAccuracy())));
      }
      figures.add(
          Document.Figure.of(
              summary == null ? "best step so far" : "best step",
              best.step(),
              "of " + NumberText.count(log.lastStep()) + ", epoch " + epochs(best.epoch())));
    }
    LogEntry.Finished end = log.end();
    if (end != null) {
      figures.add(
          figure(
              "time", end.seconds(), SECONDS, Double.isNaN(end.rowsPerSecond()) ? "" : speed(end)));
    }
    return figures;
  }

  private static Document.Figure figure(
      String label, double value, NumberFormat format, String note) {
    return new Document.Figure(
        label, new Cell.Quantity(value, format), note, Document.Tone.NEUTRAL);
  }

  private void addCurves(Document document) {
    List<LogEntry.LoggedStep> steps = log.meansOfAtMost(MOST_POINTS);
    List<Chart.Line> losses = new ArrayList<>();
    if (!steps.isEmpty()) {
      losses.add(line("training loss", steps, LogEntry.LoggedStep::loss));
    }
    if (!log.evaluations().isEmpty()) {
      losses.add(line("validation loss", log.evaluations(), LogEntry.Evaluated::loss));
    }
    TrainingSummary.Rows rows = summary == null ? null : summary.validation();
    if (!losses.isEmpty()) {
      document.chart(
          curve(
              "Loss",
              course("The training loss", steps, LogEntry.LoggedStep::loss)
                  + course("The validation loss", log.evaluations(), LogEntry.Evaluated::loss)
                  + means()
                  + "Numbers are in the tables.",
              "loss",
              Chart.Unit.NUMBER,
              rows == null ? null : guess(rows.guessLoss(), PROBABILITY),
              losses));
    }
    if (log.evaluations().stream().anyMatch(each -> !Double.isNaN(each.accuracy()))) {
      document.chart(
          curve(
              "Accuracy on the validation rows",
              course("The accuracy", log.evaluations(), LogEntry.Evaluated::accuracy)
                  + "Numbers are in the table.",
              "accuracy",
              Chart.Unit.SHARE,
              rows == null ? null : guess(rows.guessAccuracy(), SHARE),
              List.of(line("accuracy", log.evaluations(), LogEntry.Evaluated::accuracy))));
    }
  }

  private static Chart.Reference guess(double value, NumberFormat format) {
    return new Chart.Reference(value, "constant guess " + format.text(value));
  }

  private String means() {
    return log.steps().size() > MOST_POINTS
        ? "Each point of the training loss is the mean of several that were logged. "
        : "";
  }

  /** From where to where a curve leads, for readers who cannot see it; empty for no points. */
  private static <T extends LogEntry> String course(
      String name, List<T> entries, ToDoubleFunction<T> number) {
    List<T> known =
        entries.stream().filter(each -> Double.isFinite(number.applyAsDouble(each))).toList();
    if (known.isEmpty()) {
      return "";
    }
    T first = known.get(0);
    T last = known.get(known.size() - 1);
    String start = name + " is " + at(first, number);
    return first == last ? start + ". " : start + " and " + at(last, number) + ". ";
  }

  private static <T extends LogEntry> String at(T entry, ToDoubleFunction<T> number) {
    return PROBABILITY.text(number.applyAsDouble(entry))
        + " at step "
        + NumberText.count(entry.step());
  }

  private static <T extends LogEntry> Chart.Line line(
      String name, List<T> entries, ToDoubleFunction<T> number) {
    return new Chart.Line(
        name,
        entries.stream()
            .map(
                entry ->
                    new Chart.Point(
                        entry.step(),
                        Estimate.withoutInterval(number.applyAsDouble(entry)),
                        "epoch " + epochs(entry.epoch())))
            .toList());
  }

  private Chart.TrendLine curve(
      String title,
      String description,
      String name,
      Chart.Unit unit,
      Chart.@Nullable Reference reference,
      List<Chart.Line> lines) {
    return new Chart.TrendLine(
        title,
        description,
        "step",
        name,
        unit,
        reference,
        lines,
        List.of(),
        best == null
            ? null
            : new Chart.Reference(best.step(), "best: step " + NumberText.count(best.step())),
        null,
        best != null);
  }

  /** The table of a model card. */
  private void addEvaluations(Document document) {
    if (log.evaluations().isEmpty()) {
      return;
    }
    document.heading("Evaluations during the training");
    document.table(
        new Columns<LogEntry.Evaluated>()
            .values("Training Loss", each -> trainingLoss(each.step()))
            .number("Epoch", CARD, LogEntry.Evaluated::epoch)
            .count("Step", LogEntry.Evaluated::step)
            .number("Validation Loss", CARD, LogEntry.Evaluated::loss)
            .number("Accuracy", CARD, LogEntry.Evaluated::accuracy)
            .remark("", each -> best != null && each.step() == best.step() ? "best" : ""),
        log.evaluations());
  }

  private Cell trainingLoss(long step) {
    return log.loggedBy(step)
        .map(logged -> Cell.number(logged.loss(), CARD))
        .orElse(Cell.words("No log"));
  }

  private void addSteps(Document document) {
    List<LogEntry.LoggedStep> points = log.meansOfAtMost(MOST_POINTS);
    if (points.isEmpty()) {
      return;
    }
    document.heading("What was logged during the training");
    if (points.stream().anyMatch(each -> Double.isFinite(each.learningRate()))) {
      document.chart(
          curve(
              "Learning rate",
              "The learning rate that the schedule gave. Numbers are in the table.",
              "learning rate",
              Chart.Unit.NUMBER,
              null,
              List.of(line("learning rate", points, LogEntry.LoggedStep::learningRate))));
    }
    if (points.stream().anyMatch(each -> Double.isFinite(each.gradNorm()))) {
      document.chart(
          curve(
              "Norm of the gradient",
              "The norm before clipping; peaks are steps at which the training was unstable. Numbers"
                  + " are in the table.",
              "norm",
              Chart.Unit.NUMBER,
              null,
              List.of(line("norm", points, LogEntry.LoggedStep::gradNorm))));
    }
    List<LogEntry.LoggedStep> rows = log.meansOfAtMost(MOST_ROWS);
    document.table(
        new Columns<LogEntry.LoggedStep>()
            .count("step", LogEntry.LoggedStep::step)
            .number("epoch", CARD, LogEntry.LoggedStep::epoch)
            .number("training loss", CARD, LogEntry.LoggedStep::loss)
            .number("norm of gradient", CARD, LogEntry.LoggedStep::gradNorm)
            .number("learning rate", SCIENTIFIC, LogEntry.LoggedStep::learningRate),
        rows);
    if (rows.size() < log.steps().size()) {
      document.paragraph(
          "Each row is the mean of consecutive lines of "
              + TrainingLog.FILE
              + ", of which there are "
              + NumberText.count(log.steps().size())
              + "; the JSON form has each of them.");
    }
  }

  private static void addHyperparameters(Document document, TrainingSummary summary) {
    document.heading("Hyperparameters");
    document.paragraph(
        (summary.startedFrom().equals("scratch")
                ? "Trained from scratch, "
                : "Trained further from " + summary.startedFrom() + ", ")
            + NumberText.counted(summary.parameters(), "parameter")
            + ", with Decorum "
            + summary.decorum()
            + ".");
    document.table(
        new Columns<Map.Entry<String, Object>>()
            .name("hyperparameter", Map.Entry::getKey)
            .values("value", setting -> Cell.words(plain(setting.getValue()))),
        List.copyOf(summary.hyperparameters().entrySet()));
  }

  /** A value as in Python: {@code 1e-5}, {@code 0.01}, {@code 16}. */
  private static String plain(Object value) {
    if (!(value instanceof Double number) || !Double.isFinite(number)) {
      return value.toString();
    }
    BigDecimal exact = BigDecimal.valueOf(number).stripTrailingZeros();
    return number != 0 && Math.abs(number) < 1e-4
        ? exact.unscaledValue().abs().toString().length() == 1
            ? exact.unscaledValue() + "e-" + exact.scale()
            : exact.toString().replace("E", "e")
        : exact.toPlainString();
  }

  /** A file of a part of the data. */
  private record DataFile(String part, String name, String sha256) {}

  private static void addData(Document document, TrainingSummary summary) {
    document.heading("Data");
    document.table(
        new Columns<Map.Entry<String, TrainingSummary.Rows>>()
            .name("", Map.Entry::getKey)
            .count("rows", part -> part.getValue().rows())
            .count("appropriate", part -> part.getValue().appropriate())
            .number("base rate", PROBABILITY, part -> part.getValue().baseRate())
            .count("cut to fit", part -> part.getValue().truncated()),
        List.copyOf(summary.data().entrySet()));
    List<DataFile> files = new ArrayList<>();
    summary
        .data()
        .forEach(
            (part, rows) ->
                rows.files()
                    .forEach((name, sha256) -> files.add(new DataFile(part, name, sha256))));
    if (!files.isEmpty()) {
      document.table(
          new Columns<DataFile>()
              .name("", DataFile::part)
              .name("file", DataFile::name)
              .values("SHA-256", file -> Cell.words(file.sha256())),
          files);
    }
  }

  /** A number of epochs with up to two decimals: {@code 3}, {@code 1.33}. */
  private static String epochs(double epochs) {
    String text = String.format(Locale.ROOT, "%.2f", epochs);
    return text.replaceFirst("\\.?0+$", "");
  }
}
