package dev.decorum.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.batch.PaddedBatchPlanner;
import dev.decorum.batch.Work;
import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.FormattedText;
import dev.decorum.conversation.Location;
import dev.decorum.conversation.Rejection;
import dev.decorum.format.DialogueFormatter;
import dev.decorum.format.Turns;
import dev.decorum.format.WindowOptions;
import dev.decorum.format.Windower;
import dev.decorum.infer.InferenceException;
import dev.decorum.infer.KeyValueCache;
import dev.decorum.infer.Logits;
import dev.decorum.infer.ModelOutput;
import dev.decorum.infer.ModelRunner;
import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.ModelBundle;
import dev.decorum.read.ConversationReader;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.layout.ReadResult;
import dev.decorum.score.ConversationScore;
import dev.decorum.score.Journal;
import dev.decorum.score.KnownScores;
import dev.decorum.score.Scale;
import dev.decorum.score.Scorer;
import dev.decorum.tokenize.TokenWindow;
import dev.decorum.tokenize.WindowTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The wiring, with a fake in place of the model: its logits are a function of the token ids. */
@Timeout(120)
class ScoringPipelineTest {
  private static WindowTokenizer tokenizer;

  @BeforeAll
  static void loadTokenizer() {
    ModelBundle bundle = ModelBundle.open(Path.of("src/test/resources/checkpoints/base"));
    tokenizer = RewardModel.tokenizer(bundle, bundle.maxTokens());
  }

