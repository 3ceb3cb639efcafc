package dev.decorum.model;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Weights before any training, as Hugging Face initializes them ({@code
 * GPT2PreTrainedModel._init_weights}): normal(0, {@code initializer_range}), projections into the
 * residual stream divided by the root of twice the number of blocks, biases 0, norms 1.
 */
final class InitialWeights {
  private final double deviation;
  private final double residual;
  private final SplittableRandom random;

  /**
   * @param deviation the standard deviation, {@code initializer_range}
   * @param layers the number of blocks
   */
  InitialWeights(double deviation, int layers, SplittableRandom random) {
    this.deviation = deviation;
    this.residual = 1 / Math.sqrt(2.0 * layers);
    this.random = random;
  }

  /**
   * Writes a tensor as little-endian float32.
   *
   * @param name without the architecture's prefix
   */
  void write(String name, List<Long> shape, OutputStream out) throws IOException {
    boolean norm = name.contains("ln_");
    boolean bias = name.endsWith(".bias");
    double ownDeviation = deviation * (name.endsWith("c_proj.weight") ? residual : 1);
    long count = shape.stream().reduce(1L, Math::multiplyExact);
    byte[] bytes = new byte[(int) Math.min(count, 1 << 16) * Float.BYTES];
    ByteBuffer values = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (long i = 0; i < count; i++) {
      double value = bias ? 0 : norm ? 1 : ownDeviation * random.nextGaussian();
      values.putFloat((float) value);
      if (!values.hasRemaining() || i == count - 1) {
        out.write(bytes, 0, values.position());
        values.clear();
      }
    }
  }
}
