package dev.decorum.bench;

import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Rejection;
import dev.decorum.format.Turns;
import dev.decorum.format.Window;
import dev.decorum.format.WindowOptions;
import dev.decorum.format.Windower;
import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.ModelSettings;
import dev.decorum.pipeline.PipelineOptions;
import dev.decorum.pipeline.PlanOptions;
import dev.decorum.pipeline.Progress;
import dev.decorum.pipeline.RewardModel;
import dev.decorum.pipeline.RowSink;
import dev.decorum.read.ConversationReader;
import dev.decorum.read.MemoryReader;
import dev.decorum.read.bytes.InputException;
import dev.decorum.score.ConversationScore;
import dev.decorum.score.Scorer;
import dev.decorum.tokenize.TokenWindow;
import dev.decorum.tokenize.WindowTokenizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Scores conversations in memory, as {@code score} does with those of a file. */
final class Engine {
  private static final FormatterTemplates FORMATTER = FormatterTemplates.PYGMALION;

  private final RewardModel model;
  private final int maxTokens;

  Engine(RewardModel model, int maxTokens) {
    this.model = model;
    this.maxTokens = maxTokens;
  }

  /** The schedule of a run. */
  record Schedule(PlanOptions plan, PipelineOptions options) {

    Schedule withThreads(int threads) {
      return new Schedule(
          plan, new PipelineOptions(threads, options.lookAhead(), options.conversationLimit()));
    }

    Schedule withBatchTokens(int tokens) {
      return new Schedule(new PlanOptions(tokens, plan.prefixCacheBytes()), options);
    }
  }

  /**
   * The result of a run.
   *
   * @param seconds the wall-clock time
   */
  record Run(int rows, long tokens, int truncated, double seconds) {}

  /** Scores {@code conversations} and discards the scores. */
  Run run(List<Conversation> conversations, Turns turns, Schedule schedule)
      throws IOException, InterruptedException {
    Tally tally = new Tally();
    long start = System.nanoTime();
    try (ConversationReader reader = new MemoryReader(conversations)) {
      model
          .pipeline(
              FORMATTER,
              window(turns),
              schedule.plan(),
              model.scorer(Scorer.CHAI_BASELINE),
              schedule.options())
          .run(reader, tally);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Run(tally.rows, tally.tokens, tally.truncated, seconds);
  }

  /** The token ids of every row, in order. */
  List<int[]> tokenIds(List<Conversation> conversations, Turns turns) {
    Windower windower = model.windower(FORMATTER, window(turns));
    List<int[]> ids = new ArrayList<>();
    try (WindowTokenizer tokenizer = RewardModel.tokenizer(model.bundle(), maxTokens)) {
      for (Conversation conversation : conversations) {
        for (Window window : windower.windows(conversation)) {
          tokenizer.tokenize(window).map(TokenWindow::tokenIds).ifPresent(ids::add);
        }
      }
    }
    return ids;
  }

  private WindowOptions window(Turns turns) {
    return new WindowOptions(ModelSettings.DEFAULT_HISTORY, maxTokens, turns);
  }

  private static final class Tally implements RowSink {
    private int rows;
    private long tokens;
    private int truncated;

    @Override
    public void score(ConversationScore score) {
      rows++;
      tokens += score.tokens();
      truncated += score.tokensDropped() > 0 ? 1 : 0;
    }

    @Override
    public void rejected(Rejection rejection) {
      throw new InputException(rejection.location() + ": " + rejection.reason());
    }

    @Override
    public void inputFailed(InputException failure) {
      throw failure;
    }

    @Override
    public void progress(Progress progress) {}

    @Override
    public void pause() {}
  }
}
