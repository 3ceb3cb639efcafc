package dev.decorum.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.conversation.Label;
import dev.decorum.evaluate.Evaluation;
import dev.decorum.evaluate.EvaluationOptions;
import dev.decorum.evaluate.Evaluator;
import dev.decorum.score.RunReports;
import dev.decorum.score.Scale;
import dev.decorum.score.ScoreTable;
import dev.decorum.score.ScoredRow;
import dev.decorum.stats.Resampling;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EvaluationDocumentTest {

  /** How a row's label follows from its logit and number. */
  @FunctionalInterface
  private interface Labeller {
    @Nullable Label of(double logit, int row);
  }

  private static Evaluation evaluation(
      int rows, double stretch, double shift, List<String> cluster, Labeller labels) {
    List<String> by = List.of("channel", "user_id");
    ScoreTable table = new ScoreTable(new ScoreTable.Codebook(by));
    for (int i = 0; i < rows; i++) {
      double logit = 2 * Math.sin(i * 1.7);
      table.add(
          new ScoredRow(
              "c" + i,
              stretch * logit + shift,
              20 + i % 50,
              i % 10 == 0,
              labels.of(logit, i),
              Map.of("channel", i % 2 == 0 ? "web" : "app", "user_id", "u" + i % 12),
              Scale.PROBABILITY));
    }
    return new Evaluator(new EvaluationOptions(0.672, cluster, by, new Resampling(1, 199)))
        .evaluate(table);
  }

  /** Right for four of five rows. */
  private static Label mostlyRight(double logit, int row) {
    return logit > 0 == (row % 5 != 0) ? Label.APPROPRIATE : Label.INAPPROPRIATE;
  }

  private static String text(Evaluation evaluation) {
    return String.join(
        "\n", TextDocument.lines(EvaluationDocument.of(evaluation, List.of(), true)));
  }

  private static String onOneLine(Evaluation evaluation) {
    return text(evaluation).replaceAll("\\s+", " ");
  }

  @Test
  void aGoodModelIsSaidToRemoveLoss() {
    String text = onOneLine(evaluation(200, 1, 0, List.of(), EvaluationDocumentTest::mostlyRight));
    assertTrue(text.startsWith("200 labelled conversations, 100 of them appropriate"), text);
    assertTrue(text.contains("The model agrees with people in 80.0% ("), text);
    assertTrue(text.contains("Its log loss is "), text);
    assertFalse(text.contains("WORSE"), text);
    assertTrue(
        text.contains(
            "On average its scores are neither too high nor too low, as far as these labels can tell."),
        text);
    assertFalse(text.contains("without a label"), text);
  }

  @Test
  void anOverconfidentModelIsToldToBeCalibrated() {
    String text = onOneLine(evaluation(200, 8, 0, List.of(), EvaluationDocumentTest::mostlyRight));
    assertTrue(
        text.contains(
            "Its probabilities are WORSE than a constant guess at the base rate: calibrate them"
                + " (--calibrate) before they are read as probabilities."),
        text);
  }

  @Test
  void aModelThatKnowsNothingIsNotSaidToBeBetterThanAGuess() {
    String text =
        onOneLine(
            evaluation(
                60,
                0.2,
                0,
                List.of(),
                (logit, row) -> row % 2 == 0 ? Label.APPROPRIATE : Label.INAPPROPRIATE));
    assertTrue(
        text.contains(
            "As probabilities its scores are not shown to be better than a constant guess at the"
                + " base rate."),
        text);
  }

  @Test
  void scoresThatAreTooHighOrTooLowAreSaidToBeSo() {
    String high = onOneLine(evaluation(200, 1, 2, List.of(), EvaluationDocumentTest::mostlyRight));
    assertTrue(high.matches(".*On average its scores are 0\\.\\d{3} too high\\..*"), high);
    assertTrue(high.contains("scores too high"), high);
    String low = onOneLine(evaluation(200, 1, -2, List.of(), EvaluationDocumentTest::mostlyRight));
    assertTrue(low.matches(".*On average its scores are 0\\.\\d{3} too low\\..*"), low);
    assertTrue(low.contains("scores too low"), low);
  }

  @Test
  void rowsWithoutALabelAndClustersAreCounted() {
    String text =
        onOneLine(
            evaluation(
                100,
                1,
                0,
                List.of("user_id"),
                (logit, row) -> row < 4 ? null : mostlyRight(logit, row)));
    assertTrue(text.startsWith("96 labelled conversations, 48 of them appropriate"), text);
    assertTrue(text.contains(", in 12 clusters by user_id The model"), text);
    assertTrue(text.contains("4 further rows without a label: not counted."), text);
    assertTrue(text.contains("9.4% of them were cut to fit"), text);
  }

  @Test
  void slicesNameTheirFieldWhereThereAreSeveral() {
    String text = text(evaluation(100, 1, 0, List.of(), EvaluationDocumentTest::mostlyRight));
    assertTrue(text.contains("\nBy channel and user_id\n"), text);
    assertTrue(text.contains("  channel = web "), text);
    assertTrue(text.contains("  user_id = u11 "), text);
  }

  @Test
  void everyLineFitsOnAScreen() {
    for (List<String> cluster : List.of(List.<String>of(), List.of("user_id", "channel"))) {
      Evaluation evaluation = evaluation(1_200, 1, 0, cluster, EvaluationDocumentTest::mostlyRight);
      for (String line : TextDocument.lines(EvaluationDocument.of(evaluation, List.of(), true))) {
        assertTrue(TerminalText.width(line) <= 110, line);
      }
    }
  }

  @Test
  void anEvaluationWithoutVariationHasGapsAndNoNaN() {
    Evaluation evaluation =
        evaluation(12, 0, 0, List.of("user_id"), (logit, row) -> Label.APPROPRIATE);
    assertFalse(text(evaluation).contains("NaN"), text(evaluation));
    String json =
        EvaluationJson.text(
            evaluation,
            List.of(new ScoreSource("s.csv", RunReports.thousandRows().run())),
            List.of());
    assertFalse(json.contains("NaN") || json.contains("Infinity"), json);
    assertTrue(json.contains("\"name\" : \"s.csv\""), json);
    assertTrue(json.contains("\"max_tokens\" : 1024"), json);
    assertEquals('\n', json.charAt(json.length() - 1));
  }
}
