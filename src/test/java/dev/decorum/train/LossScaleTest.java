package dev.decorum.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The expected factors are those of {@code torch.amp.GradScaler} with its defaults. */
class LossScaleTest {

  @Test
  void gradientsThatAreNotFiniteHalveTheFactor() {
    LossScale scale = new LossScale();
    assertEquals(65536, scale.factor());
    scale.update(false);
    assertEquals(32768, scale.factor());
    scale.update(true);
    assertEquals(32768, scale.factor());
  }

  @Test
  void twoThousandGoodUpdatesInARowDoubleTheFactor() {
    LossScale scale = new LossScale();
    for (int i = 0; i < 1999; i++) {
      scale.update(true);
    }
    scale.update(false);
    for (int i = 0; i < 1999; i++) {
      scale.update(true);
      assertEquals(32768, scale.factor());
    }
    scale.update(true);
    assertEquals(65536, scale.factor());
  }

  @Test
  void theFactorOfACheckpointIsTakenUp() {
    LossScale scale = new LossScale();
    scale.restore(512);
    scale.update(false);
    assertEquals(256, scale.factor());
  }

  @Test
  void whereNoFactorHelpsThereIsAnAdvice() {
    LossScale scale = new LossScale();
    scale.restore(1.0 / (1 << 20));
    String message = assertThrows(TrainingException.class, () -> scale.update(false)).getMessage();
    assertTrue(message.contains("--bf16"), message);
  }
}
