package dev.decorum.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingOptionsTest {

  /** As Trainer counts: README.md beside the training fixtures; the third is {@code all.json}. */
  @ParameterizedTest
  @CsvSource({
    "96, 4, 1, 1, 24, 24",
    "97, 4, 1, 1, 25, 25",
    "90, 4, 3, 3, 8, 24",
    "90, 4, 3, 0.5, 8, 4",
    "90, 4, 3, 0.51, 8, 5",
    "90, 4, 3, 0.001, 8, 1",
    "1, 16, 8, 3, 1, 3"
  })
  void whatIsLeftOfAnEpochIsAStepOfItsOwn(
      int examples, int batch, int accumulation, double epochs, long inEpoch, long steps) {
    TrainingOptions options =
        new Recipe().trainBatchSize(batch).accumulation(accumulation).epochs(epochs).options();
    assertEquals(inEpoch, options.stepsInEpoch(examples));
    assertEquals(steps, options.steps(examples));
  }

  @Test
  void aNumberOfStepsCountsMoreThanEpochs() {
    assertEquals(50, new Recipe().epochs(1).maxSteps(50).options().steps(96));
    assertEquals(5, new Recipe().epochs(1).maxSteps(5).options().steps(96));
  }

  @Test
  void whatIsNoRecipeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Recipe().learningRate(0).options());
    assertThrows(
        IllegalArgumentException.class, () -> new Recipe().learningRate(Double.NaN).options());
    assertThrows(IllegalArgumentException.class, () -> new Recipe().trainBatchSize(0).options());
    assertThrows(IllegalArgumentException.class, () -> new Recipe().evalBatchSize(0).options());
    assertThrows(IllegalArgumentException.class, () -> new Recipe().accumulation(0).options());
    assertThrows(IllegalArgumentException.class, () -> new Recipe().epochs(0).options());
    assertThrows(IllegalArgumentException.class, () -> new Recipe().maxSteps(0).options());
    assertThrows(IllegalArgumentException.class, () -> new Recipe().warmupSteps(-1).options());
    assertThrows(IllegalArgumentException.class, () -> new Recipe().evalSteps(0).options());
    assertThrows(IllegalArgumentException.class, () -> new Recipe().loggingSteps(0).options());
    assertThrows(IllegalArgumentException.class, () -> new Recipe().patience(0).options());
  }
}
