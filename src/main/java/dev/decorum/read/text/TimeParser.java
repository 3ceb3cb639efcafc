package dev.decorum.read.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ways in which exports write a time.
 *
 * <ul>
 *   <li>Numbers: seconds, milli-, micro- or nanoseconds since 1970, told apart by their size, also
 *       with a fraction or an exponent. Numbers too small for that (before March 1973) are no
 *       times: they count messages or seconds from the start of a chat.
 *   <li>ISO 8601 and its relatives: with a space or an underscore for the T, with slashes or dots,
 *       without seconds, with any fraction after a dot or a comma, in the basic format ({@code
 *       20250125T100000Z}), by week ({@code 2025-W04-6}) and by day of the year ({@code 2025-025}).
 *   <li>Day, month and year in numbers, as in {@code 1/25/2025, 9:00:05 PM} or {@code 25.01.2025
 *       21:00}.
 *   <li>Months in English words: {@code January 25, 2025 10:00am}, {@code Sat, 25 Jan 2025 10:00:00
 *       GMT}, {@code Sat Jan 25 2025 10:00:00 GMT+0100 (Central European Standard Time)}, {@code
 *       Sat Jan 25 10:00:00 +0000 2025}.
 *   <li>SillyTavern's {@code 2025-01-25@10h00m00s} and {@code 2025-1-25 @10h 00m 00s 123ms}.
 * </ul>
 *
 * <p>A time without a zone is taken as UTC and a date without a time as its midnight, which does
 * not change the order within a file.
 *
 * <p>Whether {@code 2/3/2025} is in March or in February is decided for all times of a conversation
 * together: where a number above 12 stands in one of them, no other reading is possible. If there
 * is none, months come first with slashes (as in the US) and days with dots and dashes, unless the
 * times fall in this reading and never do in the other.
 */
public final class TimeParser {
  private static final int LONGEST = 100;

  /** In seconds: March 1973. In milliseconds and so on, it is this many thousands. */
  private static final long SMALLEST_SECONDS = 100_000_000L;

  private static final BigDecimal NANOS_PER_SECOND = BigDecimal.valueOf(1_000_000_000);

  private TimeParser() {}

  /** The time; {@code null} if the text is none. */
  public static @Nullable Instant parse(String text) {
    String time = text.strip();
    if (time.isEmpty() || time.length() > LONGEST) {
      return null;
    }
    if (isNumber(time)) {
      return ofNumber(time);
    }
    WrittenTime written = WrittenTime.of(time);
    return written == null ? null : written.instant(written.dayFirst());
  }

  /** The times of one conversation; {@code null} for each text that is none. */
  public static List<@Nullable Instant> parseAll(List<? extends @Nullable String> texts) {
    List<@Nullable Instant> times = new ArrayList<>(texts.size());
    List<@Nullable WrittenTime> ambiguous = new ArrayList<>();
    for (String text : texts) {
      String time = text == null ? "" : text.strip();
      WrittenTime written = null;
      if (time.isEmpty() || time.length() > LONGEST) {
        times.add(null);
      } else if (isNumber(time)) {
        times.add(ofNumber(time));
      } else {
        written = WrittenTime.of(time);
        times.add(written == null ? null : written.instant(written.dayFirst()));
      }
      // Few lists have any time of this kind, and they begin with one.
      if (written != null && written.hasTwoReadings()) {
        while (ambiguous.size() < times.size() - 1) {
          ambiguous.add(null);
        }
        ambiguous.add(written);
      }
    }
    return ambiguous.isEmpty() ? times : inOneOrder(times, ambiguous);
  }

  private static List<@Nullable Instant> inOneOrder(
      List<@Nullable Instant> times, List<@Nullable WrittenTime> numeric) {
    boolean dayFirst = false;
    boolean monthFirst = false;
    boolean usual = false;
    for (WrittenTime written : numeric) {
      if (written != null) {
        dayFirst |= written.mustBeDayFirst();
        monthFirst |= written.mustBeMonthFirst();
        usual = written.dayFirst();
      }
    }
    if (dayFirst && monthFirst) {
      return times;
    }
    if (dayFirst || monthFirst) {
      return read(times, numeric, dayFirst);
    }
    List<@Nullable Instant> usualTimes = read(times, numeric, usual);
    if (falls(usualTimes)) {
      List<@Nullable Instant> otherTimes = read(times, numeric, !usual);
      if (!falls(otherTimes)) {
        return otherTimes;
      }
    }
    return usualTimes;
  }

