package dev.decorum.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.tokenize.TokenWindow;
import dev.decorum.tokenize.TokenWindows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaddedBatchPlannerTest {

  private static TokenWindow window(long row, int length) {
    return TokenWindows.of(row, new int[length]);
  }

  private static List<TokenWindow> windows(int... lengths) {
    List<TokenWindow> windows = new ArrayList<>();
    for (int length : lengths) {
      windows.add(window(windows.size(), length));
    }
    return windows;
  }

  private static String lengths(List<PaddedBatch> batches) {
    List<String> shown = new ArrayList<>();
    for (PaddedBatch batch : batches) {
      shown.add(batch.windows().stream().map(TokenWindow::length).toList().toString());
    }
    return String.join(" ", shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "100 | [7, 5, 4, 3, 2, 1]",
        "42  | [7, 5, 4, 3, 2, 1]",
        "41  | [7, 5, 4, 3, 2] [1]",
        "14  | [7, 5] [4, 3, 2] [1]",
        "8   | [7] [5] [4, 3] [2, 1]",
        "6   | [7] [5] [4] [3, 2] [1]",
        "1   | [7] [5] [4] [3] [2] [1]"
      })
  void theLongestComeFirstAndPaddingIsPartOfTheBudget(int budget, String batches) {
    assertEquals(batches, lengths(new PaddedBatchPlanner(budget).plan(windows(3, 1, 7, 2, 5, 4))));
  }

  @Test
  void windowsOfOneLengthKeepTheirOrder() {
    List<Long> rows =
        new PaddedBatchPlanner(2)
            .plan(windows(1, 1, 1, 1, 1)).stream()
                .flatMap(batch -> batch.windows().stream())
                .map(window -> window.id().row())
                .toList();
    assertEquals(List.of(0L, 1L, 2L, 3L, 4L), rows);
  }

  @Test
  void nothingMakesNoBatch() {
    assertEquals(List.of(), new PaddedBatchPlanner(10).plan(List.of()));
  }

  @Test
  void everyWindowIsInExactlyOneBatchWithinTheBudget() {
    Random random = new Random(42);
    for (int round = 0; round < 300; round++) {
      int budget = 1 + random.nextInt(3000);
      List<TokenWindow> lookAhead = new ArrayList<>();
      for (int i = random.nextInt(60); i > 0; i--) {
        lookAhead.add(window(lookAhead.size(), 1 + random.nextInt(1024)));
      }
      List<TokenWindow> before = List.copyOf(lookAhead);
      List<PaddedBatch> batches = new PaddedBatchPlanner(budget).plan(lookAhead);
      assertEquals(before, lookAhead, "the look-ahead itself is left alone");

      List<TokenWindow> planned = new ArrayList<>();
      int last = Integer.MAX_VALUE;
      for (PaddedBatch batch : batches) {
        planned.addAll(batch.windows());
        assertTrue(
            batch.size() == 1 || batch.size() * batch.sequenceLength() <= budget,
            batch.size() + " x " + batch.sequenceLength() + " of " + budget);
        for (TokenWindow window : batch.windows()) {
          assertTrue(window.length() <= last, "longest first");
          last = window.length();
        }
      }
      planned.sort(Comparator.comparingLong(window -> window.id().row()));
      assertEquals(before, planned);
    }
  }

  @Test
  void noBatchCouldTakeTheNextWindowToo() {
    Random random = new Random(7);
    List<TokenWindow> lookAhead = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      lookAhead.add(window(i, 1 + random.nextInt(300)));
    }
    List<PaddedBatch> batches = new PaddedBatchPlanner(2048).plan(lookAhead);
    for (PaddedBatch batch : batches.subList(0, batches.size() - 1)) {
      assertTrue((batch.size() + 1) * batch.sequenceLength() > 2048);
    }
  }

  @Test
  void aBudgetOfNothingIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new PaddedBatchPlanner(0));
  }

  @Test
  void shortWindowsMayHaveABudgetOfTheirOwn() {
    List<TokenWindow> lookAhead = new ArrayList<>();
    for (int row = 0; row < 40; row++) {
      lookAhead.add(TokenWindows.of(row, new int[row < 20 ? 64 : 65]));
    }
    List<Integer> sizes =
        new PaddedBatchPlanner(640, 130).plan(lookAhead).stream().map(PaddedBatch::size).toList();
    // Twenty of 65 tokens by twos, then twenty of 64 by tens.
    assertEquals(List.of(2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 10, 10), sizes);
  }

  @Test
  void onGpusLengthsAreMultiplesOfEightButNeverBeyondTheModel() {
    List<PaddedBatch> batches =
        PaddedBatchPlanner.forCuda(64, 28).plan(windows(28, 27, 25, 24, 17, 16, 9, 8, 1));
    assertEquals("[28, 27] [25, 24] [17, 16] [9, 8, 1]", lengths(batches));
    assertEquals(
        List.of(28, 28, 24, 16), batches.stream().map(PaddedBatch::sequenceLength).toList());
  }

  @Test
  void aWindowThatIsLongerThanTheModelIsNotCut() {
    assertEquals(30, PaddedBatchPlanner.forCuda(64, 28).plan(windows(30)).get(0).sequenceLength());
  }

  /**
   * Lengths of chat windows, as a run on GPUs looks ahead: what is padded costs next to nothing.
   */
  @Test
  void largeBatchesOfALongLookAheadHoldLittlePadding() {
    Random random = new Random(11);
    List<TokenWindow> lookAhead = new ArrayList<>();
    long tokens = 0;
    for (int i = 0; i < 8192; i++) {
      int length = (int) Math.min(1024, Math.exp(5.8 + 0.7 * random.nextGaussian()));
      lookAhead.add(window(i, Math.max(1, length)));
      tokens += lookAhead.get(i).length();
    }
    List<PaddedBatch> batches =
        PaddedBatchPlanner.forCuda(PaddedBatchPlanner.CUDA_BUDGET, 1024).plan(lookAhead);
    long padded = 0;
    for (PaddedBatch batch : batches) {
      int all = batch.size() * batch.sequenceLength();
      assertTrue(all <= PaddedBatchPlanner.CUDA_BUDGET);
      padded += all;
    }
    assertTrue(batches.size() > 80, "batches: " + batches.size());
    assertTrue(padded < 1.04 * tokens, padded + " for " + tokens);
  }

  @Test
  void noStepIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new PaddedBatchPlanner(8, 8, 0, 8, false));
    assertThrows(IllegalArgumentException.class, () -> new PaddedBatchPlanner(8, 8, 8, -1, false));
  }
}
