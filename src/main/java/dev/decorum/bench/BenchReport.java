package dev.decorum.bench;

import dev.decorum.model.Network;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The result of a benchmark.
 *
 * @param machine the machine
 * @param model the model
 * @param setting the settings of the runs
 * @param loadSeconds the time to load the model, which is not in any measurement
 * @param productRate floating-point operations per second of a plain float32 matrix product with as
 *     many threads; empty if the model does not run on a CPU
 * @param measurements one for each workload, in the order asked for
 * @param tuning the best settings here; empty if that was not asked for
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
   * The measured model.
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
     * Floating-point operations per token in the linear layers of all blocks, where a
     * multiplication and an addition count as two: 170 million for GPT-2 small. Attention itself
     * and the classifier are not counted.
     */
    public long linearFlopsPerToken() {
      return 2 * network.linearWeights();
    }
  }

  /**
   * The settings with which a model was run.
   *
   * @param device the device, for example {@code cpu}
   * @param precision the precision, for example {@code fp32}
   * @param threads the number of threads that called it
   * @param maxTokens the length of the window in tokens
   * @param seed the seed of the workloads
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
   * The share of {@link #productRate} that a measurement reached, as if every token went through
   * every linear layer. Work that was saved, as by shared prefixes, counts as done, so this can be
   * above 1. NaN without a rate.
   */
  public double shareOfProductRate(Measurement measurement) {
    return productRate.isPresent()
        ? measurement.tokensPerSecond() * model.linearFlopsPerToken() / productRate.getAsDouble()
        : Double.NaN;
  }
}
