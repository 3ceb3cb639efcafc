package dev.decorum.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class LogitsTest {

  @Test
  void logitsAreReadRowByRow() {
    float[] values = {1, 2, 3, 4, 5, 6};
    Logits logits = new Logits(values);
    values[3] = 99;
    assertEquals(3, logits.size());
    assertEquals(1, logits.get(0, 0));
    assertEquals(4, logits.get(1, 1));
    assertEquals(5, logits.get(2, 0));
  }

  @Test
  void halfAPairIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Logits(new float[3]));
  }
}
