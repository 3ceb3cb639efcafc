package dev.decorum.bench;

import dev.decorum.conversation.Conversation;
import dev.decorum.format.Turns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Tries settings on a small sample: conversations of all lengths and many short ones, in proportion
 * to the threads, so that trials with any number of threads take about the same time.
 */
final class Tuner {
  private static final int LONG_A_THREAD = 4;
  private static final int SHORT_A_THREAD = 16;
  private static final List<Integer> BATCH_TOKENS = List.of(256, 1024, 2048);
  private static final int FEWEST_ROUNDS = 2;
  private static final int MOST_ROUNDS = 20;

  /** The time to spend, so that a fast model is tried more often, since its times are noisier. */
  private static final double SECONDS = 3;

  private final Engine engine;
  private final SyntheticConversations conversations;

  Tuner(Engine engine, SyntheticConversations conversations) {
    this.engine = engine;
    this.conversations = conversations;
  }

  /** Runs the sample once, so that everything is loaded and compiled for later runs. */
  void warmUp(Engine.Schedule schedule) throws IOException, InterruptedException {
    engine.run(sample(schedule.options().workers()), Turns.LAST, schedule);
  }

  Tuning tune(Engine.Schedule schedule, int cores) throws IOException, InterruptedException {
    SortedSet<Integer> counts =
        new TreeSet<>(List.of(1, Math.max(1, cores / 2), cores, schedule.options().workers()));
    List<Engine.Schedule> byThreads = counts.stream().map(schedule::withThreads).toList();
    List<Trial> threads = trials(byThreads, List.of());
    int best = Tuning.fewest(threads).threads();
    List<Engine.Schedule> byBatch = new ArrayList<>(List.of(schedule.withThreads(best)));
    BATCH_TOKENS.forEach(tokens -> byBatch.add(byBatch.get(0).withBatchTokens(tokens)));
    return new Tuning(threads, trials(byBatch, BATCH_TOKENS));
  }

  /**
   * Runs all settings round by round, so that disturbances affect them alike; the best round of
   * each counts.
   */
  private List<Trial> trials(List<Engine.Schedule> schedules, List<Integer> batchTokens)
      throws IOException, InterruptedException {
    int count = schedules.size();
    double[] best = new double[count];
    double elapsed = 0;
    for (int round = 0;
        round < FEWEST_ROUNDS || (round < MOST_ROUNDS && elapsed < SECONDS);
        round++) {
      for (int i = 0; i < count; i++) {
        Engine.Schedule schedule = schedules.get(i);
        Engine.Run run = engine.run(sample(schedule.options().workers()), Turns.LAST, schedule);
        best[i] = Math.max(best[i], run.tokens() / run.seconds());
        elapsed += run.seconds();
      }
    }
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      // The first schedule of a trial of budgets is the one in use.
      OptionalInt tokens =
          batchTokens.isEmpty() || i == 0
              ? OptionalInt.empty()
              : OptionalInt.of(batchTokens.get(i - 1));
      trials.add(new Trial(schedules.get(i).options().workers(), tokens, best[i]));
    }
    return trials;
  }

  private List<Conversation> sample(int threads) {
    List<Conversation> sample =
        new ArrayList<>(conversations.of(Workload.LONG, LONG_A_THREAD * threads));
    sample.addAll(conversations.of(Workload.SHORT, SHORT_A_THREAD * threads));
    return sample;
  }
}
