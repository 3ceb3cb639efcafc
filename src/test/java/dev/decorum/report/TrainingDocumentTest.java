package dev.decorum.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.decorum.conversation.Label;
import dev.decorum.evaluate.Evaluation;
import dev.decorum.evaluate.EvaluationOptions;
import dev.decorum.evaluate.Evaluator;
import dev.decorum.score.RunReports;
import dev.decorum.score.Scale;
import dev.decorum.score.ScoreTable;
import dev.decorum.score.ScoredRow;
import dev.decorum.stats.Resampling;
import dev.decorum.train.LogEntry;
import dev.decorum.train.Training;
import dev.decorum.train.TrainingLog;
import dev.decorum.train.TrainingSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingDocumentTest {
  private static final Path LOGS = Path.of("src/test/resources/training");

  private static TrainingLog logOfHuggingFace(String name) {
    return TrainingLog.read(LOGS.resolve(name + ".jsonl"));
  }

  private static TrainingSummary summary(String startedFrom, String metric, long best) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("learning_rate", 1e-5);
    settings.put("weight_decay", 0.01);
    settings.put("num_train_epochs", 3.0);
    settings.put("per_device_train_batch_size", 16L);
    settings.put("lr_scheduler_type", "linear");
    settings.put("bf16", false);
    Map<String, TrainingSummary.Rows> data = new LinkedHashMap<>();
    data.put("train", new TrainingSummary.Rows(Map.of("a.jsonl", "ab12"), 9017, 4887, 12));
    data.put("validation", new TrainingSummary.Rows(Map.of("b.jsonl", "cd34"), 1127, 611, 0));
    return new TrainingSummary(
        "0.2.0", startedFrom, best, metric, 0.5616, 60, 3.0, 124441344, settings, data);
  }

  private static Training finished() {
    return new Training("judge", logOfHuggingFace("curves"), summary("gpt2", "loss", 48));
  }

  /** The training up to one of its lines. */
  private static Training running(int steps, int evaluations) {
    TrainingLog log = logOfHuggingFace("curves");
    return new Training(
        "judge",
        new TrainingLog(
            log.steps().subList(0, steps), log.evaluations().subList(0, evaluations), null, 0),
        null);
  }

  private static Evaluation evaluation() {
    ScoreTable table = new ScoreTable(new ScoreTable.Codebook(List.of()));
    for (int i = 0; i < 100; i++) {
      double logit = 2 * Math.sin(i * 1.7);
      table.add(
          new ScoredRow(
              "c" + i,
              logit,
              20,
              false,
              logit > 0 == (i % 5 != 0) ? Label.APPROPRIATE : Label.INAPPROPRIATE,
              Map.of(),
              Scale.PROBABILITY));
    }
    return new Evaluator(new EvaluationOptions(0.672, List.of(), List.of(), new Resampling(1, 99)))
        .evaluate(table);
  }

  private static String text(Training training) {
    return String.join("\n", TextDocument.lines(TrainingDocument.of(training, null)));
  }

  private static String onOneLine(Training training) {
    return text(training).replaceAll("\\s+", " ");
  }

  @Test
  void aFinishedTrainingIsToldInWords() {
    String text = onOneLine(finished());
    assertTrue(
        text.startsWith(
            "Training of judge: 60 steps, 3 epochs The best checkpoint is that of step 48, epoch"
                + " 2.4: validation loss 0.5616, accuracy 73.8%; a constant guess at the base rate"
                + " has 0.6896 and 54.2%. At the last evaluation, step 60, where the training loss"
                + " is 0.5254, the validation loss is 0.5651. The training took 5.4 s, 89 rows/s."
                + " Evaluations during the training "),
        text);
    assertTrue(
        text.contains(
            " Trained further from gpt2, 124,441,344 parameters, with Decorum 0.2.0."
                + " hyperparameter value learning_rate 1e-5 weight_decay 0.01 num_train_epochs 3"
                + " per_device_train_batch_size 16 lr_scheduler_type linear bf16 false"),
        text);
    assertTrue(
        text.contains(
            " Data rows appropriate base rate cut to fit train 9,017 4,887 0.542 12 validation"
                + " 1,127 611 0.542 0 file SHA-256 train a.jsonl ab12 validation b.jsonl cd34"),
        text);
  }

  /** The table is the one of the model card that Hugging Face's Trainer makes of the same log. */
  @ParameterizedTest
  @CsvSource({"curves, 1", "diverged, 0"})
  void theTableIsThatOfTheModelCard(String name, int best) throws IOException {
    List<String> card = Files.readAllLines(LOGS.resolve(name + ".md"));
    List<String> ours =
        MarkdownDocument.lines(
            TrainingDocument.of(new Training("judge", logOfHuggingFace(name), null), null));
    int start = ours.indexOf("### Evaluations during the training") + 2;
    assertEquals(0, ours.get(start).indexOf(card.get(0).strip().replaceFirst(" *\\|$", "")));
    int marks = 0;
    for (int i = 2; i < card.size(); i++) {
      String[] theirs = card.get(i).split("\\|", -1);
      String[] mine = ours.get(start + i).split("\\|", -1);
      for (int column = 1; column <= 5; column++) {
        assertSame(theirs[column].strip(), mine[column].strip());
      }
      marks += mine.length > 7 && mine[6].contains("best") ? 1 : 0;
    }
    assertEquals(best, marks);
    assertFalse(ours.get(start + card.size()).startsWith("|"));
  }

  /** They write as many decimals as there are, up to four, and nan; we write four, and a dash. */
  private static void assertSame(String theirs, String ours) {
    if (theirs.equals("nan")) {
      assertEquals("-", ours);
    } else if (theirs.equals("No log")) {
      assertEquals(theirs, ours);
    } else {
      assertEquals(Double.parseDouble(theirs), Double.parseDouble(ours), 1e-9);
    }
  }

  @Test
  void aRunningTrainingShowsWhatThereIs() {
    assertTrue(
        onOneLine(running(0, 0))
            .startsWith(
                "Training of judge, not finished: 0 steps, 0 epochs so far The training still runs,"
                    + " or was ended early: there is no training.json yet, which has its data and"
                    + " its hyperparameters. No checkpoint has been evaluated."));
    String text = onOneLine(running(2, 1));
    assertTrue(text.contains("Training of judge, not finished: 20 steps, 1 epoch so far"), text);
    assertTrue(
        text.contains(
            " The best checkpoint so far is that of step 8, epoch 0.4: validation loss 0.6854,"
                + " accuracy 53.8%."),
        text);
    assertFalse(text.contains("Hyperparameters"), text);
    assertFalse(text.contains("longer training"), text);
    for (Document.Block block : TrainingDocument.of(running(2, 1), null).blocks()) {
      if (block instanceof Document.Block.Paragraph paragraph) {
        assertEquals(paragraph.text().strip(), paragraph.text(), "blanks make an empty line");
      }
    }
  }

  @Test
  void aTrainingMayHaveEndedWithoutASummary() {
    String text = onOneLine(new Training("judge", logOfHuggingFace("curves"), null));
    assertTrue(
        text.startsWith(
            "Training of judge: 60 steps, 3 epochs The training has ended, but training.json is"
                + " missing, "),
        text);
  }

  @Test
  void aTrainingThatDivergedIsSaidToHave() {
    String text = onOneLine(new Training("judge", logOfHuggingFace("diverged"), null));
    assertTrue(text.contains("No checkpoint has a validation loss that is a finite number."), text);
    assertTrue(
        text.contains(
            "DIVERGED: 14 logged losses are not a finite number. A lower learning rate may help."),
        text);
    assertFalse(text.contains("NaN"), text);
  }

  @Test
  void aLossThatStillFallsAsksForMore() {
    TrainingLog whole = logOfHuggingFace("curves");
    TrainingLog falling =
        new TrainingLog(whole.steps(), whole.evaluations().subList(0, 6), whole.end(), 0);
    String text = onOneLine(new Training("judge", falling, summary("scratch", "loss", 48)));
    assertTrue(
        text.contains(
            "No checkpoint was evaluated after it: the loss was still falling, and a longer training"
                + " may be better."),
        text);
    assertTrue(text.contains("Trained from scratch, "), text);
  }

  @Test
  void anotherMetricThanTheLossIsNamed() {
    String text =
        onOneLine(
            new Training("judge", logOfHuggingFace("curves"), summary("gpt2", "accuracy", 40)));
    assertTrue(text.contains("that of step 40, epoch 2: validation loss 0.5826"), text);
    assertTrue(text.contains("It was chosen by accuracy."), text);
  }

  @Test
  void manyStepsAreShownAsMeans() throws IOException {
    List<LogEntry.LoggedStep> steps = new ArrayList<>();
    for (int i = 1; i <= 2_000; i++) {
      steps.add(new LogEntry.LoggedStep(i, i / 1000.0, 0.7, 1, 1e-5));
    }
    Training training = new Training("judge", new TrainingLog(steps, List.of(), null, 0), null);
    Document document = TrainingDocument.of(training, null);
    Chart.TrendLine loss = charts(document).get(0);
    assertEquals(400, loss.lines().get(0).points().size());
    assertTrue(loss.description().contains("is the mean of several"), loss.description());
    assertTrue(
        onOneLine(training)
            .contains(
                "Each row is the mean of consecutive lines of trainer_log.jsonl, of which there are"
                    + " 2,000; the JSON form has each of them."));
  }

  private static List<Chart.TrendLine> charts(Document document) {
    List<Chart.TrendLine> charts = new ArrayList<>();
    for (Document.Block block : document.blocks()) {
      if (block instanceof Document.Block.Drawing drawing
          && drawing.chart() instanceof Chart.TrendLine trend) {
        charts.add(trend);
      }
    }
    return charts;
  }

  @Test
  void curvesHaveTheirBestStep() {
    List<Chart.TrendLine> charts = charts(TrainingDocument.of(finished(), null));
    assertEquals(
        List.of("Loss", "Accuracy on the validation rows", "Learning rate", "Norm of the gradient"),
        charts.stream().map(Chart.TrendLine::title).toList());
    for (Chart.TrendLine chart : charts) {
      assertEquals(new Chart.Reference(48, "best: step 48"), chart.mark());
    }
    assertEquals(
        "The training loss is 0.702 at step 10 and 0.525 at step 60. The validation loss is 0.685 at"
            + " step 8 and 0.565 at step 60. Numbers are in the tables.",
        charts.get(0).description());
    assertEquals(
        new Chart.Reference(
            Objects.requireNonNull(summary("", "", 0).validation()).guessLoss(),
            "constant guess 0.690"),
        charts.get(0).reference());
  }

  @Test
  void theBestCheckpointIsEvaluated() {
    String text =
        String.join("\n", TextDocument.lines(TrainingDocument.of(finished(), evaluation())));
    assertTrue(
        text.contains(
            "\nThe best checkpoint on the validation rows\n  The following is as evaluate has it for"
                + " validation-scores.csv, "),
        text);
    assertTrue(text.contains("\n100 labelled conversations, "), text);
    for (String line : text.split("\n", -1)) {
      assertTrue(TerminalText.width(line) <= 110, line);
    }
  }

  @Test
  void jsonHasEverything() throws IOException {
    ScoreSource source = new ScoreSource("s.csv", RunReports.thousandRows().run());
    JsonNode json =
        new ObjectMapper().readTree(TrainingJson.text(finished(), evaluation(), List.of(source)));
    assertEquals("judge", json.get("name").asText());
    assertTrue(json.get("finished").asBoolean());
    assertEquals(48, json.at("/best/step").asInt());
    assertEquals(0.7375, json.at("/best/eval_accuracy").asDouble());
    assertEquals(8, json.get("evaluations").size());
    assertTrue(json.at("/evaluations/0/loss").isNull());
    assertEquals(0.7019716262817383, json.at("/evaluations/1/loss").asDouble());
    assertEquals(6, json.get("log").size());
    assertEquals(0.004722222222222222, json.at("/log/0/learning_rate").asDouble());
    assertEquals(5.4088, json.at("/end/train_runtime").asDouble());
    assertEquals(1e-5, json.at("/training/hyperparameters/learning_rate").asDouble());
    assertEquals(9017, json.at("/training/data/train/rows").asInt());
    assertEquals(100, json.at("/evaluation/rows/labelled").asInt());
    assertEquals("s.csv", json.at("/evaluation/sources/0/name").asText());
    String diverged =
        TrainingJson.text(
            new Training("judge", logOfHuggingFace("diverged"), null), null, List.of());
    assertFalse(diverged.contains("NaN"), diverged);
    assertTrue(new ObjectMapper().readTree(diverged).get("best").isNull());
  }

  @Test
  void thePageHasItsCurves() throws IOException {
    ScoreSource source = new ScoreSource("s.csv", RunReports.thousandRows().run());
    String html =
        Pages.html(
            new HtmlPage(
                "Training of judge",
                TrainingDocument.of(finished(), evaluation()),
                List.of(source),
                "Decorum 0.2.0"));
    assertTrue(html.contains("<p class=\"lead long\" dir=\"auto\">The best checkpoint is "), html);
    assertTrue(
        html.contains("role=\"img\" aria-label=\"The training loss is 0.702 at step 10 and "));
    assertTrue(
        html.replace("&#34;", "\"")
            .contains("\"mark\":{\"value\":48.0,\"name\":\"best: step 48\"}"),
        html);
    assertTrue(html.contains("data-value=\"0.004722222222222222\""), html);
  }

  /** A training that runs has no scores yet, so that there is no source to name. */
  @Test
  void aPageWithoutSourcesSaysNothingOfThem() throws IOException {
    String html = Pages.html(Pages.of(TrainingDocument.of(running(2, 1), null)));
    assertFalse(html.contains("id=\"origins\""));
    assertFalse(html.contains("#origins"));
    assertFalse(html.contains("class=\"provenance\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"<script>window.pwned=1</script>", "a|b", "\u001b[31m"})
  void namesStayText(String hostile) throws IOException {
    Training training =
        new Training(hostile, logOfHuggingFace("curves"), summary(hostile, hostile, 48));
    assertFalse(text(training).contains("\u001b"));
    String html = Pages.html(Pages.of(TrainingDocument.of(training, null)));
    assertFalse(html.contains("<script>window.pwned"));
    assertFalse(html.contains("\u001b"));
  }
}
