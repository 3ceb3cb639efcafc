package dev.decorum.read;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The ways in which exports write a time. */
final class Timestamps {
  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalStart()
          .appendPattern("[XXX][XX][X]")
          .optionalEnd()
          .optionalEnd()
          .toFormatter(Locale.ROOT);

  private static final BigDecimal NANOS_PER_SECOND = BigDecimal.valueOf(1_000_000_000);

  private Timestamps() {}

  /**
   * ISO 8601 (also with a space for the T), or seconds, milli-, micro- or nanoseconds since 1970;
   * {@code null} for anything else. A time without a zone is taken as UTC, which does not change
   * the order within a file.
   */
  static @Nullable Instant parse(String text) {
    String time = text.strip();
    if (time.isEmpty() || time.length() > 40) {
      return null;
    }
    return isNumber(time) ? ofNumber(time) : ofIso(time);
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && c != '.') {
        return false;
      }
    }
    return text.indexOf('.') == text.lastIndexOf('.');
  }

  private static @Nullable Instant ofNumber(String text) {
    try {
      BigDecimal value = new BigDecimal(text);
      int wholeDigits = value.precision() - value.scale();
      // By size: seconds have ten digits since 2001, each finer unit three more.
      int thousands = wholeDigits <= 11 ? 0 : wholeDigits <= 14 ? 1 : wholeDigits <= 17 ? 2 : 3;
      BigDecimal seconds = value.movePointLeft(3 * thousands);
      BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
      long nanos =
          seconds
              .subtract(whole)
              .multiply(NANOS_PER_SECOND)
              .setScale(0, RoundingMode.FLOOR)
              .longValueExact();
      return Instant.ofEpochSecond(whole.longValueExact(), nanos);
    } catch (ArithmeticException | DateTimeException | NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable Instant ofIso(String text) {
    String time = text.endsWith(" UTC") ? text.substring(0, text.length() - 4) : text;
    if (time.length() > 10 && time.charAt(10) == ' ') {
      time = time.substring(0, 10) + "T" + time.substring(11).replace(" ", "");
    }
    try {
      TemporalAccessor parsed =
          ISO.parseBest(time, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
      if (parsed instanceof OffsetDateTime offset) {
        return offset.toInstant();
      }
      if (parsed instanceof LocalDateTime local) {
        return local.toInstant(ZoneOffset.UTC);
      }
      return ((LocalDate) parsed).atStartOfDay().toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
