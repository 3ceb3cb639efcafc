package dev.decorum.train;

/**
 * The settings of AdamW, as PyTorch's (Loshchilov and Hutter, <i>Decoupled Weight Decay
 * Regularization</i>, 2019), and of the clipping of gradients.
 *
 * @param beta1 the decay of the average of gradients, from 0 to below 1
 * @param beta2 the decay of the average of their squares, from 0 to below 1
 * @param epsilon added to the root of that average, at least 0
 * @param weightDecay the share of the learning rate by which weights shrink at each update, at
 *     least 0; biases and the weights of layer norms are left out, as Hugging Face's Trainer does
 * @param maxGradNorm the largest norm of all gradients together; 0 for no limit
 */
public record AdamOptions(
    double beta1, double beta2, double epsilon, double weightDecay, double maxGradNorm) {

  /** The settings of the model card, with the clipping that is Trainer's default. */
  public static final AdamOptions DEFAULT = new AdamOptions(0.9, 0.999, 1e-8, 0, 1);

  public AdamOptions {
    if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
      throw new IllegalArgumentException("betas " + beta1 + ", " + beta2);
    }
    if (!(epsilon >= 0 && weightDecay >= 0 && maxGradNorm >= 0)) {
      throw new IllegalArgumentException("negative settings of AdamW");
    }
  }
}
