package dev.decorum.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.decorum.tokenize.TokenWindow;
import dev.decorum.tokenize.TokenWindows;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaddedBatchTest {
  private static final int PADDING = 9;

  /** Of the second window the last token is a typed padding token, of the third the only one. */
  private static final PaddedBatch BATCH =
      new PaddedBatch(
          List.of(TokenWindows.of(0, 5, 6, 7), TokenWindows.of(1, 4, 9), TokenWindows.of(2, 9)));

  @Test
  void rowsArePaddedOnTheRightToTheLongest() {
    assertEquals(3, BATCH.size());
    assertEquals(3, BATCH.sequenceLength());
    assertArrayEquals(new long[] {5, 6, 7, 4, 9, 9, 9, 9, 9}, BATCH.inputIds(PADDING));
    assertArrayEquals(new long[] {5, 6, 7, 4, 9, 0, 9, 0, 0}, BATCH.inputIds(0));
  }

  @Test
  void aTypedPaddingTokenIsAttendedToAndPaddingIsNot() {
    assertArrayEquals(new long[] {1, 1, 1, 1, 1, 0, 1, 0, 0}, BATCH.attentionMask());
  }

  @Test
  void positionsCountFromZeroInEveryRow() {
    assertArrayEquals(new long[] {0, 1, 2, 0, 1, 2, 0, 1, 2}, BATCH.positions());
  }

  @Test
  void theLastIndexIsTheRightmostTokenThatIsNotPadding() {
    assertArrayEquals(new long[] {2, 0, 0}, BATCH.lastIndices(PADDING));
    assertArrayEquals(new long[] {2, 1, 0}, BATCH.lastIndices(-1));
  }

  @Test
  void aBatchKeepsItsWindows() {
    List<TokenWindow> windows = new ArrayList<>(List.of(TokenWindows.of(0, 1)));
    PaddedBatch batch = new PaddedBatch(windows);
    windows.clear();
    assertEquals(1, batch.size());
  }

  @Test
  void aBatchWithoutWindowsIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new PaddedBatch(List.of()));
  }

  @Test
  void aBatchMayBePaddedBeyondItsLongestWindow() {
    PaddedBatch batch = new PaddedBatch(BATCH.windows(), 4);
    assertArrayEquals(new long[] {5, 6, 7, 9, 4, 9, 9, 9, 9, 9, 9, 9}, batch.inputIds(PADDING));
    assertArrayEquals(new long[] {1, 1, 1, 0, 1, 1, 0, 0, 1, 0, 0, 0}, batch.attentionMask());
    assertArrayEquals(new long[] {0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3}, batch.positions());
    assertArrayEquals(BATCH.lastIndices(PADDING), batch.lastIndices(PADDING));
  }

  @Test
  void noWindowIsCut() {
    assertThrows(IllegalArgumentException.class, () -> new PaddedBatch(BATCH.windows(), 2));
  }
}
