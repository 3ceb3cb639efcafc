package dev.decorum.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
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
  void rowsAreTakenOutAndPutTogether() {
    Logits logits = new Logits(new float[] {1, 2, 3, 4, 5, 6});
    Logits second = logits.row(1);
    assertEquals(1, second.size());
    assertEquals(3, second.get(0, Logits.INAPPROPRIATE));
    assertEquals(4, second.get(0, Logits.APPROPRIATE));
    Logits joined = Logits.join(List.of(logits, Logits.of(7, 8)));
    assertEquals(4, joined.size());
    assertEquals(4, joined.get(1, Logits.APPROPRIATE));
    assertEquals(7, joined.get(3, Logits.INAPPROPRIATE));
    assertEquals(0, Logits.join(List.of()).size());
  }

  @Test
  void halfAPairIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Logits(new float[3]));
  }
}
