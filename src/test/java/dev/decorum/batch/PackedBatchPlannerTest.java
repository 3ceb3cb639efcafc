package dev.decorum.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.tokenize.TokenWindow;
import dev.decorum.tokenize.TokenWindows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedBatchPlannerTest {
  private static final int PAD = 99;
  private static final PackedBatchPlanner PLANNER = new PackedBatchPlanner(PAD, 512, 16, 10_000);

  /** Ids from {@code first} on. */
  private static int[] run(int first, int length) {
    return IntStream.range(first, first + length).toArray();
  }

  private static int[] join(int[]... parts) {
    return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
  }

  private static List<TokenWindow> windows(int[]... ids) {
    List<TokenWindow> windows = new ArrayList<>();
    for (int[] window : ids) {
      windows.add(TokenWindows.of(windows.size(), window));
    }
    return windows;
  }

  /** Batches and segments as {@code past: from-to<parent ...}, followers in brackets. */
  private static String show(List<PackedBatch> batches) {
    List<String> shown = new ArrayList<>();
    for (PackedBatch batch : batches) {
      StringBuilder text = new StringBuilder(batch.past() + ":");
      for (Segment segment : batch.segments()) {
        text.append(' ').append(segment.from()).append('-').append(segment.to());
        if (segment.parent() >= 0) {
          text.append('<').append(segment.parent());
        }
        text.append("!".repeat(segment.readings().size()));
      }
      if (!batch.following().isEmpty()) {
        text.append(" [").append(show(batch.following())).append(']');
      }
      shown.add(text.toString());
    }
    return String.join(", ", shown);
  }

  @Test
  void aCommonBeginningIsOneSegment() {
    List<TokenWindow> windows =
        windows(join(run(1000, 40), run(1, 20)), join(run(1000, 40), run(30, 30)));
    assertEquals("0: 0-40 40-60<0! 40-70<0!", show(PLANNER.plan(windows)));
  }

  @Test
  void aShortCommonBeginningIsComputedAgain() {
    List<TokenWindow> windows =
        windows(join(run(1000, 15), run(1, 20)), join(run(1000, 15), run(30, 30)));
    assertEquals("0: 0-35! 0-45!", show(PLANNER.plan(windows)));
  }

  @Test
  void theTurnsOfAConversationAreOneSegmentReadAtSeveralPlaces() {
    int[] whole = run(1, 60);
    List<TokenWindow> windows = windows(Arrays.copyOf(whole, 20), Arrays.copyOf(whole, 45), whole);
    assertEquals("0: 0-60!!!", show(PLANNER.plan(windows)));
  }

  @Test
  void equalWindowsAreReadOnce() {
    List<TokenWindow> windows = windows(run(1, 30), run(1, 30), run(1, 30));
    List<PackedBatch> batches = PLANNER.plan(windows);
    assertEquals("0: 0-30!", show(batches));
    assertEquals(3, batches.get(0).windows().size());
  }

  @Test
  void paddingThatAUserTypedAtTheEndIsNotComputed() {
    List<TokenWindow> windows = windows(join(run(1, 30), new int[] {PAD, PAD}), run(1, 30));
    List<PackedBatch> batches = PLANNER.plan(windows);
    assertEquals("0: 0-30!", show(batches));
    assertEquals(2, batches.get(0).windows().size());
  }

  @Test
  void aWindowOfNothingButPaddingHasOneToken() {
    assertEquals("0: 0-1!", show(PLANNER.plan(windows(new int[] {PAD, PAD, PAD}))));
  }

  @Test
  void aLastTokenAloneTakesTheOneBeforeAlong() {
    List<TokenWindow> windows =
        windows(join(run(1000, 40), new int[] {1}), join(run(1000, 40), run(30, 30)));
    assertEquals("0: 0-40 39-41<0! 40-70<0!", show(PLANNER.plan(windows)));
  }

  @Test
  void whatDoesNotFitIntoThePassOfItsBeginningFollowsIt() {
    PackedBatchPlanner planner = new PackedBatchPlanner(PAD, 100, 16, 10_000);
    int[] persona = run(1000, 60);
    List<TokenWindow> windows =
        windows(
            join(persona, run(1, 30)),
            join(persona, run(200, 50)),
            join(persona, run(300, 40)),
            join(persona, run(400, 70)));
    assertEquals(
        "0: 0-60 60-90<0! [60: 60-110! 60-100!, 60: 60-130!]", show(planner.plan(windows)));
  }

  @Test
  void beginningsNest() {
    PackedBatchPlanner planner = new PackedBatchPlanner(PAD, 100, 16, 10_000);
    int[] bot = run(1000, 90);
    int[] context = join(bot, run(2000, 80));
    List<TokenWindow> windows =
        windows(
            join(bot, run(1, 50)),
            join(context, run(200, 60)),
            join(context, run(300, 60)),
            join(context, run(400, 30)));
    assertEquals(
        "0: 0-90 [90: 90-170 [170: 170-230!, 170: 170-230! 170-200!], 90: 90-140!]",
        show(planner.plan(windows)));
  }

  @Test
  void whereNothingMayBeKeptBeginningsAreSharedWithinAPassOnly() {
    PackedBatchPlanner planner = new PackedBatchPlanner(PAD, 100, 16, 0);
    int[] persona = run(1000, 60);
    List<TokenWindow> windows =
        windows(join(persona, run(1, 30)), join(persona, run(200, 50)), join(persona, run(9, 9)));
    assertEquals("0: 0-90!, 0: 0-110!, 0: 0-69!", show(planner.plan(windows)));
  }

  @Test
  void aPlanNeedsRoom() {
    assertThrows(IllegalArgumentException.class, () -> new PackedBatchPlanner(PAD, 0, 16, 0));
    assertThrows(IllegalArgumentException.class, () -> new PackedBatchPlanner(PAD, 1, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> new PackedBatchPlanner(PAD, 1, 16, -1));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyWindowIsReadOnceWithJustItsOwnTokens(long seed) {
    Random random = new Random(seed);
    for (int trial = 0; trial < 60; trial++) {
      List<TokenWindow> windows = related(random, 1 + random.nextInt(60));
      PackedBatchPlanner planner =
          new PackedBatchPlanner(
              PAD,
              1 + random.nextInt(300),
              2 + random.nextInt(15),
              random.nextBoolean() ? 0 : random.nextInt(1_000));
      Set<Long> seen = new HashSet<>();
      int computed = 0;
      for (PackedBatch batch : planner.plan(windows)) {
        computed += check(batch, new int[0], planner, 0, seen);
      }
      assertEquals(windows.size(), seen.size());
      int apart = windows.stream().mapToInt(TokenWindow::length).sum();
      assertTrue(computed <= apart, computed + " tokens instead of " + apart);
    }
  }

  /** Follows every path and compares it with its windows; returns the tokens computed. */
  private static int check(
      PackedBatch batch, int[] past, PackedBatchPlanner planner, long kept, Set<Long> seen) {
    assertEquals(past.length, batch.past());
    assertTrue(batch.segments().size() <= planner.batchSegments());
    assertTrue(
        batch.computedTokens() <= planner.batchTokens()
            || batch.segments().size() == 1
            || batch.segments().get(0).length() <= batch.computedTokens());
    List<int[]> paths = new ArrayList<>();
    for (Segment segment : batch.segments()) {
      int[] before = segment.parent() < 0 ? past : paths.get(segment.parent());
      int[] path = Arrays.copyOf(before, segment.to());
      for (int i = segment.from(); i < segment.to(); i++) {
        path[i] = segment.window().tokenId(i);
      }
      paths.add(path);
      assertTrue(segment.length() > 1 || segment.to() == 1, "a segment of one token");
      for (Segment.ReadPosition reading : segment.readings()) {
        for (TokenWindow window : reading.windows()) {
          assertTrue(seen.add(window.id().row()), "read twice: " + window);
          assertEquals(window.lastNonPadding(PAD), reading.position());
          for (int i = 0; i <= reading.position(); i++) {
            assertEquals(window.tokenId(i), path[i], window + " at " + i);
          }
        }
      }
    }
    int computed = batch.computedTokens();
    long keptHere = kept + batch.kept();
    assertTrue(keptHere <= planner.keptTokens() || batch.kept() == 0, "too much kept");
    for (PackedBatch next : batch.following()) {
      computed += check(next, paths.get(0), planner, keptHere, seen);
    }
    return computed;
  }

  /** Windows that begin like others, nested, equal, and some alone. */
  static List<TokenWindow> related(Random random, int count) {
    List<int[]> known = new ArrayList<>();
    known.add(new int[0]);
    List<TokenWindow> windows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] base = known.get(random.nextInt(known.size()));
      int[] begin = Arrays.copyOf(base, random.nextInt(base.length + 1));
      int[] own = random.ints(1 + random.nextInt(60), 0, 100).toArray();
      int[] ids = random.nextInt(8) == 0 && base.length > 0 ? base : join(begin, own);
      ids = Arrays.copyOf(ids, Math.min(ids.length, 200));
      known.add(ids);
      windows.add(TokenWindows.of(i, ids));
    }
    return windows;
  }

  @Test
  void theOrderOfWindowsDoesNotMatter() {
    Random random = new Random(42);
    List<TokenWindow> windows = related(random, 40);
    int expected = PLANNER.plan(windows).stream().mapToInt(PackedBatchPlannerTest::all).sum();
    for (int trial = 0; trial < 10; trial++) {
      List<TokenWindow> shuffled = new ArrayList<>(windows);
      Collections.shuffle(shuffled, random);
      assertEquals(
          expected, PLANNER.plan(shuffled).stream().mapToInt(PackedBatchPlannerTest::all).sum());
    }
  }

  private static int all(PackedBatch batch) {
    return batch.computedTokens()
        + batch.following().stream().mapToInt(PackedBatchPlannerTest::all).sum();
  }
}