  @AfterAll
  static void closeTokenizer() {
    tokenizer.close();
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "1,64,512", "3,64,512", "4,1000,33", "2,7,1000000"})
  void rowsComeOutInInputOrderWhateverTheSchedule(int workers, int lookAhead, int budget)
      throws Exception {
    Collected rows = new Collected();
    run(
        1_000,
        i -> text(i, "word ".repeat((int) (i * 7919 % 40) + 1) + i),
        () -> new FakeRunner(new Random(42)),
        rows,
        new PaddedBatchPlanner(budget),
        new PipelineOptions(workers, lookAhead, Long.MAX_VALUE));
    assertEquals(1_000, rows.scores.size());
    for (int i = 0; i < 1_000; i++) {
      ConversationScore score = rows.scores.get(i);
      assertEquals("c" + i, score.id().conversationId());
      assertEquals(i, score.id().row());
      assertEquals(
          FakeRunner.logit(ids("word ".repeat((i * 7919 % 40) + 1) + i)), score.logitAppropriate());
    }
  }

  @Test
  void aRowWithoutTokensIsRejectedAndHoldsNothingBack() throws Exception {
    Collected rows = new Collected();
    run(
        500,
        i -> text(i, i % 3 == 0 ? "" : "text " + i),
        () -> new FakeRunner(new Random(1)),
        rows,
        new PaddedBatchPlanner(64),
        new PipelineOptions(2, 16, Long.MAX_VALUE));
    assertEquals(333, rows.scores.size());
    assertEquals(167, rows.rejections.size());
    assertEquals(
        "f:1: nothing to score: the formatted text of conversation 'c0' is empty",
        rows.rejections.get(0).location() + ": " + rows.rejections.get(0).reason());
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      if (i % 3 != 0) {
        expected.add("c" + i);
      }
    }
    assertEquals(expected, rows.scores.stream().map(s -> s.id().conversationId()).toList());
  }

  @Test
  void onlyEmptyRowsEndTheRunToo() throws Exception {
    Collected rows = new Collected();
    run(
        100,
        i -> text(i, ""),
        () -> new FakeRunner(new Random(1)),
        rows,
        new PaddedBatchPlanner(64),
        new PipelineOptions(2, 16, Long.MAX_VALUE));
    assertEquals(100, rows.rejections.size());
    assertTrue(rows.scores.isEmpty());
  }

  @Test
  void rejectionsOfTheReaderArePassedOn() throws Exception {
    Collected rows = new Collected();
    run(
        10,
        i ->
            i % 2 == 0
                ? text(i, "good " + i)
                : new ReadResult.Rejected(new Rejection(new Location("f", i + 1, 0), "bad", "raw")),
        () -> new FakeRunner(new Random(1)),
        rows,
        new PaddedBatchPlanner(64),
        new PipelineOptions(1, 4, Long.MAX_VALUE));
    assertEquals(5, rows.scores.size());
    assertEquals(
        List.of(2L, 4L, 6L, 8L, 10L),
        rows.rejections.stream().map(rejection -> rejection.location().line()).toList());
  }

  @Test
  void theLimitCountsInputRows() throws Exception {
    Collected rows = new Collected();
    run(
        100,
        i -> text(i, "text " + i),
        () -> new FakeRunner(new Random(1)),
        rows,
        new PaddedBatchPlanner(64),
        new PipelineOptions(1, 4, 7));
    assertEquals(7, rows.scores.size());
  }

  @Test
  void aModelThatNeverAnswersEndsTheRunWithItsOwnException() {
    InferenceException failure = new InferenceException("out of memory");
    ModelRunner failing =
        new FakeRunner(new Random(1)) {
          @Override
          public ModelOutput run(Work work, KeyValueCache cache) {
            throw failure;
          }
        };
    for (int rows : List.of(3, 10_000)) {
      InferenceException thrown =
          assertThrows(
              InferenceException.class,
              () ->
                  run(
                      rows,
                      i -> text(i, "text " + i),
                      () -> failing,
                      new Collected(),
                      new PaddedBatchPlanner(16),
                      new PipelineOptions(2, 8, Long.MAX_VALUE)));
      assertSame(failure, thrown);
    }
  }

  @Test
  void workThatIsTooMuchIsDoneInParts() throws Exception {
    AtomicInteger failed = new AtomicInteger();
    Collected rows = new Collected();
    run(
        1_000,
        i -> text(i, "text " + i),
        () ->
            new FakeRunner(new Random(1)) {
              @Override
              public ModelOutput run(Work work, KeyValueCache cache) {
                if (work.windows().size() > 3) {
                  if (failed.incrementAndGet() % 2 == 0) {
                    throw new OutOfMemoryError("Java heap space");
                  }
                  throw new InferenceException("Failed to allocate memory");
                }
                return super.run(work, cache);
              }
            },
        rows,
        new PaddedBatchPlanner(256),
        new PipelineOptions(2, 64, Long.MAX_VALUE));
    assertTrue(failed.get() > 50, failed + " failures");
    assertEquals(List.of(), rows.rejections);
    assertEquals(1_000, rows.scores.size());
    for (int i = 0; i < 1_000; i++) {
      assertEquals(FakeRunner.logit(ids("text " + i)), rows.scores.get(i).logitAppropriate());
    }
  }

  @Test
  void aPoisonousRowIsRejectedByItself() throws Exception {
    List<Integer> fails = ids("text 77");
    List<Integer> noNumber = ids("text 99");
    Collected rows = new Collected();
    run(
        2_000,
        i -> text(i, "text " + i % 500),
        () ->
            new FakeRunner(new Random(1)) {
              @Override
              public ModelOutput run(Work work, KeyValueCache cache) {
                float[] logits = new float[2 * work.windows().size()];
                for (int row = 0; row < work.windows().size(); row++) {
                  List<Integer> ids = ids(work.windows().get(row));
                  if (ids.equals(fails)) {
                    throw new InferenceException("the kernel gave up");
                  }
                  logits[2 * row + 1] = ids.equals(noNumber) ? Float.NaN : logit(ids);
                }
                return new ModelOutput(new Logits(logits), KeyValueCache.NONE);
              }
            },
        rows,
        new PaddedBatchPlanner(256),
        new PipelineOptions(2, 64, Long.MAX_VALUE));
    // Four rows have each of the two texts.
    assertEquals(1_992, rows.scores.size());
    assertEquals(8, rows.rejections.size());
    assertEquals(
        List.of(78L, 100L, 578L, 600L, 1078L, 1100L, 1578L, 1600L),
        rows.rejections.stream().map(rejection -> rejection.location().line()).sorted().toList());
    for (Rejection rejection : rows.rejections) {
      String reason = rejection.reason();
      assertTrue(
          rejection.location().line() % 500 == 78
              ? reason.equals("the kernel gave up")
              : reason.contains("the model gives no number"),
          reason);
    }
  }

  @Test
  void knownWindowsAreNotPlanned() throws Exception {
    List<Integer> known = ids("text 3");
    AtomicInteger computed = new AtomicInteger();
    Collected rows = new Collected();
    run(
        100,
        i -> text(i, "text " + i % 50),
        () -> counting(computed),
        new KnownResults(
            window -> FakeRunner.ids(window).equals(known) ? new Logits(new float[] {1, 2}) : null,
            null),
        rows,
        new PaddedBatchPlanner(64),
        new PipelineOptions(2, 16, Long.MAX_VALUE));
    assertEquals(49, computed.get());
    assertEquals(2, rows.scores.get(3).logitAppropriate());
    assertEquals(2, rows.scores.get(53).logitAppropriate());
    assertEquals(FakeRunner.logit(ids("text 4")), rows.scores.get(54).logitAppropriate());
  }

  @Test
  void whatIsInTheJournalIsNotComputedAgain(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("journal");
    Random random = new Random(5);
    AtomicInteger computed = new AtomicInteger();
    for (int attempt = 0; attempt < 20; attempt++) {
      long stopAt = random.nextInt(400);
      Collected rows =
          new Collected() {
            @Override
            public void score(ConversationScore score) throws IOException {
              if (score.id().row() == stopAt) {
                throw new IOException("power failure");
              }
              super.score(score);
            }
          };
      try (Journal journal = Journal.open(file, () -> "model", false, true)) {
        assertThrows(
            IOException.class,
            () ->
                run(
                    500,
                    i -> text(i, "text " + i),
                    () -> counting(computed),
                    new KnownResults(KnownScores.NONE, journal),
                    rows,
                    new PaddedBatchPlanner(64),
                    new PipelineOptions(2, 16, Long.MAX_VALUE)));
      }
    }
    Collected rows = new Collected();
    try (Journal journal = Journal.open(file, () -> "model", false, true)) {
      run(
          500,
          i -> text(i, "text " + i),
          () -> counting(computed),
          new KnownResults(KnownScores.NONE, journal),
          rows,
          new PaddedBatchPlanner(64),
          new PipelineOptions(2, 16, Long.MAX_VALUE));
    }
    assertEquals(500, rows.scores.size());
    for (int i = 0; i < 500; i++) {
      assertEquals(i, rows.scores.get(i).id().row());
      assertEquals(FakeRunner.logit(ids("text " + i)), rows.scores.get(i).logitAppropriate());
    }
    // Of each of 20 broken runs no more is lost than what was in progress: two batches of 16.
    assertTrue(computed.get() <= 500 + 20 * 2 * 16, computed + " computed");
  }

  private static ModelRunner counting(AtomicInteger computed) {
    return new FakeRunner(new Random(1)) {
      @Override
      public ModelOutput run(Work work, KeyValueCache cache) {
        computed.addAndGet(work.windows().size());
        return super.run(work, cache);
      }
    };
  }

  @Test
  void anInputThatFailsDoesNotTakeTheOthersAlong() throws Exception {
    Collected rows = new Collected();
    run(
        1_000,
        i -> {
          if (i % 100 == 7) {
            throw new InputException("f" + i + ": vanished");
          }
          return text(i, "text " + i);
        },
        () -> new FakeRunner(new Random(1)),
        rows,
        new PaddedBatchPlanner(16),
        new PipelineOptions(2, 8, Long.MAX_VALUE));
    assertEquals(990, rows.scores.size());
    assertEquals(10, rows.failures.size());
    assertEquals("f7: vanished", rows.failures.get(0).getMessage());
  }

  @Test
  void aDefectInTheReaderEndsTheRun() {
    assertThrows(
        ArithmeticException.class,
        () ->
            run(
                10_000,
                i -> text(i, "text " + i / (i - 100)),
                () -> new FakeRunner(new Random(1)),
                new Collected(),
                new PaddedBatchPlanner(16),
                new PipelineOptions(2, 8, Long.MAX_VALUE)));
  }

  @Test
  void aFailingSinkStopsTheReader() {
    AtomicLong read = new AtomicLong();
    Collected full =
        new Collected() {
          @Override
          public void score(ConversationScore score) throws IOException {
            throw new IOException("disk full");
          }
        };
    IOException thrown =
        assertThrows(
            IOException.class,
            () ->
                run(
                    1_000_000,
                    i -> {
                      read.incrementAndGet();
                      return text(i, "text " + i);
                    },
                    () -> new FakeRunner(new Random(1)),
                    full,
                    new PaddedBatchPlanner(16),
                    new PipelineOptions(2, 8, Long.MAX_VALUE)));
    assertEquals("disk full", thrown.getMessage());
    assertTrue(read.get() < 10_000, "read on for " + read.get() + " rows");
  }

  @Test
  void readingRunsAheadByABoundedNumberOfRows() throws Exception {
    AtomicLong read = new AtomicLong();
    AtomicLong furthestAhead = new AtomicLong();
    Collected rows =
        new Collected() {
          @Override
          public void score(ConversationScore score) throws IOException {
            super.score(score);
            furthestAhead.accumulateAndGet(read.get() - scores.size(), Math::max);
          }
        };
    run(
        5_000,
        i -> {
          read.incrementAndGet();
          return text(i, "text " + i);
        },
        () -> new FakeRunner(new Random(7)),
        rows,
        new PaddedBatchPlanner(64),
        new PipelineOptions(2, 32, Long.MAX_VALUE));
    assertEquals(5_000, rows.scores.size());
    // Two look-aheads in flight, one planned, one being gathered, and the row that waits for it.
    assertTrue(furthestAhead.get() <= 4 * 32 + 1, furthestAhead + " rows ahead");
  }

  @Test
  void aRowOfASlowInputIsScoredBeforeTheNextComes() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    Collected rows =
        new Collected() {
          @Override
          public void score(ConversationScore score) throws IOException {
            super.score(score);
            first.countDown();
          }
        };
    AtomicBoolean inTime = new AtomicBoolean();
    run(
        2,
        i -> {
          if (i == 1) {
            try {
              inTime.set(first.await(20, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
          return text(i, "text " + i);
        },
        true,
        () -> new FakeRunner(new Random(1)),
        KnownResults.NOTHING,
        rows,
        new PaddedBatchPlanner(64),
        new PipelineOptions(2, 16, Long.MAX_VALUE));
    assertTrue(inTime.get(), "the first row waited for the second");
    assertEquals(2, rows.scores.size());
  }

  @Test
  void equalWindowsAreComputedOnceARun() throws Exception {
    AtomicInteger computed = new AtomicInteger();
    Collected rows = new Collected();
    run(
        3_000,
        i -> text(i, "text " + i % 10),
        () ->
            new FakeRunner(new Random(1)) {
              @Override
              public ModelOutput run(Work work, KeyValueCache cache) {
                computed.addAndGet(work.windows().size());
                return super.run(work, cache);
              }
            },
        rows,
        new PaddedBatchPlanner(64),
        new PipelineOptions(1, 20, Long.MAX_VALUE));
    assertEquals(3_000, rows.scores.size());
    for (int i = 0; i < 3_000; i++) {
      assertEquals(FakeRunner.logit(ids("text " + i % 10)), rows.scores.get(i).logitAppropriate());
    }
    assertEquals(10, computed.get());
  }

  @Test
  void anInterruptedRunStops() throws Exception {
    CountDownLatch busy = new CountDownLatch(100);
    Thread runner =
        new Thread(
            () -> {
              try {
                run(
                    Long.MAX_VALUE,
                    i -> text(i, "text " + i),
                    () -> new FakeRunner(new Random(7)),
                    new Collected() {
                      @Override
                      public void score(ConversationScore score) {
                        busy.countDown();
                      }
                    },
                    new PaddedBatchPlanner(64),
                    new PipelineOptions(2, 32, Long.MAX_VALUE));
              } catch (InterruptedException | IOException e) {
                // what the test waits for
              }
            });
    runner.start();
    assertTrue(busy.await(20, TimeUnit.SECONDS), "no rows are scored");
    runner.interrupt();
    runner.join(20_000);
    assertTrue(!runner.isAlive(), "still running");
  }

  private static void run(
      long size,
      LongFunction<ReadResult> input,
      Supplier<ModelRunner> runners,
      RowSink sink,
      PaddedBatchPlanner planner,
      PipelineOptions options)
      throws IOException, InterruptedException {
    run(size, input, false, runners, KnownResults.NOTHING, sink, planner, options);
  }

  private static void run(
      long size,
      LongFunction<ReadResult> input,
      Supplier<ModelRunner> runners,
      KnownResults knownResults,
      RowSink sink,
      PaddedBatchPlanner planner,
      PipelineOptions options)
      throws IOException, InterruptedException {
    run(size, input, false, runners, knownResults, sink, planner, options);
  }

  private static void run(
      long size,
      LongFunction<ReadResult> input,
      boolean live,
      Supplier<ModelRunner> runners,
      KnownResults knownResults,
      RowSink sink,
      PaddedBatchPlanner planner,
      PipelineOptions options)
      throws IOException, InterruptedException {
    Windower windower =
        new Windower(
            new DialogueFormatter(FormatterTemplates.PYGMALION),
            new WindowOptions(10, 128, Turns.LAST),
            tokenizer);
    new ScoringPipeline(
            windower, tokenizer, planner, runners, new Scorer(0.672, Scale.PROBABILITY), options)
        .run(new Generated(size, input, live), knownResults, sink);
  }

  private static ReadResult text(long i, String text) {
    return new ReadResult.Accepted(
        new Conversation(
            "c" + i, new Location("f", i + 1, 0), "Bot", new FormattedText(text), null, Map.of()));
  }

  private static List<Integer> ids(String text) {
    Windower windower =
        new Windower(
            new DialogueFormatter(FormatterTemplates.PYGMALION),
            new WindowOptions(10, 128, Turns.LAST),
            tokenizer);
    Conversation conversation = ((ReadResult.Accepted) text(0, text)).conversation();
    return FakeRunner.ids(
        tokenizer.tokenize(windower.windows(conversation).iterator().next()).orElseThrow());
  }

  /** Answers after a random moment, with a logit that only these ids have. */
  private static class FakeRunner implements ModelRunner {
    private final Random random;

    FakeRunner(Random random) {
      this.random = random;
    }

    @Override
    public ModelOutput run(Work work, KeyValueCache cache) {
      LockSupport.parkNanos(random.nextInt(500_000));
      float[] values = new float[2 * work.windows().size()];
      for (int row = 0; row < work.windows().size(); row++) {
        values[2 * row + 1] = logit(ids(work.windows().get(row)));
      }
      return new ModelOutput(new Logits(values), KeyValueCache.NONE);
    }

    static List<Integer> ids(TokenWindow window) {
      List<Integer> ids = new ArrayList<>();
      for (int position = 0; position < window.length(); position++) {
        ids.add(window.tokenId(position));
      }
      return ids;
    }

    static float logit(List<Integer> ids) {
      return ids.hashCode() / 1e9f;
    }

    @Override
    public void close() {}
  }

  /** Rows made on demand. */
  private static final class Generated implements ConversationReader {
    private final long size;
    private final LongFunction<ReadResult> input;
    private final boolean live;
    private long next;

    Generated(long size, LongFunction<ReadResult> input, boolean live) {
      this.size = size;
      this.live = live;
      this.input = input;
    }

    @Override
    public Optional<ReadResult> next() {
      return next == size ? Optional.empty() : Optional.of(input.apply(next++));
    }

    @Override
    public boolean isLive() {
      return live;
    }

    @Override
    public long bytesRead() {
      return next;
    }

    @Override
    public long bytesTotal() {
      return size;
    }

    @Override
    public void close() {}
  }

  private static class Collected implements RowSink {
    final List<ConversationScore> scores = new ArrayList<>();
    final List<Rejection> rejections = new ArrayList<>();
    final List<InputException> failures = new ArrayList<>();

    @Override
    public void score(ConversationScore score) throws IOException {
      scores.add(score);
    }

    @Override
    public void rejected(Rejection rejection) {
      rejections.add(rejection);
    }

    @Override
    public void inputFailed(InputException failure) {
      failures.add(failure);
    }

    @Override
    public void progress(Progress progress) {}

    @Override
    public void pause() {}
  }
}
