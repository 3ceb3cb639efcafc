package dev.decorum.audit;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * On which days of the week a night is due.
 *
 * @param days the days; empty if none is ever due, or if {@code isOfTonight}
 * @param isOfTonight whether the days are that of the night that is audited: once a week
 */
public record Calendar(Set<DayOfWeek> days, boolean isOfTonight) {
  /** Every night. */
  public static final Calendar NIGHTLY = new Calendar(EnumSet.allOf(DayOfWeek.class), false);

  /** Monday to Friday. */
  public static final Calendar WEEKDAYS =
      new Calendar(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), false);

  /** Once a week. */
  public static final Calendar WEEKLY = new Calendar(Set.of(), true);

  /** No night is due. */
  public static final Calendar NONE = new Calendar(Set.of(), false);

  /** The name for no calendar: when nights are due is learned from earlier ones. */
  public static final String LEARNED = "auto";

  private static final Map<String, Calendar> NAMED =
      Map.of("nightly", NIGHTLY, "weekdays", WEEKDAYS, "weekly", WEEKLY, "none", NONE);

  private static final int WEEK = 7;

  /** How far back nights are looked at to learn when they are due. */
  private static final int WEEKS_LEARNED_FROM = 4;

  /** From the first night that is known to the last. */
  private static final int FEWEST_DAYS = 2 * WEEK - 1;

  /** How often a day of the week has to have been seen in these weeks. */
  private static final int FEWEST_SEEN = 2;

  /** As which part of the weeks that are known. */
  private static final double LEAST_SHARE = 0.75;

  public Calendar {
    days = Set.copyOf(days);
  }

  /**
   * The calendar of this name.
   *
   * @return null for {@link #LEARNED}, and for names that are not known
   */
  public static @Nullable Calendar named(String name) {
    return NAMED.get(name);
  }

  /** The name of a calendar; {@link #LEARNED} for none. */
  public static String name(@Nullable Calendar calendar) {
    for (Map.Entry<String, Calendar> named : NAMED.entrySet()) {
      if (named.getValue().equals(calendar)) {
        return named.getKey();
      }
    }
    return LEARNED;
  }

  /**
   * Learns from the four weeks that end with the last night: a day of the week is due if there were
   * nights on it at least twice, and in three of four weeks.
   *
   * @param nights the dates of earlier nights, oldest first
   * @return nothing if less than two weeks are known
   */
  static Optional<Calendar> learned(List<LocalDate> nights) {
    if (nights.isEmpty()) {
      return Optional.empty();
    }
    LocalDate last = nights.get(nights.size() - 1);
    TreeSet<LocalDate> seen =
        nights.stream()
            .filter(night -> night.isAfter(last.minusDays(WEEK * WEEKS_LEARNED_FROM)))
            .collect(Collectors.toCollection(TreeSet::new));
    if (seen.first().plusDays(FEWEST_DAYS).isAfter(last)) {
      return Optional.empty();
    }
    EnumSet<DayOfWeek> due = EnumSet.noneOf(DayOfWeek.class);
    for (DayOfWeek day : DayOfWeek.values()) {
      int possible = 0;
      int present = 0;
      for (LocalDate date = seen.first(); !date.isAfter(last); date = date.plusDays(1)) {
        if (date.getDayOfWeek() == day) {
          possible++;
          present += seen.contains(date) ? 1 : 0;
        }
      }
      if (present >= FEWEST_SEEN && present >= LEAST_SHARE * possible) {
        due.add(day);
      }
    }
    return Optional.of(new Calendar(due, false));
  }

  /** The days for a night. */
  Calendar on(LocalDate tonight) {
    return isOfTonight ? new Calendar(Set.of(tonight.getDayOfWeek()), false) : this;
  }

  /** The nights that were due after {@code last} and before {@code tonight}, oldest first. */
  List<LocalDate> due(LocalDate last, LocalDate tonight) {
    List<LocalDate> due = new ArrayList<>();
    for (LocalDate date = last.plusDays(1); date.isBefore(tonight); date = date.plusDays(1)) {
      if (days.contains(date.getDayOfWeek())) {
        due.add(date);
      }
    }
    return due;
  }

  /** The days in words, such as {@code every night} or {@code Monday to Friday}. */
  String words() {
    if (equals(NIGHTLY)) {
      return "every night";
    }
    if (equals(WEEKDAYS)) {
      return "Monday to Friday";
    }
    return "every "
        + NamesInWords.some(
            days.stream()
                .sorted()
                .map(day -> day.getDisplayName(TextStyle.FULL, Locale.ENGLISH))
                .toList());
  }
}
