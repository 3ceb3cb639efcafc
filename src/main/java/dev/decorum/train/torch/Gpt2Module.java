package dev.decorum.train.torch;

import dev.decorum.model.Activation;
import dev.decorum.model.Dropout;
import dev.decorum.model.Gpt2Config;
import dev.decorum.train.TrainingException;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The network of a {@code GPT2ForSequenceClassification}, with the dropout that Hugging Face's has
 * in training. Outputs are computed for the one token of each window at which they are read.
 */
final class Gpt2Module implements TorchModule {
  private final Gpt2Config config;
  private final Dropout dropout;
  private final FlatParameters parameters;

  Gpt2Module(Gpt2Config config, Dropout dropout, FlatParameters parameters) {
    this.config = config;
    this.dropout = dropout;
    this.parameters = parameters;
  }

  /**
   * Checks that a network can be trained.
   *
   * @throws TrainingException if it cannot
   */
  static void check(Gpt2Config config) {
    if (config.activation() == Activation.XIELU) {
      throw new TrainingException(
          "config.json: activation_function is \"xielu\", which can be scored with but not trained;"
              + " start from a model of another activation");
    }
  }

  @Override
  public Tensor outputs(Tensor ids, Tensor rows, boolean training) {
    return torch.linear(hidden(ids, rows, training), weight("score.weight"));
  }

  /** The matrix of the token vectors is that of the language model's head, too. */
  @Override
  public Tensor nextTokens(Tensor ids, Tensor rows, boolean training) {
    return torch.linear(hidden(ids, rows, training), weight("wte.weight"));
  }

  /** The vectors of some tokens behind the last norm. */
  private Tensor hidden(Tensor ids, Tensor rows, boolean training) {
    long windows = ids.size(0);
    long tokens = ids.size(1);
    Tensor embedded =
        torch.embedding(weight("wte.weight"), ids).add(weight("wpe.weight").narrow(0, 0, tokens));
    Tensor hidden = drop(embedded, dropout.embedding(), training);
    for (int layer = 0; layer < config.layers(); layer++) {
      String block = "h." + layer + ".";
      Tensor attended =
          attention(
              norm(hidden, block + "ln_1"), block + "attn.", layer, windows, tokens, training);
      hidden = hidden.add(attended);
      Tensor inner = product(norm(hidden, block + "ln_2"), block + "mlp.c_fc");
      Tensor active = activate(inner, block + "mlp.act.");
      hidden =
          hidden.add(drop(product(active, block + "mlp.c_proj"), dropout.residual(), training));
    }
    Tensor read = hidden.view(windows * tokens, config.width()).index_select(0, rows);
    return norm(read, "ln_f");
  }

  private Tensor attention(
      Tensor input, String block, int layer, long windows, long tokens, boolean training) {
    TensorVector parts = product(input, block + "c_attn").split(config.width(), 2);
    Tensor attended =
        torch.scaled_dot_product_attention(
            heads(parts.get(0), windows, tokens),
            heads(parts.get(1), windows, tokens),
            heads(parts.get(2), windows, tokens),
            new TensorOptional(),
            training ? dropout.attention() : 0,
            true,
            new DoubleOptional(config.attentionScale(layer)),
            false);
    Tensor joined = attended.transpose(1, 2).reshape(windows, tokens, config.width());
    return drop(product(joined, block + "c_proj"), dropout.residual(), training);
  }

  private Tensor heads(Tensor part, long windows, long tokens) {
    return part.view(windows, tokens, config.heads(), config.headWidth()).transpose(1, 2);
  }

  /** A {@code Conv1D} of Hugging Face, whose weights are [in, out]. */
  private Tensor product(Tensor input, String name) {
    Tensor weight = weight(name + ".weight");
    Tensor flat = input.view(-1, weight.size(0));
    return torch
        .addmm(weight(name + ".bias"), flat, weight)
        .view(input.size(0), input.size(1), weight.size(1));
  }

  private Tensor norm(Tensor input, String name) {
    return torch.layer_norm(
        input,
        new long[] {config.width()},
        new TensorOptional(weight(name + ".weight")),
        new TensorOptional(weight(name + ".bias")),
        config.layerNormEpsilon(),
        true);
  }

  private static Tensor drop(Tensor input, double share, boolean training) {
    return training && share > 0 ? torch.dropout(input, share, true) : input;
  }

  private Tensor activate(Tensor x, String learned) {
    return switch (config.activation()) {
      case GELU_TANH -> torch.gelu(x, "tanh");
      case GELU -> torch.gelu(x);
      case GELU_10 -> torch.hardtanh(torch.gelu(x), new Scalar(-10.0), new Scalar(10.0));
      case QUICK_GELU -> x.mul(torch.sigmoid(x.mul(new Scalar(1.702))));
      case RELU -> torch.relu(x);
      case RELU_SQUARED -> torch.relu(x).square();
      case RELU_6 -> torch.relu6(x);
      case LEAKY_RELU -> torch.leaky_relu(x);
      case PRELU -> torch.prelu(x, weight(learned + "weight"));
      case SILU -> torch.silu(x);
      case HARD_SWISH -> torch.hardswish(x);
      case MISH -> torch.mish(x);
      case LAPLACE ->
          torch
              .erf(x.sub(new Scalar(0.707107)).mul(new Scalar(1 / (0.282095 * Math.sqrt(2)))))
              .add(new Scalar(1.0))
              .mul(new Scalar(0.5));
      case SQRT_SOFTPLUS -> torch.softplus(x).sqrt();
      case SIGMOID -> torch.sigmoid(x);
      case TANH -> torch.tanh(x);
      case LINEAR -> x;
      case XIELU -> throw new IllegalStateException("checked: " + Activation.XIELU);
    };
  }

  private Tensor weight(String name) {
    return parameters.weight(name);
  }
}
