package dev.decorum.bench;

import dev.decorum.model.Network;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What was measured, and how.
 *
 * @param machine on what
 * @param model which model
 * @param setting how it was run
 * @param loadSeconds how long it took to load the model, which no measurement contains
 * @param productRate floating-point operations a second of a bare float32 matrix product with as
 *     many threads; empty where the model runs on no CPU
 * @param measurements one a workload, in the order asked for
 * @param tuning which settings are best here; empty where that was not asked for
 */
public record BenchReport(
    Machine machine,
    Model model,
    Setting setting,
    double loadSeconds,
    OptionalDouble productRate,
    List<Measurement> measurements,
    Optional<Tuning> tuning) {

  /**
   * A model that was measured.
   *
   * @param name its name
   * @param demo whether it is the bundled demonstration model
   * @param randomWeights whether its weights are random
   * @param network its shape
   */
  public record Model(String name, boolean demo, boolean randomWeights, Network network) {
    public Model {
      Objects.requireNonNull(name);
      Objects.requireNonNull(network);
    }

    /**
     * Floating-point operations of a token in the linear layers of all blocks, a multiplication and
     * an addition counted as two: for GPT-2 small 170 million. Attention itself and the classifier
     * are not in it.
     */
    public long linearFlopsPerToken() {
      return 2 * network.linearWeights();
    }
  }

  /**
   * How a model was run.
   *
   * @param device where, for example {@code cpu}
   * @param precision in which numbers, for example {@code fp32}
   * @param threads how many threads called it
   * @param maxTokens the length of the window, in tokens
   * @param seed of the workloads
   */
  public record Setting(String device, String precision, int threads, int maxTokens, long seed) {
    public Setting {
      Objects.requireNonNull(device);
      Objects.requireNonNull(precision);
    }
  }

  public BenchReport {
    Objects.requireNonNull(machine);
    Objects.requireNonNull(model);
    Objects.requireNonNull(setting);
    measurements = List.copyOf(measurements);
  }

  /**
   * The share of {@link #productRate} that a measurement makes of it, if every token went through
   * every linear layer. Work that was spared, as by shared prefixes, counts as done, so this can be
   * above 1. NaN without a rate.
   */
  public double shareOfProductRate(Measurement measurement) {
    return productRate.isPresent()
        ? measurement.tokensPerSecond() * model.linearFlopsPerToken() / productRate.getAsDouble()
        : Double.NaN;
  }
}
