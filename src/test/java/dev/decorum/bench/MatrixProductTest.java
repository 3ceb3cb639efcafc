package dev.decorum.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.infer.Device;
import dev.decorum.model.ModelBundle;
import dev.decorum.pipeline.RewardModel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MatrixProductTest {

  /** DJL sets up the runtime, whichever test comes first. */
  @BeforeAll
  static void startTheRuntime() {
    RewardModel.load(ModelBundle.demo(), 512, Device.parse("cpu")).close();
  }

  @Test
  void aProductIsAMultiplicationAndAnAdditionForEveryPair() {
    assertEquals(2L * 512 * 768 * 3072, MatrixProduct.OF_GPT2_SMALL.flops());
  }

  /** No machine since 1995 is below the first bound, no core is above the second. */
  @Test
  void theRateIsOneThatAProcessorCanHave() throws Exception {
    double rate = new MatrixProduct(64, 128, 256).rate(2, 2, 0.02);
    assertTrue(rate > 1e8 && rate < 1e14, rate + " FLOP/s");
  }
}
