package dev.decorum.api;

import dev.decorum.failure.Causes;
import dev.decorum.failure.InterruptedRunException;
import dev.decorum.format.Turns;
import dev.decorum.format.WindowOptions;
import dev.decorum.hub.HubSettings;
import dev.decorum.hub.ModelLocation;
import dev.decorum.infer.Device;
import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.Precision;
import dev.decorum.pipeline.DirectScoring;
import dev.decorum.pipeline.ModelDefaults;
import dev.decorum.pipeline.RewardModel;
import dev.decorum.pipeline.RowResult;
import dev.decorum.pipeline.RunDescription;
import dev.decorum.quantize.QuantizedModel;
import dev.decorum.score.RunManifest;
import dev.decorum.score.RunReport;
import dev.decorum.score.Scale;
import dev.decorum.score.Scorer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A model that judges conversations.
 *
 * <p>Thread-safe: any number of threads may score with the same judge. It has no threads of its
 * own; on a CPU each call uses one core, so as many threads as there are cores keep the machine
 * busy, with one copy of the model in memory.
 */
public final class Judge implements AutoCloseable {
  private final RewardModel model;
  private final FormatterTemplates formatter;
  private final WindowOptions window;
  private final Scorer scorer;
  private final int together;

  private Judge(ModelBundle bundle, JudgeOptions options, Loading loading) {
    ModelDefaults own = ModelDefaults.of(bundle);
    this.formatter = options.formatter() != null ? formatter(options.formatter()) : own.formatter();
    this.window =
        new WindowOptions(
            options.history() > 0 ? options.history() : own.history(),
            options.maxTokens() > 0 ? atMost(bundle, options.maxTokens()) : own.maxTokens(),
            Turns.valueOf(options.turns().toUpperCase(Locale.ROOT)));
    this.together = options.together();
    this.model =
        loading.load(
            bundle,
            window.maxTokens(),
            Device.parse(options.device()),
            Precision.named(options.precision()).orElse(null));
    this.scorer =
        model.scorer(Double.isNaN(options.baseline()) ? own.baseline() : options.baseline());
  }

  @FunctionalInterface
  private interface Loading {
    RewardModel load(
        ModelBundle bundle, int maxTokens, Device device, @Nullable Precision precision);
  }

  private static FormatterTemplates formatter(String formatter) {
    return FormatterTemplates.named(formatter)
        .orElseGet(() -> FormatterTemplates.read(Path.of(formatter)));
  }

  private static int atMost(ModelBundle bundle, int maxTokens) {
    if (maxTokens > bundle.maxTokens()) {
      throw new IllegalArgumentException(
          "the model '" + bundle.name() + "' reads at most " + bundle.maxTokens() + " tokens");
    }
    return maxTokens;
  }

  /**
   * Opens a model with the defaults of {@code decorum score}.
   *
   * @param folder the Hugging Face folder of a GPT-2 classifier
   * @throws dev.decorum.failure.DecorumException if it is unusable
   */
  public static Judge open(Path folder) {
    return open(folder, JudgeOptions.defaults());
  }

  /**
   * Opens a model.
   *
   * @throws dev.decorum.failure.DecorumException if it is unusable, or the device is unavailable
   * @throws IllegalArgumentException if the model reads fewer tokens than are asked for
   */
  public static Judge open(Path folder, JudgeOptions options) {
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(options, "options");
    return uninterrupted(() -> ModelBundle.open(folder, options.appropriateLabel()), options);
  }

  /**
   * Opens a model by its name, as {@code --model} of the command line does.
   *
   * @param model a folder, or {@code OWNER/NAME[@REVISION]} of a model in the cache of the Hugging
   *     Face hub
   * @throws dev.decorum.failure.DecorumException if it is unusable, or the device is unavailable
   */
  public static Judge open(String model, JudgeOptions options) {
    return open(named(model), options);
  }

  private static Path named(String model) {
    return new ModelLocation(model, new HubSettings(System.getenv())).folder();
  }

  /**
   * Opens the bundled demo model, which is for trying things out. It is a toy trained on few chats,
   * not the CHAI reward model, and its scores say nothing about a bot.
   */
  public static Judge demo(JudgeOptions options) {
    Objects.requireNonNull(options, "options");
    return uninterrupted(() -> ModelBundle.demo(options.appropriateLabel()), options);
  }

  /**
   * Opens a model whose network is loaded only when a conversation is to be scored: for programs
   * that describe and add up what others compute. What is wrong with the network or the device is
   * then found late.
   *
   * @param model as for {@link #open(String, JudgeOptions)}; {@code null} for the demo model
   * @throws dev.decorum.failure.DecorumException if its files are unusable
   */
  public static Judge whenNeeded(@Nullable String model, JudgeOptions options) {
    Objects.requireNonNull(options, "options");
    return new Judge(
        model == null
            ? ModelBundle.demo(options.appropriateLabel())
            : ModelBundle.open(named(model), options.appropriateLabel()),
        options,
        RewardModel::whenNeeded);
  }

