package dev.decorum.run;

import dev.decorum.failure.UsageException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which night is audited: a date, today, yesterday, or the date in the names of the inputs.
 *
 * @param words as the user wrote it
 */
public record NightChoice(String words) {

  private static final String NIGHT = "--night";
  private static final String TODAY = "today";
  private static final String YESTERDAY = "yesterday";
  private static final String FROM_NAME = "from-name";
  private static final int LAST_YEAR = 9999;
  private static final int MONTHS = 12;
  private static final Pattern DATE =
      Pattern.compile("(?<!\\d)(\\d{4})([-_.]?)(\\d{2})\\2(\\d{2})(?!\\d)");

  public NightChoice {
    words = words.strip();
    if (!Set.of(TODAY, YESTERDAY, FROM_NAME).contains(words.toLowerCase(Locale.ROOT))) {
      parsed(NIGHT, words);
    }
  }

  /**
   * A date that an option gives, or that the clock decides.
   *
   * @param option for the message if it is neither
   * @param words as the user wrote it: a date, today or yesterday
   */
  public static LocalDate ofTheClock(String option, String words) {
    return switch (words.strip().toLowerCase(Locale.ROOT)) {
      case TODAY -> LocalDate.now(ZoneId.systemDefault());
      case YESTERDAY -> LocalDate.now(ZoneId.systemDefault()).minusDays(1);
      default -> parsed(option, words.strip());
    };
  }

  private static LocalDate parsed(String option, String words) {
    LocalDate date;
    try {
      date = LocalDate.parse(words);
    } catch (DateTimeParseException e) {
      throw new UsageException(
          option
              + " must be a date such as 2026-11-24, or today"
              + (option.equals(NIGHT) ? ", yesterday, or from-name" : " or yesterday")
              + ", not '"
              + words
              + "'",
          e);
    }
    // Nights are sorted by the texts of their dates.
    if (date.getYear() < 1 || date.getYear() > LAST_YEAR) {
      throw new UsageException(option + " must be a date of the years 1 to 9999, not " + date);
    }
    return date;
  }

  /** Whether the clock decides. */
  boolean isOfTheClock() {
    return words.equalsIgnoreCase(TODAY) || words.equalsIgnoreCase(YESTERDAY);
  }

  /**
   * The date.
   *
   * @param inputs the names of the inputs
   * @throws UsageException if it is to be found in their names, and is not, or not one alone
   */
  LocalDate date(List<String> inputs) {
    return words.equalsIgnoreCase(FROM_NAME) ? fromNames(inputs) : ofTheClock(NIGHT, words);
  }

  private static LocalDate fromNames(List<String> inputs) {
    TreeSet<LocalDate> dates = new TreeSet<>();
    for (String input : inputs) {
      dates.add(fromName(input));
    }
    if (dates.size() > 1) {
      throw new UsageException(
          "--night from-name: the names of the inputs have several dates, "
              + dates.first()
              + " and "
              + dates.last()
              + "; audit one night at a time");
    }
    return dates.first();
  }

  /** The date in a file's name, or else in the nearest folder's that has one. */
  private static LocalDate fromName(String input) {
    for (Path part = Path.of(input); part != null; part = part.getParent()) {
      TreeSet<LocalDate> dates = datesIn(String.valueOf(part.getFileName()));
      if (dates.size() > 1) {
        throw new UsageException(
            "--night from-name: '"
                + input
                + "' has two dates in its name; say which with --night DATE");
      }
      if (!dates.isEmpty()) {
        return dates.first();
      }
    }
    throw new UsageException(
        "--night from-name: there is no date such as 2026-11-24 or 20261124 in '" + input + "'");
  }

  /** All dates in a name; other numbers of eight digits are none. */
  private static TreeSet<LocalDate> datesIn(String name) {
    TreeSet<LocalDate> dates = new TreeSet<>();
    Matcher matcher = DATE.matcher(name);
    while (matcher.find()) {
      int year = number(matcher, 1);
      int month = number(matcher, 3);
      int day = number(matcher, 4);
      if (year >= 1 && month >= 1 && month <= MONTHS && YearMonth.of(year, month).isValidDay(day)) {
        dates.add(LocalDate.of(year, month, day));
      }
    }
    return dates;
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(Objects.requireNonNull(matcher.group(group)));
  }
}
