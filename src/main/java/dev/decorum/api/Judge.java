package dev.decorum.api;

import dev.decorum.conversation.Conversation;
import dev.decorum.failure.Causes;
import dev.decorum.failure.InterruptedRunException;
import dev.decorum.format.Turns;
import dev.decorum.format.WindowOptions;
import dev.decorum.infer.Device;
import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.Precision;
import dev.decorum.pipeline.DirectScoring;
import dev.decorum.pipeline.ModelDefaults;
import dev.decorum.pipeline.RewardModel;
import dev.decorum.pipeline.RowResult;
import dev.decorum.score.Scorer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A model that judges conversations.
 *
 * <p>Thread-safe: any number of threads may score with one judge at a time. It has no threads of
 * its own; on a CPU each call computes on one core, so as many threads as there are cores keep the
 * machine busy, and the model is in memory once.
 */
public final class Judge implements AutoCloseable {
  private final RewardModel model;
  private final FormatterTemplates formatter;
  private final WindowOptions window;
  private final Scorer scorer;
  private final int together;

  private Judge(ModelBundle bundle, JudgeOptions options) {
    ModelDefaults own = ModelDefaults.of(bundle);
    this.formatter =
        options.formatter() != null
            ? FormatterTemplates.named(options.formatter()).orElseThrow()
            : own.formatter();
    this.window =
        new WindowOptions(
            options.history() > 0 ? options.history() : own.history(),
            options.maxTokens() > 0 ? atMost(bundle, options.maxTokens()) : own.maxTokens(),
            Turns.valueOf(options.turns().toUpperCase(Locale.ROOT)));
    this.together = options.together();
    this.model =
        RewardModel.load(
            bundle,
            window.maxTokens(),
            Device.parse(options.device()),
            Precision.named(options.precision()).orElse(null));
    this.scorer =
        model.scorer(Double.isNaN(options.baseline()) ? own.baseline() : options.baseline());
  }

  private static int atMost(ModelBundle bundle, int maxTokens) {
    if (maxTokens > bundle.maxTokens()) {
      throw new IllegalArgumentException(
          "the model '" + bundle.name() + "' reads at most " + bundle.maxTokens() + " tokens");
    }
    return maxTokens;
  }

  /**
   * Opens a model as {@code decorum score} would without any option.
   *
   * @param folder a Hugging Face folder of a GPT-2 classifier, as it was downloaded
   * @throws dev.decorum.failure.DecorumException if it is unusable
   */
  public static Judge open(Path folder) {
    return open(folder, JudgeOptions.defaults());
  }

  /**
   * Opens a model.
   *
   * @throws dev.decorum.failure.DecorumException if it is unusable, or the device is not there
   * @throws IllegalArgumentException if the model reads fewer tokens than are asked for
   */
  public static Judge open(Path folder, JudgeOptions options) {
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(options, "options");
    return uninterrupted(() -> ModelBundle.open(folder, options.appropriateLabel()), options);
  }

  /**
   * Opens the bundled demo model, which is for trying things out. It is a toy that has seen few
   * chats, and not the CHAI reward model: its scores say nothing about a bot.
   */
  public static Judge demo(JudgeOptions options) {
    Objects.requireNonNull(options, "options");
    return uninterrupted(() -> ModelBundle.demo(options.appropriateLabel()), options);
  }

  private static Judge uninterrupted(Supplier<ModelBundle> bundle, JudgeOptions options) {
    try {
      return new Judge(bundle.get(), options);
    } catch (RuntimeException e) {
      if (Causes.isInterruption(e)) {
        throw new InterruptedRunException(e);
      }
      throw e;
    }
  }

  /**
   * Scores one conversation.
   *
   * @return the judgement of the conversation; of its last turn, where each turn is asked for, and
   *     a rejection where there is none
   * @throws dev.decorum.failure.DecorumException if the model's files have changed since it was
   *     opened, or the thread is interrupted
   * @throws IllegalStateException if this judge has been closed
   */
  public Judgement score(Chat chat) {
    Objects.requireNonNull(chat, "chat");
    Judgement last = new Rejected(chat.id(), "no message of this conversation ends a turn");
    for (Iterator<Judgement> turns = score(List.of(chat).iterator()); turns.hasNext(); ) {
      last = turns.next();
    }
    return last;
  }

  /**
   * Scores conversations lazily: some are taken from {@code rows} when the next judgement is asked
   * for and none is ready, {@link JudgeOptions#together} at most. The judgements come in the order
   * of the rows; a conversation that has none of the turns that are asked for has none. The
   * iterator is one thread's.
   *
   * @return what throws when it is asked, as {@link #score(Chat)} does, and what {@code rows}
   *     throws. No row is lost by that: those taken before come first, and asking again goes on
   */
  public Iterator<Judgement> score(Iterator<? extends Row> rows) {
    Objects.requireNonNull(rows, "rows");
    return new Judgements(rows, model.direct(formatter, window, scorer), together);
  }

  /** As {@link #score(Iterator)}; the stream is sequential, and closes {@code rows} when closed. */
  public Stream<Judgement> score(Stream<? extends Row> rows) {
    int kind = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(score(rows.iterator()), kind), false)
        .onClose(rows::close);
  }

  /** Where the model runs, for example {@code cpu} or {@code cuda:0}. */
  public String device() {
    return model.device();
  }

  /**
   * Gives the model's memory back, when the calls that are scoring have come to their ends; later
   * ones throw. Closing again does nothing.
   */
  @Override
  public void close() {
    model.close();
  }

  /** Judgements of the rows of an iterator, some rows at a time. */
  private static final class Judgements implements Iterator<Judgement> {
    private final Iterator<? extends Row> rows;
    private final DirectScoring scoring;
    private final int together;
    private final Deque<Judgement> ready = new ArrayDeque<>();
    private final List<Conversation> taken = new ArrayList<>();
    private @Nullable Rejected rejected;
    private @Nullable RuntimeException failure;

    Judgements(Iterator<? extends Row> rows, DirectScoring scoring, int together) {
      this.rows = rows;
      this.scoring = scoring;
      this.together = together;
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && (isWaiting() || failure != null || rows.hasNext())) {
        if (!isWaiting() && failure != null) {
          RuntimeException thrown = failure;
          failure = null;
          throw thrown;
        }
        scoreNext();
      }
      return !ready.isEmpty();
    }

    /** Whether something was taken and is not scored yet. */
    private boolean isWaiting() {
      return !taken.isEmpty() || rejected != null;
    }

    @Override
    public Judgement next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.remove();
    }

    /** Scores the conversations up to the next row that is none, as many as belong together. */
    private void scoreNext() {
      if (failure == null) {
        take();
      }
      // What was taken stays until it has been scored, whatever happens.
      for (RowResult result : scoring.score(taken)) {
        ready.add(judgement(result));
      }
      taken.clear();
      if (rejected != null) {
        ready.add(rejected);
        rejected = null;
      }
    }

    private void take() {
      try {
        while (rejected == null && taken.size() < together && rows.hasNext()) {
          Row row = Objects.requireNonNull(rows.next(), "a row is null");
          if (row instanceof Chat chat) {
            taken.add(chat.conversation());
          } else {
            rejected = (Rejected) row;
          }
        }
      } catch (RuntimeException e) {
        failure = e;
      }
    }

    private static Judgement judgement(RowResult result) {
      if (result instanceof RowResult.Scored scored) {
        return Score.of(scored.score());
      }
      RowResult.Rejected rejected = (RowResult.Rejected) result;
      return new Rejected(rejected.id().conversationId(), rejected.rejection().reason());
    }
  }
}
