package dev.decorum.bench;

import dev.decorum.conversation.Conversation;
import dev.decorum.pipeline.PipelineOptions;
import dev.decorum.pipeline.PlanOptions;
import dev.decorum.pipeline.RewardModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Measures a loaded model on workloads. The time is that from conversations in memory to scores
 * (windows, tokens, batches, the model), without reading and writing files and loading the model.
 * Everything runs once before it is timed.
 *
 * @param model the model to measure
 * @param maxTokens the length of the window in tokens
 * @param plan how windows are combined into runs of the network
 * @param schedule the threads and the look-ahead
 */
public record Bench(RewardModel model, int maxTokens, PlanOptions plan, PipelineOptions schedule) {
  private static final int PRODUCT_ROUNDS = 5;
  private static final double PRODUCT_SECONDS = 0.2;

  public Bench {
    Objects.requireNonNull(model);
    Objects.requireNonNull(plan);
    Objects.requireNonNull(schedule);
  }

  /**
   * Runs the benchmark.
   *
   * @param randomWeights whether the model's weights are random, for the report
   * @param loadSeconds the time to load the model, for the report
   * @throws InterruptedException if this thread is interrupted
   */
  public BenchReport run(
      BenchOptions options, boolean randomWeights, double loadSeconds, BenchListener listener)
      throws IOException, InterruptedException {
    Machine machine = Machine.here();
    Engine engine = new Engine(model, maxTokens);
    Engine.Schedule asAsked = new Engine.Schedule(plan, schedule);
    SyntheticConversations conversations = new SyntheticConversations(maxTokens, options.seed());
    Tuner tuner = new Tuner(engine, conversations);
    tuner.warmUp(asAsked);
    OptionalDouble productRate =
        model.device().equals("cpu")
            ? OptionalDouble.of(
                MatrixProduct.OF_GPT2_SMALL.rate(
                    schedule.workers(), PRODUCT_ROUNDS, PRODUCT_SECONDS))
            : OptionalDouble.empty();
    Optional<Tuning> tuning =
        options.tune() ? Optional.of(tuner.tune(asAsked, machine.cores())) : Optional.empty();
    tuning.ifPresent(listener::tuned);
    List<Measurement> measurements = new ArrayList<>();
    for (Workload workload : options.workloads()) {
      Measurement measurement =
          measure(
              workload,
              conversations.of(workload, options.conversations(workload)),
              options.repeats(),
              engine,
              asAsked,
              listener);
      measurements.add(measurement);
      listener.measured(measurement);
    }
    return new BenchReport(
        machine,
        new BenchReport.Model(
            model.bundle().name(),
            model.bundle().isDemo(),
            randomWeights,
            model.bundle().spec().network()),
        new BenchReport.Setting(
            model.device(),
            model.precision().label(),
            schedule.workers(),
            maxTokens,
            options.seed()),
        loadSeconds,
        productRate,
        measurements,
        tuning);
  }

  private static Measurement measure(
      Workload workload,
      List<Conversation> conversations,
      int repeats,
      Engine engine,
      Engine.Schedule schedule,
      BenchListener listener)
      throws IOException, InterruptedException {
    List<int[]> tokenIds = engine.tokenIds(conversations, workload.turns());
    long tokens = tokenIds.stream().mapToLong(ids -> ids.length).sum();
    long repeatedTokens = RepeatedTokens.count(tokenIds);
    listener.starts(workload, tokenIds.size(), tokens, repeats);
    PeakMemory memory = PeakMemory.ofThisProcess();
    memory.forget();
    List<Double> seconds = new ArrayList<>();
    int truncated = 0;
    for (int i = 0; i < repeats; i++) {
      Engine.Run run = engine.run(conversations, workload.turns(), schedule);
      if (run.rows() != tokenIds.size() || run.tokens() != tokens) {
        throw new IllegalStateException(
            "scored "
                + run.rows()
                + " rows, "
                + run.tokens()
                + " tokens of "
                + tokenIds.size()
                + ", "
                + tokens);
      }
      seconds.add(run.seconds());
      truncated = run.truncated();
    }
    return new Measurement(
        workload,
        conversations.size(),
        tokenIds.size(),
        tokens,
        repeatedTokens,
        truncated,
        seconds,
        memory.bytes().orElse(-1));
  }
}
