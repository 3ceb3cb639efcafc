package dev.decorum.pipeline;

import dev.decorum.batch.Batch;
import dev.decorum.batch.BatchPlanner;
import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Rejection;
import dev.decorum.format.Window;
import dev.decorum.format.Windower;
import dev.decorum.infer.BatchRunner;
import dev.decorum.read.ConversationReader;
import dev.decorum.read.InputException;
import dev.decorum.read.ReadResult;
import dev.decorum.score.Scorer;
import dev.decorum.tokenize.TokenWindow;
import dev.decorum.tokenize.WindowTokenizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Conversations in, scores out, in the order of the input:
 *
 * <pre>
 *   read -> format -> tokenize -> batch -> infer -> score
 *   ------------- one thread -----------   -- N callers --   -> the caller's thread, in order
 * </pre>
 *
 * <p>Every queue between the threads is bounded, so memory does not depend on the length of the
 * input.
 */
public final class ScoringPipeline {
  private final Windower windower;
  private final WindowTokenizer tokenizer;
  private final BatchPlanner planner;
  private final Supplier<BatchRunner> runners;
  private final Scorer scorer;
  private final PipelineOptions options;

  public ScoringPipeline(
      Windower windower,
      WindowTokenizer tokenizer,
      BatchPlanner planner,
      Supplier<BatchRunner> runners,
      Scorer scorer,
      PipelineOptions options) {
    this.windower = windower;
    this.tokenizer = tokenizer;
    this.planner = planner;
    this.runners = runners;
    this.scorer = scorer;
    this.options = options;
  }

  /**
   * Scores everything that {@code conversations} holds.
   *
   * @throws IOException if the sink fails
   * @throws InterruptedException if this thread is interrupted; what was written stays written
   */
  public void run(ConversationReader conversations, RowSink sink)
      throws IOException, InterruptedException {
    try (Stages stages = new Stages(options.callers(), options.lookAhead())) {
      stages.produce(() -> readAll(conversations, stages));
      stages.infer(runners, (runner, batch) -> scorer.score(batch, runner.run(batch)));
      stages.drainInOrder(sink);
    }
  }

  private void readAll(ConversationReader conversations, Stages stages)
      throws InterruptedException {
    LookAhead lookAhead = new LookAhead(options.lookAhead());
    for (long read = 0; read < options.conversationLimit(); read++) {
      Optional<ReadResult> next;
      try {
        next = conversations.next();
      } catch (InputException e) {
        stages.inputFailed(e);
        continue;
      }
      if (next.isEmpty()) {
        break;
      }
      if (next.get() instanceof ReadResult.Rejected rejected) {
        stages.reject(rejected.rejection());
        continue;
      }
      Conversation conversation = ((ReadResult.Accepted) next.get()).conversation();
      for (Window window : windower.windows(conversation)) {
        Optional<TokenWindow> tokens = tokenizer.tokenize(window);
        if (tokens.isPresent()) {
          stages.announce(tokens.get());
          lookAhead.add(tokens.get());
        } else {
          stages.skip(window.id(), nothingToScore(conversation));
          lookAhead.passOver();
        }
        if (lookAhead.isFull()) {
          dispatch(lookAhead.take(), stages);
        }
      }
    }
    dispatch(lookAhead.take(), stages);
  }

  private void dispatch(List<TokenWindow> lookAhead, Stages stages) throws InterruptedException {
    for (Batch batch : planner.plan(lookAhead)) {
      stages.submit(batch);
    }
  }

  private static Rejection nothingToScore(Conversation conversation) {
    return new Rejection(
        conversation.location(),
        "nothing to score: the formatted text of conversation '" + conversation.id() + "' is empty",
        "");
  }

  /**
   * Windows waiting to be batched. The first fills are small, so that the first row comes soon;
   * each doubles up to the limit.
   */
  private static final class LookAhead {
    private static final int FIRST_FILL = 32;

    private final int limit;
    private int size;
    private int passedOver;
    private List<TokenWindow> waiting = new ArrayList<>();

    LookAhead(int limit) {
      this.limit = limit;
      this.size = Math.min(FIRST_FILL, limit);
    }

    void add(TokenWindow window) {
      waiting.add(window);
    }

    /** Counts a row that has no window, so that rows before it do not wait for ever. */
    void passOver() {
      passedOver++;
    }

    boolean isFull() {
      return waiting.size() + passedOver >= size;
    }

    List<TokenWindow> take() {
      List<TokenWindow> taken = waiting;
      waiting = new ArrayList<>();
      passedOver = 0;
      size = Math.min(limit, size * 2);
      return taken;
    }
  }
}
