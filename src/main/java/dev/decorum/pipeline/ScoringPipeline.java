package dev.decorum.pipeline;

import dev.decorum.batch.Planner;
import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Rejection;
import dev.decorum.format.TooMuchTextException;
import dev.decorum.format.Window;
import dev.decorum.format.Windower;
import dev.decorum.infer.ModelRunner;
import dev.decorum.read.ConversationReader;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.layout.ReadResult;
import dev.decorum.score.Scorer;
import dev.decorum.tokenize.TokenWindow;
import dev.decorum.tokenize.UnknownTokenException;
import dev.decorum.tokenize.WindowTokenizer;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Scores conversations in the order of the input:
 *
 * <pre>
 *   read -> format -> tokenize -> plan -> infer -> score
 *   ------- one thread -------    one     -- N workers --   -> the caller's thread, in order
 * </pre>
 *
 * <p>Every queue between the threads is bounded, so memory does not depend on the length of the
 * input.
 */
public final class ScoringPipeline {
  private final Windower windower;
  private final WindowTokenizer tokenizer;
  private final Planner planner;
  private final Supplier<ModelRunner> runners;
  private final Scorer scorer;
  private final PipelineOptions options;

  public ScoringPipeline(
      Windower windower,
      WindowTokenizer tokenizer,
      Planner planner,
      Supplier<ModelRunner> runners,
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
   * Scores all of {@code conversations}.
   *
   * @throws IOException if the sink fails
   * @throws InterruptedException if this thread is interrupted; rows that were written remain
   */
  public void run(ConversationReader conversations, RowSink sink)
      throws IOException, InterruptedException {
    run(conversations, KnownResults.NOTHING, sink);
  }

  /**
   * As {@link #run(ConversationReader, RowSink)}, without computing known logits.
   *
   * @return the number of windows that went through the model, now or before this run was
   *     interrupted
   * @throws InterruptedException if this thread is interrupted; the journal then has the logits
   *     computed so far
   */
  public long run(ConversationReader conversations, KnownResults knownResults, RowSink sink)
      throws IOException, InterruptedException {
    try (Stages stages =
        new Stages(options.workers(), options.lookAhead(), conversations.isLive())) {
      ScoreDelivery delivery = stages.delivery(knownResults.journal(), scorer::score);
      stages.read(() -> readAll(conversations, stages));
      stages.plan(planner, knownResults, delivery);
      stages.infer(runners, planner, delivery);
      stages.drainInOrder(sink);
      delivery.checkHealth();
      return delivery.computed();
    }
  }

  private void readAll(ConversationReader conversations, Stages stages)
      throws InterruptedException {
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
        Optional<TokenWindow> tokens;
        try {
          tokens = tokenizer.tokenize(window);
        } catch (UnknownTokenException | TooMuchTextException e) {
          stages.skip(window.id(), new Rejection(conversation.location(), e.getMessage(), ""));
          continue;
        }
        if (tokens.isPresent()) {
          stages.add(tokens.get());
        } else {
          stages.skip(window.id(), Rejections.nothingToScore(conversation));
        }
      }
    }
  }
}
