package dev.decorum.read.text;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A date and a time in words or figures, taken apart; see {@link TimeParser} for what is
 * understood.
 */
final class WrittenTime {
  private static final int SECONDS_PER_DAY = 86_400;
  private static final int LARGEST_OFFSET = 18 * 3600;

  private static final List<String> MONTHS =
      List.of(
          "january",
          "february",
          "march",
          "april",
          "may",
          "june",
          "july",
          "august",
          "september",
          "october",
          "november",
          "december");

  private static final List<String> WEEKDAYS =
      List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");

  /** In hours. Abbreviations that are used for several zones are none. */
  private static final Map<String, Integer> ZONES =
      Map.ofEntries(
          Map.entry("z", 0),
          Map.entry("utc", 0),
          Map.entry("gmt", 0),
          Map.entry("ut", 0),
          Map.entry("wet", 0),
          Map.entry("west", 1),
          Map.entry("cet", 1),
          Map.entry("cest", 2),
          Map.entry("eet", 2),
          Map.entry("eest", 3),
          Map.entry("est", -5),
          Map.entry("edt", -4),
          Map.entry("cst", -6),
          Map.entry("cdt", -5),
          Map.entry("mst", -7),
          Map.entry("mdt", -6),
          Map.entry("pst", -8),
          Map.entry("pdt", -7));

  private final String text;
  private int at;

  /** Day and month in the order in which they stand, where figures do not tell them apart. */
  private boolean numeric;

  private char separator;
  private int first;
  private int second;
  private int year;

  /** Where there is but one reading. */
  private @Nullable LocalDate date;

  private int secondOfDay;
  private int nanos;
  private int offset;

  private WrittenTime(String text) {
    this.text = text;
  }

