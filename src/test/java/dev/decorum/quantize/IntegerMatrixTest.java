package dev.decorum.quantize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntegerMatrixTest {

  /** By hand: the scales are 12.7 / 127 = 0.1 and 254 / 127 = 2. */
  @Test
  void columnsHaveTheirOwnScale() {
    IntegerMatrix matrix = IntegerMatrix.of(new float[] {12.7f, -254, -1.26f, 3}, 2, 127);
    assertArrayEquals(new float[] {0.1f, 2}, matrix.scales(), 1e-7f);
    // -1.26 is -12.6 steps: -13 and 0.4 of a step; 3 is 1.5 steps: 2 and -0.5 of a step.
    assertArrayEquals(new byte[] {127, -127, -13, 2}, matrix.high());
    assertArrayEquals(new byte[] {127, -127, -13, 2, 0, 0, 102, -127}, matrix.both());
  }

  @Test
  void aColumnOfZerosStaysOne() {
    IntegerMatrix matrix = IntegerMatrix.of(new float[] {0, 1, 0, 1}, 2, 127);
    assertArrayEquals(new byte[] {0, 127, 0, 127, 0, 0, 0, 0}, matrix.both());
    assertEquals(1, matrix.scales()[0]);
  }

  @ParameterizedTest
  @ValueSource(ints = {63, 127})
  void theHalvesTogetherAreTheWeight(int steps) {
    Random random = new Random(5);
    int columns = 7;
    float[] weights = new float[columns * 50];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian() * (1 + i % columns);
    }
    IntegerMatrix matrix = IntegerMatrix.of(weights, columns, steps);
    byte[] both = matrix.both();
    for (int i = 0; i < weights.length; i++) {
      float scale = matrix.scales()[i % columns];
      assertTrue(Math.abs(both[i]) <= steps && Math.abs(both[i + weights.length]) <= steps);
      double value = scale * (both[i] + both[i + weights.length] / (2.0 * steps));
      assertEquals(weights[i], value, scale / (3.9 * steps), "weight " + i);
    }
  }
}
