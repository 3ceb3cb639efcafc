package dev.decorum.read.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MessageOrderTest {
  /** Seconds; a negative one stands for a message without a time. */
  private static int @Nullable [] of(int... seconds) {
    List<@Nullable Instant> times = new ArrayList<>();
    for (int second : seconds) {
      times.add(second < 0 ? null : Instant.ofEpochSecond(second));
    }
    return MessageOrder.of(times);
  }

  private static int @Nullable [] ofTexts(@Nullable String... texts) {
    return MessageOrder.ofTexts(Arrays.asList(texts));
  }

  private static void assertAsWritten(int @Nullable [] order) {
    assertSame(MessageOrder.AS_WRITTEN, order);
  }

  @Test
  void timesThatAscendOrStayStandAsTheyAre() {
    assertAsWritten(of());
    assertAsWritten(of(1));
    assertAsWritten(of(1, 2, 3));
    assertAsWritten(of(1, 1, 1));
    assertAsWritten(of(1, 2, 2, 3));
  }

  @Test
  void timesThatFallAndNeverRiseAreTurnedAsAWhole() {
    assertArrayEquals(new int[] {2, 1, 0}, of(3, 2, 1));
    assertArrayEquals(new int[] {3, 2, 1, 0}, of(3, 2, 2, 1));
    assertArrayEquals(new int[] {2, 1, 0}, of(2, 2, 1));
  }

  @Test
  void otherTimesAreSortedAndEqualOnesKeepTheirOrder() {
    assertArrayEquals(new int[] {0, 2, 1}, of(1, 3, 2));
    assertArrayEquals(new int[] {2, 0, 3, 1, 4}, of(2, 3, 1, 2, 3));
  }

  @Test
  void missingTimesMatterOnlyIfTheOthersFall() {
    assertAsWritten(of(-1, -1));
    assertAsWritten(of(1, -1, 2));
    assertAsWritten(of(-1, 1, 1, -1));
    assertNull(of(2, -1, 1));
    assertNull(of(-1, 2, 1));
  }

  @Test
  void theOrderIsAPermutationThatAscends() {
    Random random = new Random(1);
    for (int round = 0; round < 1000; round++) {
      int[] seconds = new int[2 + random.nextInt(6)];
      Arrays.setAll(seconds, i -> random.nextInt(4));
      int[] order = Objects.requireNonNull(of(seconds));
      if (order == MessageOrder.AS_WRITTEN) {
        continue;
      }
      assertEquals(seconds.length, Arrays.stream(order).distinct().count());
      for (int i = 1; i < order.length; i++) {
        assertTrue(seconds[order[i - 1]] <= seconds[order[i]], Arrays.toString(seconds));
      }
    }
  }

  @Test
  void textsAreReadAsTimes() {
    assertAsWritten(ofTexts("2025-01-25T10:00:00Z", "1/25/2025 10:00:01 AM"));
    assertArrayEquals(new int[] {1, 0}, ofTexts("2025-01-25 10:01", "2025-01-25 10:00"));
    assertArrayEquals(new int[] {1, 0}, ofTexts("1737799220", "1737799214"));
    assertArrayEquals(
        new int[] {1, 2, 0}, ofTexts("01/04/2025 10:00", "12/03/2025 10:00", "13/03/2025 10:00"));
    assertAsWritten(ofTexts("1737799214", "1737799214500"));
  }

  @Test
  void smallNumbersOrderToo() {
    assertAsWritten(ofTexts("1", "2", "10"));
    assertArrayEquals(new int[] {1, 0, 2}, ofTexts("2", "1", "10"));
    assertArrayEquals(new int[] {2, 1, 0}, ofTexts("2.5", "1.5", "0"));
    assertArrayEquals(new int[] {1, 0}, ofTexts("45682.5", "45682.4167"));
    assertAsWritten(ofTexts("1", "", "2", null));
    assertNull(ofTexts("2", "", "1"));
  }

  @Test
  void textsThatAreNoTimesOrderNothing() {
    assertAsWritten(ofTexts("b", "a"));
    assertAsWritten(ofTexts("", null));
    assertNull(ofTexts("2025-01-25 10:01", "soon", "2025-01-25 10:00"));
  }
}
