package dev.decorum.train.torch;

import dev.decorum.train.AdamOptions;
import dev.decorum.train.Learner.Part;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * AdamW with the formulas of PyTorch's {@code torch.optim.AdamW} (in {@code _single_tensor_adamw}),
 * in blocks of the flat parameters instead of parameter by parameter.
 */
final class AdamW {
  /** Five blocks of so many floats fit the cache of a processor core. */
  private static final long BLOCK = 1 << 17;

  private final AdamOptions options;
  private final FlatParameters parameters;
  private final long block;
  private long updates;

  AdamW(AdamOptions options, FlatParameters parameters, TorchDevice device) {
    this.options = options;
    this.parameters = parameters;
    this.block = device.isCuda() ? parameters.size() : BLOCK;
  }

  long updates() {
    return updates;
  }

  void setUpdates(long updates) {
    this.updates = updates;
  }

  /**
   * Updates the weights by their gradients, and clears these. To be called without recording
   * gradients.
   */
  void step(double learningRate) {
    updates++;
    double correction1 = 1 - Math.pow(options.beta1(), (double) updates);
    double correction2 = Math.sqrt(1 - Math.pow(options.beta2(), (double) updates));
    long decayed = parameters.decayed();
    Constants constants =
        new Constants(
            new Scalar(1 - learningRate * options.weightDecay()),
            new Scalar(options.beta1()),
            new Scalar(1 - options.beta1()),
            new Scalar(options.beta2()),
            new Scalar(1 - options.beta2()),
            new Scalar(1 / correction2),
            new Scalar(options.epsilon()),
            new Scalar(-learningRate / correction1));
    update(0, decayed, options.weightDecay() > 0, constants);
    update(decayed, parameters.size(), false, constants);
  }

  private record Constants(
      Scalar decay,
      Scalar beta1,
      Scalar rest1,
      Scalar beta2,
      Scalar rest2,
      Scalar inverseCorrection,
      Scalar epsilon,
      Scalar minusStep) {}

  private void update(long from, long to, boolean decays, Constants constants) {
    for (long at = from; at < to; at += block) {
      updateBlock(at, Math.min(block, to - at), decays, constants);
    }
  }

  @SuppressWarnings("try") // the scope frees the block's tensors
  private void updateBlock(long at, long length, boolean decays, Constants constants) {
    try (PointerScope scope = new PointerScope()) {
      Tensor weight = parameters.flat(Part.WEIGHT).narrow(0, at, length);
      Tensor gradient = parameters.gradients().narrow(0, at, length);
      Tensor first = parameters.flat(Part.FIRST_MOMENT).narrow(0, at, length);
      Tensor second = parameters.flat(Part.SECOND_MOMENT).narrow(0, at, length);
      if (decays) {
        weight.mul_(constants.decay());
      }
      first.mul_(constants.beta1()).add_(gradient, constants.rest1());
      second.mul_(constants.beta2()).addcmul_(gradient, gradient, constants.rest2());
      Tensor denominator =
          second.sqrt().mul_(constants.inverseCorrection()).add_(constants.epsilon());
      weight.addcdiv_(first, denominator, constants.minusStep());
      gradient.zero_();
    }
  }
}