  private static Judge uninterrupted(Supplier<ModelBundle> bundle, JudgeOptions options) {
    try {
      return new Judge(bundle.get(), options, RewardModel::load);
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
   * @return the judgement of the conversation, or of its last turn if turns are scored; a rejection
   *     if it has no such turn
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
   * Scores conversations lazily: when a judgement is asked for and none is ready, up to {@link
   * JudgeOptions#together} rows are taken from {@code rows}, fewer if they are long. The judgements
   * are in the order of the rows; a conversation without any of the requested turns has none. The
   * iterator must be used by one thread only.
   *
   * @return an iterator that throws the exceptions of {@link #score(Chat)} and of {@code rows}. No
   *     row is lost after an exception: asking again continues with the rows already taken
   */
  public Iterator<Judgement> score(Iterator<? extends Row> rows) {
    Objects.requireNonNull(rows, "rows");
    return new Judgements(rows, model.direct(formatter, window, scorer), together);
  }

  /** As {@link #score(Iterator)}; the stream is sequential, and closing it closes {@code rows}. */
  public Stream<Judgement> score(Stream<? extends Row> rows) {
    int kind = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(score(rows.iterator()), kind), false)
        .onClose(rows::close);
  }

  /**
   * The columns of a file of its scores.
   *
   * @param keep the fields of the input that scores bring along, in their order
   * @throws IllegalArgumentException if a kept field has the name of a column or occurs twice
   */
  public ScoreSchema schema(List<String> keep) {
    return new ScoreSchema(
        window.turns() != Turns.LAST, keep, Scale.of(model.bundle().head()) == Scale.REWARD);
  }

  /** Totals of scores by this judge, of which there are none yet. */
  public RunTotals newTotals() {
    String integers = model.integers().map(QuantizedModel::sha256).orElse("");
    return RunTotals.of(
        scorer, new RunTotals.Engine(model.device(), model.precision().label(), integers));
  }

  /**
   * The manifest of a run with the summary of its scores, as {@code decorum score} writes it beside
   * a score file, in JSON.
   *
   * @param totals of scores by this judge, or another one with the same model and options
   * @param seconds how long the run took
   */
  public String manifest(RunTotals totals, double seconds) {
    RunManifest manifest =
        new RunDescription(model.bundle(), formatter, window, scorer.baseline())
            .manifest(
                model.bundle().checksums(),
                totals.device(model.device()),
                totals.precision(model.precision().label()),
                totals.inputs(),
                totals.counts(),
                seconds)
            .withUnderstood(totals.understood());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      new RunReport(manifest, totals.scores(scorer).summary()).write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /**
   * The SHA-256 of every file of the model by its name, and of its {@code formatter}, in
   * hexadecimal digits: two judges with the same hashes and options give the same scores. Reads all
   * files.
   */
  public Map<String, String> sha256() {
    Map<String, String> all = new TreeMap<>(model.bundle().checksums());
    all.put("formatter", formatter.sha256());
    return all;
  }

  /**
   * What users should be told of the model, one sentence each: that it is the demo model, or which
   * label is taken as appropriate where that is not certain.
   */
  public List<String> notices() {
    return model.bundle().isDemo()
        ? List.of("bundled demo model, NOT the CHAI reward model")
        : model.bundle().notices();
  }

  /** The device of the model, for example {@code cpu} or {@code cuda:0}. */
  public String device() {
    return model.device();
  }

  /**
   * Waits for running calls and releases the model's memory; later calls throw. Closing again does
   * nothing.
   */
  @Override
  public void close() {
    model.close();
  }

  /** The judgements of the rows of an iterator, computed some rows at a time. */
  private static final class Judgements implements Iterator<Judgement> {
    private final Iterator<? extends Row> rows;
    private final DirectScoring scoring;
    private final int together;
    private final Deque<Judgement> ready = new ArrayDeque<>();
    private int taken;
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

    /** Whether rows have been taken and not scored yet. */
    private boolean isWaiting() {
      return scoring.isWaiting() || rejected != null;
    }

    @Override
    public Judgement next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.remove();
    }

    /** Scores the conversations up to the next rejected row, as many as are scored together. */
    private void scoreNext() {
      if (failure == null) {
        take();
      }
      for (RowResult result : scoring.score()) {
        ready.add(judgement(result));
      }
      taken = 0;
      if (rejected != null) {
        ready.add(rejected);
        rejected = null;
      }
    }

    private void take() {
      try {
        while (rejected == null && taken < together && !scoring.isFull() && rows.hasNext()) {
          Row row = Objects.requireNonNull(rows.next(), "a row is null");
          if (row instanceof Chat chat) {
            scoring.add(chat.conversation());
            taken++;
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
      return new Rejected(
          rejected.id().conversationId(),
          rejected.rejection().reason(),
          rejected.rejection().location().toString(),
          rejected.rejection().raw());
    }
  }
}