  private static List<@Nullable Instant> read(
      List<@Nullable Instant> times, List<@Nullable WrittenTime> numeric, boolean dayFirst) {
    List<@Nullable Instant> read = new ArrayList<>(times);
    for (int i = 0; i < numeric.size(); i++) {
      WrittenTime written = numeric.get(i);
      if (written != null) {
        read.set(i, written.instant(dayFirst));
      }
    }
    return read;
  }

  /** Whether the text is a number, in whatever unit. */
  static boolean isNumber(String text) {
    int digits = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digits++;
      } else if (c == 'e' || c == 'E') {
        return digits > 0 && isExponent(text, i + 1);
      } else if (c != '.' && (i > 0 || (c != '-' && c != '+'))) {
        return false;
      }
    }
    return digits > 0 && text.indexOf('.') == text.lastIndexOf('.');
  }

  private static boolean isExponent(String text, int from) {
    int i = from;
    if (i < text.length() && (text.charAt(i) == '+' || text.charAt(i) == '-')) {
      i++;
    }
    // A larger exponent belongs to no time and would make a number that fills the memory.
    int digits = text.length() - i;
    for (; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return digits >= 1 && digits <= 2;
  }

  /**
   * The value of a text that {@link #isNumber}; {@code null} if it is written wrongly all the same.
   */
  static @Nullable BigDecimal number(String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable Instant ofNumber(String text) {
    BigDecimal value = number(text);
    if (value == null || value.signum() <= 0) {
      return null;
    }
    Instant compact = ofCompact(text);
    if (compact != null) {
      return compact;
    }
    int wholeDigits = value.precision() - value.scale();
    if (wholeDigits > 20) {
      return null;
    }
    // By size: seconds have ten digits since 2001, each finer unit three more.
    int thousands = wholeDigits <= 11 ? 0 : wholeDigits <= 14 ? 1 : wholeDigits <= 17 ? 2 : 3;
    BigDecimal seconds = value.movePointLeft(3 * thousands);
    if (seconds.compareTo(BigDecimal.valueOf(SMALLEST_SECONDS)) < 0) {
      return null;
    }
    BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
    BigDecimal nanos = seconds.subtract(whole).multiply(NANOS_PER_SECOND);
    try {
      return Instant.ofEpochSecond(
          whole.longValueExact(), nanos.setScale(0, RoundingMode.FLOOR).longValueExact());
    } catch (ArithmeticException | DateTimeException e) {
      return null;
    }
  }

  /**
   * A date that is written as one number of 8, 12, 14 or 17 digits, from the year to the
   * millisecond. As a count of anything since 1970, such a number would be before 1977 or after
   * 2600.
   */
  private static @Nullable Instant ofCompact(String text) {
    int length = text.length();
    if ((length != 8 && length != 12 && length != 14 && length != 17)
        || !(text.startsWith("19") || text.startsWith("20"))) {
      return null;
    }
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return null;
      }
    }
    try {
      LocalDateTime time =
          LocalDateTime.of(
              Integer.parseInt(text, 0, 4, 10),
              Integer.parseInt(text, 4, 6, 10),
              Integer.parseInt(text, 6, 8, 10),
              length < 12 ? 0 : Integer.parseInt(text, 8, 10, 10),
              length < 12 ? 0 : Integer.parseInt(text, 10, 12, 10),
              length < 14 ? 0 : Integer.parseInt(text, 12, 14, 10),
              length < 17 ? 0 : 1_000_000 * Integer.parseInt(text, 14, 17, 10));
      return time.toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Whether some time is before the one that stands last before it. */
  private static boolean falls(List<? extends @Nullable Instant> times) {
    Instant last = null;
    for (Instant time : times) {
      if (time != null) {
        if (last != null && time.compareTo(last) < 0) {
          return true;
        }
        last = time;
      }
    }
    return false;
  }
}
