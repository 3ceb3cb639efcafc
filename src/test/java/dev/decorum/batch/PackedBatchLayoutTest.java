package dev.decorum.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.decorum.tokenize.TokenWindow;
import dev.decorum.tokenize.TokenWindows;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackedBatchLayoutTest {
  private static final TokenWindow LEFT = TokenWindows.of(0, 10, 11, 12, 13, 14);
  private static final TokenWindow RIGHT = TokenWindows.of(1, 10, 11, 12, 23, 24, 25);

  private static Segment.ReadPosition end(TokenWindow window) {
    return new Segment.ReadPosition(window.length() - 1, List.of(window));
  }

  /** Two windows over a past of 2 tokens: one more in common, then their own. Worked by hand. */
  @Test
  void segmentsSeeThePastTheirParentsAndThemselves() {
    PackedBatch batch =
        new PackedBatch(
            2,
            List.of(
                new Segment(LEFT, 2, 3, Segment.NONE, List.of()),
                new Segment(LEFT, 3, 5, 0, List.of(end(LEFT))),
                new Segment(RIGHT, 3, 6, 0, List.of(end(RIGHT)))),
            List.of());
    PackedBatchLayout layout = new PackedBatchLayout(batch, 4);
    assertArrayEquals(new long[] {12, 13, 14, 23, 24, 25}, layout.inputIds());
    assertArrayEquals(new long[] {2, 3, 4, 3, 4, 5}, layout.positions());
    assertArrayEquals(new long[] {0, 1, 3, 6}, layout.queryFrom());
    assertArrayEquals(new long[] {1, 3, 6, 6}, layout.queryTo());
    // Keys 0 and 1 are the past, 2 to 7 the tokens of the batch.
    assertArrayEquals(new long[] {0, 1, 2, 0, 1, 2, 3, 4, 0, 1, 2, 5, 6, 7}, layout.keyIndex());
    assertArrayEquals(new long[] {0, 3, 8, 0}, layout.keyFrom());
    assertArrayEquals(new long[] {3, 8, 14, 0}, layout.keyTo());
    assertArrayEquals(new long[] {2, 0, 3, 0, 3, 0, 0, 0}, layout.maskFrom());
    assertArrayEquals(new long[] {3, 3, 5, 5, 6, 6, 0, 0}, layout.maskTo());
    // Every read is there twice, as products of one row are summed in another order.
    assertArrayEquals(new long[] {2, 2, 5, 5}, layout.readIndex());
    assertArrayEquals(new long[] {4, 4, 5, 5}, layout.readPosition());
    assertArrayEquals(new long[] {0, 0, 2, 4}, layout.readFrom());
    assertArrayEquals(new long[] {0, 2, 4, 4}, layout.readTo());
    assertArrayEquals(new long[] {0, 0, 0, 0, 2, 0, 0, 0}, layout.readMaskFrom());
    assertArrayEquals(new long[] {0, 3, 2, 5, 4, 6, 0, 0}, layout.readMaskTo());
    assertEquals(0, layout.readOf(0));
    assertEquals(2, layout.readOf(1));
  }

  @Test
  void aBatchWithoutReadsReadsTheLastTokenOfItsFirstSegment() {
    PackedBatch next =
        new PackedBatch(
            3, List.of(new Segment(LEFT, 3, 5, Segment.NONE, List.of(end(LEFT)))), List.of());
    PackedBatch batch =
        new PackedBatch(
            0, List.of(new Segment(LEFT, 0, 3, Segment.NONE, List.of())), List.of(next));
    PackedBatchLayout layout = new PackedBatchLayout(batch, 2);
    assertArrayEquals(new long[] {2, 2}, layout.readIndex());
    assertArrayEquals(new long[] {0, 2}, layout.readFrom());
    assertArrayEquals(new long[] {2, 2}, layout.readTo());
    assertArrayEquals(new long[] {0, 0, 2, 0}, layout.readMaskFrom());
    assertArrayEquals(new long[] {2, 3, 2, 0}, layout.readMaskTo());
    assertEquals(3, batch.kept());
  }

  @Test
  void longSegmentsAreCutWhereChunksAreLeft() {
    TokenWindow window = TokenWindows.of(0, new Random(1).ints(400, 0, 90).toArray());
    PackedBatch batch =
        new PackedBatch(
            0, List.of(new Segment(window, 0, 400, Segment.NONE, List.of(end(window)))), List.of());
    PackedBatchLayout layout = new PackedBatchLayout(batch, 16);
    long[] ends = Arrays.stream(layout.queryTo()).distinct().toArray();
    assertArrayEquals(new long[] {100, 200, 300, 400}, ends);
    // A chunk sees the keys up to its own end only.
    assertArrayEquals(new long[] {0, 100, 300, 600}, Arrays.copyOf(layout.keyFrom(), 4));
    assertArrayEquals(new long[] {100, 300, 600, 1000}, Arrays.copyOf(layout.keyTo(), 4));
  }

  @Test
  void equalWindowsShareARead() {
    TokenWindow twin = TokenWindows.of(7, LEFT.tokenIds());
    PackedBatch batch =
        new PackedBatch(
            0,
            List.of(
                new Segment(
                    LEFT,
                    0,
                    5,
                    Segment.NONE,
                    List.of(
                        new Segment.ReadPosition(2, List.of(TokenWindows.of(3, 10, 11, 12))),
                        new Segment.ReadPosition(4, List.of(LEFT, twin))))),
            List.of());
    PackedBatchLayout layout = new PackedBatchLayout(batch, 2);
    assertArrayEquals(new long[] {2, 4}, layout.readIndex());
    assertEquals(
        List.of(3L, 0L, 7L), batch.windows().stream().map(window -> window.id().row()).toList());
    assertEquals(0, layout.readOf(0));
    assertEquals(1, layout.readOf(1));
    assertEquals(1, layout.readOf(2));
  }

  @Test
  void moreSegmentsThanChunksAreRefused() {
    PackedBatch batch =
        new PackedBatch(
            0,
            List.of(
                new Segment(LEFT, 0, 5, Segment.NONE, List.of(end(LEFT))),
                new Segment(RIGHT, 0, 6, Segment.NONE, List.of(end(RIGHT)))),
            List.of());
    assertThrows(IllegalArgumentException.class, () -> new PackedBatchLayout(batch, 1));
  }
}