  static @Nullable WrittenTime of(String text) {
    WrittenTime time = new WrittenTime(text);
    try {
      return time.read() && time.instant(time.dayFirst()) != null ? time : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Whether day and month are both figures and may stand in either order. */
  boolean hasTwoReadings() {
    return numeric;
  }

  boolean mustBeDayFirst() {
    return numeric && first > 12;
  }

  boolean mustBeMonthFirst() {
    return numeric && second > 12;
  }

  /** The reading that this time has by itself. */
  boolean dayFirst() {
    return first > 12 || (second <= 12 && separator != '/');
  }

  /** The instant in one of the readings, or in the other if there is no such date. */
  @Nullable Instant instant(boolean dayFirst) {
    LocalDate day = date;
    if (day == null) {
      day = day(dayFirst);
      if (day == null) {
        day = day(!dayFirst);
      }
      if (day == null) {
        return null;
      }
    }
    long seconds = day.toEpochDay() * SECONDS_PER_DAY + secondOfDay - offset;
    return Instant.ofEpochSecond(seconds, nanos);
  }

  private @Nullable LocalDate day(boolean dayFirst) {
    int month = dayFirst ? second : first;
    int dayOfMonth = dayFirst ? first : second;
    if (month < 1 || month > 12 || dayOfMonth < 1) {
      return null;
    }
    LocalDate start = LocalDate.of(year, month, 1);
    return dayOfMonth > start.lengthOfMonth() ? null : start.withDayOfMonth(dayOfMonth);
  }

  private boolean read() {
    weekday();
    if (timeComesFirst()) {
      if (!time()) {
        return false;
      }
      boolean zone = zone();
      skipSeparator();
      weekday();
      if (!date() || year == 0) {
        return false;
      }
      skipBlanks();
      return atEnd() || (!zone && zone() && remarks());
    }
    if (!date()) {
      return false;
    }
    if (year == 0) {
      return timeThenYear();
    }
    if (atEnd()) {
      return true;
    }
    return skipSeparator() && time() && (zone() || atEnd()) && remarks();
  }

  /** What follows {@code Jan 25} in {@code Jan 25 10:00:00 +0000 2025}. */
  private boolean timeThenYear() {
    int month = first;
    int dayOfMonth = second;
    skipBlanks();
    if (!time()) {
      return false;
    }
    zone();
    skipBlanks();
    if (digits() != 4) {
      return false;
    }
    year = number(4);
    date = LocalDate.of(year, month, dayOfMonth);
    skipBlanks();
    return atEnd() || (zone() && remarks());
  }

  private boolean date() {
    int digits = digits();
    if (digits == 0) {
      return monthThenDay();
    }
    if (digits == 4) {
      return yearFirst();
    }
    if (digits == 8) {
      year = number(4);
      date = LocalDate.of(year, number(2), number(2));
      return isAt('T') || isAt('t') || isBlank() || isAt('_') || isAt('-');
    }
    if (digits == 7) {
      year = number(4);
      date = LocalDate.ofYearDay(year, number(3));
      return isAt('T');
    }
    return digits <= 2 && dayOrMonthFirst(digits);
  }

  private boolean yearFirst() {
    year = number(4);
    char sign = take();
    if (sign == 'W') {
      return week(false);
    }
    if (sign != '-' && sign != '/' && sign != '.') {
      return false;
    }
    skipBlanksAfterDot(sign);
    if (sign == '-' && isAt('W')) {
      at++;
      return week(true);
    }
    int digits = digits();
    if (sign == '-' && digits == 3) {
      date = LocalDate.ofYearDay(year, number(3));
      return true;
    }
    int month = digits == 1 || digits == 2 ? number(digits) : digits == 0 ? month() : 0;
    if (month == 0 || take() != sign) {
      return false;
    }
    skipBlanksAfterDot(sign);
    digits = digits();
    if (digits != 1 && digits != 2) {
      return false;
    }
    date = LocalDate.of(year, month, number(digits));
    return true;
  }

  private boolean week(boolean dashes) {
    if (dashes ? digits() != 2 : digits() != 3) {
      return false;
    }
    int week = number(2);
    if (dashes && take() != '-') {
      return false;
    }
    if (digits() != 1) {
      return false;
    }
    int weekday = number(1);
    if (weekday < 1 || weekday > 7) {
      return false;
    }
    // The fourth of January is always in the first week.
    LocalDate monday = LocalDate.of(year, 1, 4);
    date = IsoFields.WEEK_OF_WEEK_BASED_YEAR.adjustInto(monday, week).with(DayOfWeek.of(weekday));
    return true;
  }

  private boolean dayOrMonthFirst(int digits) {
    first = number(digits);
    ordinalEnding();
    char sign = atEnd() ? ' ' : text.charAt(at);
    if (sign == '/' || sign == '.' || sign == '-') {
      at++;
    }
    skipBlanks();
    int next = digits();
    if (next == 0) {
      return dayThenMonth();
    }
    if ((sign != '/' && sign != '.' && sign != '-') || next > 2) {
      return false;
    }
    second = number(next);
    if (take() != sign) {
      return false;
    }
    skipBlanksAfterDot(sign);
    next = digits();
    // 25-01-25 may begin with the year as well.
    if (next != 4 && (next != 2 || sign == '-')) {
      return false;
    }
    year = year(next);
    numeric = true;
    separator = sign;
    if (sign == '.' && isAt('.')) {
      at++;
    }
    return true;
  }

  private int year(int digits) {
    int number = number(digits);
    return digits == 4 ? number : number < 70 ? 2000 + number : 1900 + number;
  }

  private boolean dayThenMonth() {
    if (word("of")) {
      skipBlanks();
    }
    int month = month();
    if (month == 0) {
      return false;
    }
    while (isBlank() || isAt(',') || isAt('-') || isAt('/') || isAt('.')) {
      at++;
    }
    int digits = digits();
    if (digits != 4 && digits != 2) {
      return false;
    }
    year = year(digits);
    date = LocalDate.of(year, month, first);
    return true;
  }

  private boolean monthThenDay() {
    int month = month();
    if (month == 0) {
      return false;
    }
    while (isBlank() || isAt('-') || isAt('.')) {
      at++;
    }
    int digits = digits();
    if (digits != 1 && digits != 2) {
      return false;
    }
    int dayOfMonth = number(digits);
    ordinalEnding();
    while (isBlank() || isAt(',') || isAt('-')) {
      at++;
    }
    if (timeComesFirst()) {
      first = month;
      second = dayOfMonth;
      return true;
    }
    if (digits() != 4) {
      return false;
    }
    year = number(4);
    date = LocalDate.of(year, month, dayOfMonth);
    return true;
  }

  private void ordinalEnding() {
    for (String ending : List.of("st", "nd", "rd", "th")) {
      if (word(ending)) {
        return;
      }
    }
  }

  private void weekday() {
    int letters = letters();
    for (String weekday : WEEKDAYS) {
      if (letters >= 3 && weekday.regionMatches(true, 0, text, at, letters)) {
        at += letters;
        while (isBlank() || isAt('.') || isAt(',')) {
          at++;
        }
        return;
      }
    }
  }

  private int month() {
    int letters = letters();
    for (int i = 0; i < MONTHS.size(); i++) {
      if (letters >= 3 && MONTHS.get(i).regionMatches(true, 0, text, at, letters)) {
        at += letters;
        return i + 1;
      }
    }
    return 0;
  }

  /** What may stand between a date and a time; false if there is nothing of the kind. */
  private boolean skipSeparator() {
    int start = at;
    while (isBlank() || isAt(',')) {
      at++;
    }
    if (isAt('T') || isAt('t') || isAt('_') || isAt('@') || isAt('-') || isAt(':')) {
      at++;
    } else {
      word("at");
    }
    skipBlanks();
    return at > start;
  }

  private boolean timeComesFirst() {
    int digits = digits();
    return (digits == 1 || digits == 2)
        && at + digits < text.length()
        && text.charAt(at + digits) == ':';
  }

  private boolean time() {
    int digits = digits();
    if (digits == 4 || digits == 6) {
      return time(number(2), number(2), digits == 6 ? number(2) : 0) && fraction();
    }
    if (digits != 1 && digits != 2) {
      return false;
    }
    boolean behindT = at > 0 && (text.charAt(at - 1) == 'T' || text.charAt(at - 1) == 't');
    int hour = number(digits);
    if (isAt('h')) {
      at++;
      return timeInLetters(hour);
    }
    int minute = 0;
    int second = 0;
    boolean alone = true;
    if (isAt(':') || isAt('.')) {
      char sign = take();
      if (digits() != 2) {
        return false;
      }
      minute = number(2);
      alone = false;
      if (isAt(sign) && digitsFrom(at + 1) == 2) {
        at++;
        second = number(2);
      }
    }
    if (!fraction()) {
      return false;
    }
    int half = halfOfDay();
    if (half >= 0) {
      hour = hour == 12 ? 12 * half : hour < 12 ? hour + 12 * half : hour;
    } else if (alone && !behindT) {
      return false;
    }
    return time(hour, minute, second);
  }

  private boolean timeInLetters(int hour) {
    skipBlanks();
    int minute = digits() == 2 || digits() == 1 ? number(digits()) : 0;
    int second = 0;
    if (isAt('m')) {
      at++;
      skipBlanks();
      int digits = digits();
      if (digits == 1 || digits == 2) {
        second = number(digits);
        if (take() != 's') {
          return false;
        }
        skipBlanks();
        digits = digits();
        if (digits >= 1 && digits <= 3 && text.startsWith("ms", at + digits)) {
          nanos = 1_000_000 * number(digits);
          at += 2;
        }
      }
    }
    return time(hour, minute, second);
  }

  private boolean time(int hour, int minute, int second) {
    // A day ends at 24:00, and some days end with a second more.
    if (hour > 24 || (hour == 24 && minute + second > 0) || minute > 59 || second > 60) {
      return false;
    }
    secondOfDay = hour * 3600 + minute * 60 + second;
    return true;
  }

  private boolean fraction() {
    if ((!isAt('.') && !isAt(',')) || digitsFrom(at + 1) == 0) {
      return true;
    }
    at++;
    int digits = digits();
    int value = 0;
    for (int i = 0; i < 9; i++) {
      value = 10 * value + (i < digits ? text.charAt(at + i) - '0' : 0);
    }
    nanos = value;
    at += digits;
    return true;
  }

  /** 0 before noon, 1 after it, negative if nothing is said. */
  private int halfOfDay() {
    int i = at;
    while (i < text.length() && isBlank(text.charAt(i))) {
      i++;
    }
    if (i == text.length()) {
      return -1;
    }
    char letter = Character.toLowerCase(text.charAt(i));
    i++;
    boolean dot = i < text.length() && text.charAt(i) == '.';
    if (dot) {
      i++;
      while (i < text.length() && isBlank(text.charAt(i))) {
        i++;
      }
    }
    if ((letter != 'a' && letter != 'p')
        || i == text.length()
        || Character.toLowerCase(text.charAt(i)) != 'm') {
      return -1;
    }
    i++;
    if (i < text.length() && Character.isLetter(text.charAt(i))) {
      return -1;
    }
    at = dot && i < text.length() && text.charAt(i) == '.' ? i + 1 : i;
    return letter == 'p' ? 1 : 0;
  }

  /** Reads the zone; false, and stays where it was, if there is none that is known. */
  private boolean zone() {
    int start = at;
    skipBlanks();
    int letters = letters();
    if (letters > 0) {
      String name = text.substring(at, at + letters).toLowerCase(Locale.ROOT);
      Integer hours = ZONES.get(name);
      if (hours == null) {
        at = start;
        return false;
      }
      at += letters;
      offset = hours * 3600;
      boolean meridian = hours == 0 && letters > 1;
      if (!meridian || atEnd() || sign(text.charAt(at)) == 0) {
        return true;
      }
    }
    int sign = atEnd() ? 0 : sign(text.charAt(at));
    if (sign == 0) {
      at = start;
      return false;
    }
    at++;
    int digits = digits();
    if (digits == 0 || digits > 4 || digits == 3) {
      at = start;
      return false;
    }
    int seconds = 3600 * number(Math.min(2, digits));
    if (digits == 4) {
      seconds += 60 * number(2);
    } else {
      for (int unit = 60; unit > 0 && isAt(':') && digitsFrom(at + 1) == 2; unit /= 60) {
        at++;
        seconds += unit * number(2);
      }
    }
    if (seconds > LARGEST_OFFSET) {
      at = start;
      return false;
    }
    offset = sign * seconds;
    return true;
  }

  /** The name of a zone behind its offset, which adds nothing; false if there is more than that. */
  private boolean remarks() {
    skipBlanks();
    if (isAt('(') || isAt('[')) {
      int end = text.indexOf(isAt('(') ? ')' : ']', at);
      at = end < 0 ? at : end + 1;
    } else if (letters() <= 5) {
      at += letters();
    }
    return atEnd();
  }

  private static int sign(char c) {
    return c == '+' ? 1 : c == '-' || c == '\u2212' ? -1 : 0;
  }

  private boolean atEnd() {
    return at >= text.length();
  }

  private boolean isAt(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private boolean isBlank() {
    return at < text.length() && isBlank(text.charAt(at));
  }

  /** Some programs write a narrow no-break space before AM and PM. */
  private static boolean isBlank(char c) {
    return c == ' ' || Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private void skipBlanks() {
    while (isBlank()) {
      at++;
    }
  }

  private void skipBlanksAfterDot(char sign) {
    if (sign == '.') {
      skipBlanks();
    }
  }

  private char take() {
    return atEnd() ? '\0' : text.charAt(at++);
  }

  private boolean word(String word) {
    if (letters() != word.length() || !text.regionMatches(true, at, word, 0, word.length())) {
      return false;
    }
    at += word.length();
    return true;
  }

  private int letters() {
    int i = at;
    while (i < text.length() && isLetter(text.charAt(i))) {
      i++;
    }
    return i - at;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private int digits() {
    return digitsFrom(at);
  }

  private int digitsFrom(int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
      i++;
    }
    return i - from;
  }

  /** The number of so many digits that begins here, which have to be there. */
  private int number(int digits) {
    int value = Integer.parseInt(text, at, at + digits, 10);
    at += digits;
    return value;
  }
}
