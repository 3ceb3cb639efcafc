package dev.decorum.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreColumnsTest {

  @Test
  void keptFieldsStandBehindTheBotInTheirOrder() {
    assertEquals(
        List.of(
            "id",
            "bot_name",
            "z",
            "a",
            "appropriate_probability",
            "baseline_delta_percent",
            "logit_inappropriate",
            "logit_appropriate",
            "tokens",
            "tokens_dropped",
            "messages",
            "messages_used",
            "flags",
            "window_sha256"),
        new ScoreColumns(false, List.of("z", "a")).names());
  }

  @Test
  void theTurnStandsBehindTheId() {
    assertEquals(
        List.of("id", "turn", "bot_name"), new ScoreColumns(true, List.of()).names().subList(0, 3));
  }

  @Test
  void theCalibratedProbabilityStandsBehindTheRawOne() {
    assertEquals(
        List.of("id", "bot_name", "a", "appropriate_probability", "calibrated_probability"),
        new ScoreColumns(false, List.of("a"), RunReports.calibration()).names().subList(0, 5));
  }

  @Test
  void theCalibratedProbabilityComesFromTheLogitsNotFromTheProbability() {
    ScoreColumns columns = new ScoreColumns(false, List.of(), RunReports.calibration());
    double expected = 1 / (1 + Math.exp(-(2 * ((double) 1.5e-7f + 0.25) - 0.5)));
    assertEquals(expected, columns.calibrated(Scores.of("c1", 0, "Tom", Map.of(), 0.818)), 1e-15);
    assertEquals(expected, columns.calibrated(Scores.of("c1", 0, "Tom", Map.of(), 0.1)), 1e-15);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "calibrated_probability",
        "id",
        "turn",
        "bot_name",
        "appropriate_probability",
        "baseline_delta_percent",
        "logit_inappropriate",
        "logit_appropriate",
        "tokens",
        "tokens_dropped",
        "messages",
        "messages_used",
        "flags",
        "window_sha256"
      })
  void aFieldWithTheNameOfAColumnCannotBeKept(String name) {
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class, () -> new ScoreColumns(false, List.of("mine", name)));
    assertEquals(
        "the field '" + name + "' cannot be kept: the score file has a column of that name",
        thrown.getMessage());
  }

  @Test
  void aFieldCannotBeKeptTwice() {
    assertThrows(
        IllegalArgumentException.class, () -> new ScoreColumns(false, List.of("a", "b", "a")));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.000000000",
    "1, 1.000000000",
    "0.672, 0.672000000",
    "0.1234567894, 0.123456789",
    "0.1234567896, 0.123456790",
    "1e-10, 0.000000000",
    "1e-7, 0.000000100",
    "0.99999999999, 1.000000000"
  })
  void aProbabilityHasNineDecimals(double value, String shown) {
    assertEquals(shown, ColumnKind.probability(new BigDecimal(value)).toPlainString());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.000000",
    "-100, -100.000000",
    "21.7261904761, 21.726190",
    "-0.0000001, 0.000000"
  })
  void aPercentageHasSixDecimals(double value, String shown) {
    assertEquals(shown, ColumnKind.percent(new BigDecimal(value)).toPlainString());
  }
}
