package dev.decorum.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.read.bytes.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbabilityCalibrationTest {
  private static final ProbabilityCalibration.FittedOn FITTED_ON =
      new ProbabilityCalibration.FittedOn(40, 0.625, 0.6, 0.58);
  private static final ProbabilityCalibration PLATT = RunReports.calibration();

  @TempDir Path folder;

  private static String written(ProbabilityCalibration calibration) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    calibration.write(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  // Python: 1 / (1 + math.exp(-(2 * logit - 0.5)))
  @CsvSource({
    "0, 0.3775406687981454",
    "0.25, 0.5",
    "1, 0.8175744761936437",
    "-3, 0.0015011822567369917",
    "400, 1",
    "-400, 0"
  })
  void theProbabilityIsTheLogisticOfALine(double logit, double expected) {
    assertEquals(expected, PLATT.probability(logit), 1e-15);
  }

  @Test
  void aCalibrationIsReadBackAsItWasWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("c.json"), written(PLATT));
    assertEquals(PLATT, ProbabilityCalibration.read(file));
  }

  @Test
  void theFileSaysWhatItIs() throws IOException {
    String text = written(PLATT);
    assertTrue(
        text.startsWith(
            """
            {
              "method" : "platt",
              "slope" : 2.0,
              "intercept" : -0.5,
              "fitted_on" : {
                "rows" : 40,
                "base_rate" : 0.625,
                "loss" : 0.6,
                "calibrated_loss" : 0.58
              },
              "run" : {
                "decorum" : "0.1.0",
            """),
        text);
    assertTrue(text.endsWith("\n}\n"), text);
    assertEquals("temperature", CalibrationMethod.TEMPERATURE.outputName());
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "-1, 0", "NaN, 0", "Infinity, 0", "1, NaN", "1, -Infinity"})
  void aLineThatDoesNotRiseIsNoCalibration(double slope, double intercept) {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new ProbabilityCalibration(
                CalibrationMethod.PLATT,
                slope,
                intercept,
                FITTED_ON,
                RunReports.thousandRows().run()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"method\" : \"platt\" | \"method\" : null | the method is missing",
        "\"method\" : \"platt\" | \"method\" : \"magic\" | : method is missing, or is not of the expected type",
        "\"method\" : \"platt\" | \"method\" : 0 | : method is missing, or is not of the expected type",
        "\"slope\" : 2.0 | \"slop\" : 2.0 | : slope is missing, or is not of the expected type",
        "\"slope\" : 2.0 | \"slope\" : NaN | NaN",
        "\"slope\" : 2.0 | \"slope\" : \"NaN\" | slope NaN",
        "\"slope\" : 2.0 | \"slope\" : -2 | slope -2.0",
        "\"slope\" : 2.0 | \"slope\" : 1e999 | slope Infinity",
        "\"slope\" : 2.0 | \"slope\" : [2] | : slope is missing, or is not of the expected type",
        "\"slope\" : 2.0 | \"slope\" : true | : slope is missing, or is not of the expected type",
        "\"intercept\" : -0.5 | \"intersept\" : -0.5 | : intercept is missing, or is not of the expected type",
        "\"intercept\" : -0.5 | \"intercept\" : null | : intercept is missing, or is not of the expected type",
        "\"fitted_on\" | \"fitted_in\" | fitted_on is missing",
        "\"run\" | \"walk\" | run is missing",
        "\"window\" | \"door\" | window is missing",
        "\"rows\" : 40 | \"rows\" : {} | : fitted_on.rows is missing, or is not of the expected type",
      })
  void aBrokenCalibrationIsRefusedWithTheReason(String part, String broken, String reason)
      throws IOException {
    String text = written(PLATT);
    assertTrue(text.contains(part), part);
    Path file = Files.writeString(folder.resolve("c.json"), text.replace(part, broken));
    InputException thrown =
        assertThrows(InputException.class, () -> ProbabilityCalibration.read(file));
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.startsWith(file + ": holds no calibration"), message);
    assertTrue(message.contains(reason), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{}", "null", "\"platt\"", "{", "not json"})
  void whatIsNoCalibrationIsRefused(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("c.json"), text);
    InputException thrown =
        assertThrows(InputException.class, () -> ProbabilityCalibration.read(file));
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.startsWith(file + ": holds no calibration"), message);
  }
}
