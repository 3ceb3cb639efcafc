package dev.decorum.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.failure.DecorumException;
import dev.decorum.infer.TestLibraries;
import dev.decorum.model.Checkpoints;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeTest {
  @TempDir Path folder;

  @BeforeAll
  static void keepNativeLibrariesOutOfTheHomeFolder() {
    TestLibraries.prepare();
  }

  private static JudgeOptions together(int chats) {
    return new JudgeOptions("cpu", "auto", null, null, 0, 0, "last", Double.NaN, chats);
  }

  private static Judge base(JudgeOptions options) {
    return Judge.open(Checkpoints.folder("base"), options);
  }

  private static Chat chat(int number) {
    return Chat.of("chat-" + number)
        .persona("A patient teacher.")
        .user("What is " + number + " and " + number + "?")
        .bot("It is " + 2 * number + ".")
        .build();
  }

  /** The text of the window by hand; Pygmalion's form, without names of its own. */
  @Test
  void aChatIsWrittenAsItsFormattedText() {
    Chat chat =
        Chat.of("a")
            .botName("Mara")
            .userName("Tom")
            .persona("Keeps a tea shop.")
            .exampleDialogue("Mara: Good morning!")
            .user("Which tea?")
            .bot("Assam.")
            .bot("Ben", "Or coffee.")
            .build();
    Chat formatted =
        Chat.formatted(
            "b",
            """
            Mara's Persona: Keeps a tea shop.
            ####
            Mara: Good morning!
            <START>
            Tom: Which tea?
            Mara: Assam.
            Ben: Or coffee.
            """);
    try (Judge judge = base(together(8))) {
      Score written = assertInstanceOf(Score.class, judge.score(chat));
      Score asItStands = assertInstanceOf(Score.class, judge.score(formatted));
      assertEquals(asItStands.tokens(), written.tokens());
      assertEquals(asItStands.logitAppropriate(), written.logitAppropriate());
      assertEquals(asItStands.logitInappropriate(), written.logitInappropriate());
      assertEquals("a", written.id());
      assertEquals(3, written.messages());
      assertEquals(
          100 * (written.appropriateProbability() - 0.672) / 0.672,
          written.baselineDeltaPercent(),
          1e-9);
    }
  }

  @Test
  void rowsAreTakenWhenTheyAreNeeded() {
    AtomicInteger taken = new AtomicInteger();
    Stream<Row> rows =
        Stream.iterate(0, i -> i + 1)
            .map(
                i -> {
                  taken.incrementAndGet();
                  return i % 5 == 3 ? new Rejected("row " + i, "is none") : chat(i);
                });
    try (Judge judge = base(together(4));
        Stream<Judgement> judgements = judge.score(rows)) {
      assertEquals(0, taken.get());
      Iterator<Judgement> iterator = judgements.iterator();
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < 11; i++) {
        ids.add(iterator.next().id());
        assertTrue(taken.get() <= i + 4, taken + " were taken for " + (i + 1));
      }
      assertEquals(
          IntStream.range(0, 11).mapToObj(i -> (i % 5 == 3 ? "row " : "chat-") + i).toList(), ids);
    }
  }

  @Test
  void howManyGoTogetherChangesNoScore() {
    List<Judgement> alone = judgements(together(1));
    assertEquals(40, alone.size());
    assertEquals(alone, judgements(together(7)));
    assertEquals(alone, judgements(together(100)));
  }

  private static List<Judgement> judgements(JudgeOptions options) {
    try (Judge judge = base(options)) {
      return judge.score(IntStream.range(0, 40).mapToObj(JudgeTest::chat)).toList();
    }
  }

  @Test
  void manyThreadsMayAskAtOnce() throws Exception {
    List<Judgement> expected = judgements(together(10));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Judge judge = base(together(10))) {
      Callable<List<Judgement>> work =
          () -> judge.score(IntStream.range(0, 40).mapToObj(JudgeTest::chat)).toList();
      for (Future<List<Judgement>> each : threads.invokeAll(List.of(work, work, work, work))) {
        assertEquals(expected, each.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void nothingToScoreIsAReason() {
    try (Judge judge = base(together(4))) {
      Rejected rejected =
          assertInstanceOf(Rejected.class, judge.score(Chat.formatted("empty", "")));
      assertEquals("empty", rejected.id());
      assertTrue(rejected.reason().contains("nothing to score"), rejected.reason());
    }
  }

  @Test
  void eachTurnCanBeAskedFor() {
    JudgeOptions bot = new JudgeOptions("cpu", "auto", null, null, 0, 0, "bot", Double.NaN, 4);
    Chat chat = Chat.of("a").user("Hi").bot("Hello").user("How are you?").bot("Fine.").build();
    Chat silent = Chat.of("b").user("Hi").build();
    try (Judge judge = base(bot)) {
      List<Judgement> turns = judge.score(Stream.of(chat, silent)).toList();
      assertEquals(List.of(2, 4), turns.stream().map(turn -> ((Score) turn).turn()).toList());
      assertEquals(turns.get(1), judge.score(chat));
      assertInstanceOf(Rejected.class, judge.score(silent));
    }
  }

  @Test
  void anInterruptionEndsTheScoring() {
    try (Judge judge = base(together(4))) {
      Thread.currentThread().interrupt();
      DecorumException e = assertThrows(DecorumException.class, () -> judge.score(chat(1)));
      assertEquals(DecorumException.Kind.INTERRUPTED, e.kind());
      assertTrue(Thread.interrupted(), "the flag is set again");
      assertInstanceOf(Score.class, judge.score(chat(1)));
    }
  }

  @Test
  void aModelThatChangesIsRefused() throws Exception {
    Path copy = Checkpoints.copy("base", folder.resolve("copy"));
    try (Judge judge = Judge.open(copy, together(4))) {
      assertInstanceOf(Score.class, judge.score(chat(1)));
      Files.write(copy.resolve("model.safetensors"), new byte[] {1, 2, 3});
      DecorumException e = assertThrows(DecorumException.class, () -> judge.score(chat(2)));
      assertEquals(DecorumException.Kind.UNUSABLE, e.kind());
    }
  }

  @Test
  void aModelThatIsNoneIsRefused() {
    DecorumException e = assertThrows(DecorumException.class, () -> Judge.open(folder));
    assertTrue(e.getMessage().contains(folder.toString()), e.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> base(new JudgeOptions("cpu", "auto", null, null, 0, 5000, "last", 0.5, 1)));
  }

  @Test
  void aClosedJudgeSaysSo() {
    Judge judge = base(together(4));
    judge.score(chat(1));
    judge.close();
    judge.close();
    assertThrows(IllegalStateException.class, () -> judge.score(chat(1)));
  }

  @Test
  void closingWaitsForThoseWhoScore() throws Exception {
    for (int again = 0; again < 3; again++) {
      Judge judge = base(together(100));
      ExecutorService threads = Executors.newFixedThreadPool(4);
      try {
        List<Future<?>> scoring = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
          scoring.add(
              threads.submit(
                  () -> {
                    while (true) {
                      assertEquals(
                          100,
                          judge.score(IntStream.range(0, 100).mapToObj(JudgeTest::chat)).count());
                    }
                  }));
        }
        judge.score(chat(1));
        judge.close();
        for (Future<?> each : scoring) {
          ExecutionException e = assertThrows(ExecutionException.class, each::get);
          assertInstanceOf(IllegalStateException.class, e.getCause());
        }
      } finally {
        threads.shutdownNow();
      }
    }
  }

  /** A source that fails at some rows, once each, and goes on. */
  private static Iterator<Row> failing(int rows, int every) {
    return new Iterator<>() {
      private int next;
      private boolean failed;

      @Override
      public boolean hasNext() {
        return next < rows;
      }

      @Override
      public Row next() {
        if (next % every == every - 1 && !failed) {
          failed = true;
          throw new IllegalArgumentException("at " + next);
        }
        failed = false;
        return chat(next++);
      }
    };
  }

  @Test
  void noRowIsLostByAFailure() {
    try (Judge judge = base(together(7))) {
      Iterator<Judgement> judgements = judge.score(failing(40, 9));
      List<String> seen = new ArrayList<>();
      for (boolean more = true; more; ) {
        try {
          more = judgements.hasNext();
          if (more) {
            seen.add(judgements.next().id());
          }
        } catch (IllegalArgumentException e) {
          seen.add(e.getMessage());
        }
      }
      List<String> due = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        if (i % 9 == 8) {
          due.add("at " + i);
        }
        due.add("chat-" + i);
      }
      assertEquals(due, seen);
    }
  }

  @Test
  void noRowIsLostByAnInterruption() {
    try (Judge judge = base(together(7))) {
      Iterator<Judgement> judgements =
          judge.score(IntStream.range(0, 30).mapToObj(JudgeTest::chat).iterator());
      List<String> seen = new ArrayList<>();
      while (seen.size() < 30) {
        if (seen.size() % 7 == 0) {
          Thread.currentThread().interrupt();
          assertThrows(DecorumException.class, judgements::hasNext);
          assertTrue(Thread.interrupted());
        }
        seen.add(judgements.next().id());
      }
      assertEquals(IntStream.range(0, 30).mapToObj(i -> "chat-" + i).toList(), seen);
      assertFalse(judgements.hasNext());
    }
  }

  @Test
  void aFormatterMayBeAFile() throws Exception {
    Path file = folder.resolve("shop.json");
    Files.writeString(
        file,
        """
        {"memory_template": "{memory}\\n", "prompt_template": "{prompt}\\n",
         "bot_template": "B: {message}\\n", "user_template": "U: {message}\\n",
         "response_template": ""}
        """);
    Chat chat = Chat.of("a").user("Which tea?").bot("Assam.").build();
    Chat formatted = Chat.formatted("b", "\n\nU: Which tea?\nB: Assam.\n");
    JudgeOptions options = together(4);
    try (Judge judge = base(options.withFormatter(file.toString()));
        Judge plain = base(options)) {
      assertEquals(
          ((Score) plain.score(formatted)).windowSha256(),
          ((Score) judge.score(chat)).windowSha256());
    }
    JudgeOptions missing = options.withFormatter(folder.resolve("none.json").toString());
    assertThrows(DecorumException.class, () -> base(missing));
  }

  /** Another process has scored; this one has the same manifest without loading the network. */
  @Test
  void aRunIsDescribedWithoutTheNetwork() {
    String model = Checkpoints.folder("base").toString();
    RunTotals totals;
    String manifest;
    try (Judge judge = Judge.open(model, together(4))) {
      totals = judge.newTotals();
      judge.score(IntStream.range(0, 9).mapToObj(JudgeTest::chat)).forEach(totals::add);
      totals.ofWhole(2, List.of("tea"), List.of("a.jsonl"), List.of("b.md", "c.md"));
      manifest = judge.manifest(totals, 1);
      assertTrue(totals.inALine().startsWith("9 rows scored, 0 rejected, "), totals.inALine());
      assertTrue(totals.inALine().endsWith("against the baseline 0.672"), totals.inALine());
    }
    try (Judge described = Judge.whenNeeded(model, together(4))) {
      assertEquals(manifest, described.manifest(totals, 1));
      assertInstanceOf(Score.class, described.score(chat(1)));
    }
    assertThrows(DecorumException.class, () -> Judge.whenNeeded("no-such-model", together(4)));
  }

  @Test
  void chatsOfOneBotBeginAlike() {
    Chat.Builder mara = Chat.of("a").botName("Mara").persona("Keeps a tea shop.");
    long beginning = mara.user("Which tea?").bot("Assam.").build().beginning();
    assertEquals(
        beginning,
        Chat.of("b").botName("Mara").persona("Keeps a tea shop.").user("Hi").build().beginning());
    assertNotEquals(
        beginning,
        Chat.of("c").botName("Mara").persona("A pirate.").user("Hi").build().beginning());
    assertEquals(0, Chat.of("d").botName("Mara").user("Hi").build().beginning());
    assertEquals(
        Chat.formatted("e", "Mara's Persona: ".repeat(40) + "x").beginning(),
        Chat.formatted("f", "Mara's Persona: ".repeat(40) + "y").beginning());
  }

  @Test
  void optionsCanBeSent() throws Exception {
    JudgeOptions options = new JudgeOptions("cpu", "int8", "1", "pygmalion", 3, 100, "all", 0.5, 7);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(options);
    Object back = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    assertEquals(options, back);
    for (Callable<JudgeOptions> wrong :
        List.<Callable<JudgeOptions>>of(
            () -> new JudgeOptions("tpu", "auto", null, null, 0, 0, "last", 0.5, 1),
            () -> new JudgeOptions("cpu", "fp8", null, null, 0, 0, "last", 0.5, 1),
            () -> new JudgeOptions("cpu", "auto", null, "mine", 0, 0, "last", 0.5, 1),
            () -> new JudgeOptions("cpu", "auto", null, null, -1, 0, "last", 0.5, 1),
            () -> new JudgeOptions("cpu", "auto", null, null, 0, 0, "some", 0.5, 1),
            () -> new JudgeOptions("cpu", "auto", null, null, 0, 0, "last", 2, 1),
            () -> new JudgeOptions("cpu", "auto", null, null, 0, 0, "last", 0.5, 0))) {
      assertThrows(IllegalArgumentException.class, wrong::call);
    }
  }

  @Test
  void filesAreReadRowByRow() throws Exception {
    Files.writeString(
        folder.resolve("a.jsonl"),
        """
        {"id":"1","messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Yo"}]}
        {"id":"2"
        {"id":"3","messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Yo"}]}
        """);
    try (ChatFiles files = ChatFiles.open(folder.toString())) {
      assertEquals("1", assertInstanceOf(Chat.class, files.next()).id());
      Rejected rejected = assertInstanceOf(Rejected.class, files.next());
      assertEquals(folder.resolve("a.jsonl") + ":2", rejected.id().replaceFirst(":\\d+$", ""));
      assertEquals("3", assertInstanceOf(Chat.class, files.next()).id());
      assertFalse(files.hasNext());
      assertThrows(NoSuchElementException.class, files::next);
    }
    assertThrows(DecorumException.class, () -> ChatFiles.open(folder.resolve("none").toString()));
    assertThrows(IllegalArgumentException.class, () -> ChatFiles.open("-"));
  }
}
