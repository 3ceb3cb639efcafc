package dev.decorum.read.text;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order of messages in time.
 *
 * <p>Messages whose times ascend, or stay the same, stand as they are. A list whose times fall
 * somewhere and never rise is newest first: it is turned as a whole, so that messages of the same
 * time change places as well. Any other list is sorted, and messages of the same time keep their
 * order.
 */
public final class MessageOrder {
  /**
   * The messages stand in their order. It has no elements whatever the number of messages is, and
   * is always this very array.
   */
  @SuppressWarnings("MutablePublicArray") // Of length 0, it cannot change.
  public static final int[] AS_WRITTEN = {};

  private static final int LONGEST_NUMBER = 40;

  private MessageOrder() {}

  /**
   * Where the messages stand in the order of time: element {@code i} is the position in the list of
   * the message that is the {@code i}-th. {@link #AS_WRITTEN} if they stand in their order; {@code
   * null} if it is unknown, since some have no time and the others fall somewhere.
   */
  public static int @Nullable [] of(List<? extends @Nullable Instant> times) {
    return ofComparable(times);
  }

  /**
   * The same for times as they are written, which {@link TimeParser} reads. Numbers that are too
   * small for times, such as 1, 2, 3 or seconds from the start, order messages all the same where
   * every message has one. A text that is empty or not understood is not a time.
   */
  public static int @Nullable [] ofTexts(List<? extends @Nullable String> texts) {
    List<@Nullable BigDecimal> numbers = new ArrayList<>(texts.size());
    for (String text : texts) {
      String number = text == null ? "" : text.strip();
      if (number.isEmpty()) {
        numbers.add(null);
      } else if (number.length() <= LONGEST_NUMBER && TimeParser.isNumber(number)) {
        numbers.add(TimeParser.number(number));
      } else {
        return of(TimeParser.parseAll(texts));
      }
    }
    List<@Nullable Instant> times = TimeParser.parseAll(texts);
    for (int i = 0; i < times.size(); i++) {
      if (numbers.get(i) != null && times.get(i) == null) {
        return ofComparable(numbers);
      }
    }
    return of(times);
  }

  private static <T extends Comparable<T>> int @Nullable [] ofComparable(
      List<? extends @Nullable T> times) {
    boolean falls = false;
    boolean rises = false;
    boolean complete = true;
    T last = null;
    for (T time : times) {
      if (time == null) {
        complete = false;
        continue;
      }
      if (last != null) {
        int step = time.compareTo(last);
        falls |= step < 0;
        rises |= step > 0;
      }
      last = time;
    }
    if (!falls) {
      return AS_WRITTEN;
    }
    if (!complete) {
      return null;
    }
    int count = times.size();
    int[] order = new int[count];
    if (!rises) {
      for (int i = 0; i < count; i++) {
        order[i] = count - 1 - i;
      }
      return order;
    }
    Integer[] positions = new Integer[count];
    Arrays.setAll(positions, i -> i);
    List<T> known = new ArrayList<>(count);
    for (T time : times) {
      if (time != null) {
        known.add(time);
      }
    }
    Arrays.sort(positions, (a, b) -> known.get(a).compareTo(known.get(b)));
    Arrays.setAll(order, i -> positions[i]);
    return order;
  }
}
