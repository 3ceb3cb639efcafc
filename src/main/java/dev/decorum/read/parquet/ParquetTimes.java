package dev.decorum.read.parquet;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;

/** Times as ISO 8601 writes them. A fraction of a second has as many digits as its unit. */
final class ParquetTimes {
  private static final DateTimeFormatter DATE =
      new DateTimeFormatterBuilder()
          .appendValue(ChronoField.YEAR, 4, 10, SignStyle.EXCEEDS_PAD)
          .appendPattern("-MM-dd")
          .toFormatter(Locale.ROOT);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final long SECONDS_PER_DAY = 86_400;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** The number of 1970-01-01 in the count of days that astronomers use. */
  private static final long JULIAN_EPOCH = 2_440_588;

  private ParquetTimes() {}

  static String date(long day) {
    return DATE.format(LocalDate.ofEpochDay(day));
  }

  /** A time of day. */
  static String time(long count, TimeUnit unit) {
    long perSecond = perSecond(unit);
    LocalTime time =
        LocalTime.ofSecondOfDay(Math.floorMod(Math.floorDiv(count, perSecond), SECONDS_PER_DAY));
    return SECONDS.format(time) + fraction(Math.floorMod(count, perSecond), perSecond);
  }

  /**
   * A time since 1970.
   *
   * @param utc whether it is one in UTC, rather than one of an unnamed place
   */
  static String timestamp(long count, TimeUnit unit, boolean utc) {
    long perSecond = perSecond(unit);
    long seconds = Math.floorDiv(count, perSecond);
    return instant(seconds, fraction(Math.floorMod(count, perSecond), perSecond), utc);
  }

  /** A time of the old kind of twelve bytes, which no zone goes with. */
  static String timestamp(long julianDay, long nanoOfDay) {
    long seconds =
        (julianDay - JULIAN_EPOCH) * SECONDS_PER_DAY + Math.floorDiv(nanoOfDay, NANOS_PER_SECOND);
    return instant(
        seconds, fraction(Math.floorMod(nanoOfDay, NANOS_PER_SECOND), NANOS_PER_SECOND), false);
  }

  private static String instant(long seconds, String fraction, boolean utc) {
    LocalDateTime time = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
    return DATE.format(time) + "T" + SECONDS.format(time) + fraction + (utc ? "Z" : "");
  }

  private static long perSecond(TimeUnit unit) {
    return switch (unit) {
      case MILLIS -> 1_000;
      case MICROS -> 1_000_000;
      case NANOS -> NANOS_PER_SECOND;
    };
  }

  private static String fraction(long part, long perSecond) {
    return part == 0 ? "" : "." + Long.toString(perSecond + part).substring(1);
  }
}
