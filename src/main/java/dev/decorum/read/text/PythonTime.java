package dev.decorum.read.text;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The arguments of {@code datetime.datetime(…)} and {@code datetime.date(…)}. */
final class PythonTime {
  private static final int LONGEST = 300;

  private static final Pattern NUMBERS = Pattern.compile("\\s*(\\d{1,6})\\s*(?:,|$)");
  private static final Pattern UTC =
      Pattern.compile("tzinfo=.*?(?:\\butc\\b|\\btzutc\\b|\\bZulu\\b)", Pattern.CASE_INSENSITIVE);
  private static final Pattern DAYS = Pattern.compile("days=(-?\\d{1,6})\\b");
  private static final Pattern SECONDS = Pattern.compile("seconds=(\\d{1,6})\\b");

  /** Until Python 3.6. */
  private static final Pattern UNNAMED = Pattern.compile("timedelta\\((-?\\d{1,6}), (\\d{1,6})\\)");

  private static final Pattern ZONE = Pattern.compile("ZoneInfo\\((?:key=)?'([^']+)'\\)");

  private PythonTime() {}

  /** Where the closing parenthesis is; negative if there is none or it is too far. */
  static int end(String text, int start) {
    int depth = 0;
    int limit = Math.min(text.length(), start + LONGEST);
    for (int i = start; i < limit; i++) {
      char c = text.charAt(i);
      if (c == '(') {
        depth++;
      } else if (c == ')' && depth-- == 0) {
        return i;
      }
    }
    return -1;
  }

  /**
   * The time in ISO 8601, with its offset where that is known. A time zone that is printed in some
   * other way is left out.
   */
  static @Nullable String read(String text, int start) {
    int end = end(text, start);
    if (end < 0) {
      return null;
    }
    String arguments = text.substring(start, end);
    int[] parts = new int[7];
    int count = 0;
    Matcher numbers = NUMBERS.matcher(arguments);
    int at = 0;
    while (count < parts.length && numbers.find(at) && numbers.start() == at) {
      parts[count++] = Integer.parseInt(numbers.group(1));
      at = numbers.end();
      if (at == arguments.length()) {
        break;
      }
    }
    String rest = arguments.substring(at).strip();
    if (count < 3 || !(rest.isEmpty() || rest.startsWith("tzinfo=") || rest.startsWith("fold="))) {
      return null;
    }
    try {
      if (count == 3 && rest.isEmpty()) {
        return LocalDate.of(parts[0], parts[1], parts[2]).toString();
      }
      LocalDateTime time =
          LocalDateTime.of(
              parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], 1000 * parts[6]);
      ZoneId zone = zone(rest);
      return zone == null ? time.toString() : time.atZone(zone).toOffsetDateTime().toString();
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable ZoneId zone(String rest) {
    if (rest.contains("timedelta(")) {
      Matcher unnamed = UNNAMED.matcher(rest);
      if (unnamed.find()) {
        return offset(unnamed.group(1), unnamed.group(2));
      }
      Matcher days = DAYS.matcher(rest);
      Matcher seconds = SECONDS.matcher(rest);
      return offset(days.find() ? days.group(1) : "0", seconds.find() ? seconds.group(1) : "0");
    }
    Matcher zone = ZONE.matcher(rest);
    if (zone.find()) {
      return ZoneId.of(zone.group(1));
    }
    return UTC.matcher(rest).find() ? ZoneOffset.UTC : null;
  }

  private static ZoneOffset offset(String days, String seconds) {
    return ZoneOffset.ofTotalSeconds(86_400 * Integer.parseInt(days) + Integer.parseInt(seconds));
  }
}
