package dev.decorum.cli;

import java.util.Locale;

/** The names of calendars on the command line. */
enum CalendarChoice {
  /** Learned from earlier nights. */
  AUTO,
  NIGHTLY,
  WEEKDAYS,
  WEEKLY,
  NONE;

  /** The name of the calendar. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
