package dev.decorum.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.audit.Condition.Outcome;
import dev.decorum.store.Night;
import dev.decorum.store.NightSlice;
import dev.decorum.store.Nights;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is found beside the scores: hand-made histories with one fault each. */
class FindingsTest {
  /** A Tuesday. */
  private static final LocalDate DAY = LocalDate.of(2026, 9, 1);

  /** A night with rows of these bots. */
  private static Night night(int day, long rows, String... bots) {
    List<NightSlice> slices = new ArrayList<>();
    slices.add(Nights.slice("", "", rows, 0.6, 0.02));
    Stream.of(bots).forEach(bot -> slices.add(Nights.slice("bot_name", bot, 50, 0.6, 0.02)));
    return Nights.of(DAY.plusDays(day), rows, content(day), slices);
  }

  private static Night nothing(int day) {
    return Nights.of(DAY.plusDays(day), 0, "0".repeat(64), List.of());
  }

  private static String content(int day) {
    return String.format("%064x", day + 1);
  }

  private static List<Night> nights(int count, IntPredicate isThere) {
    return new ArrayList<>(
        IntStream.range(0, count).filter(isThere).mapToObj(day -> night(day, 100)).toList());
  }

  private static List<Night> nights(int count) {
    return nights(count, day -> true);
  }

  private static List<String> found(Night tonight, List<Night> earlier) {
    return found(tonight, earlier, null);
  }

  private static List<String> found(
      Night tonight, List<Night> earlier, @Nullable Calendar calendar) {
    return new Auditor(14, calendar)
        .audit(tonight, earlier, Optional.empty()).findings().stream()
            .map(finding -> finding.kind().word() + ": " + finding.text())
            .toList();
  }

  @Test
  void aNightLikeTheOthersHasNone() {
    assertEquals(List.of(), found(night(30, 100), nights(30)));
  }

  @Test
  void aNightWithoutDataIsFoundAndDoesNotBlindTheNext() {
    Night rejected = Nights.of(DAY.plusDays(30), 0, "0".repeat(64), List.of());
    // One row of Nights.run is always rejected.
    assertEquals(
        List.of("no-data: None of the 1 row could be scored."), found(rejected, nights(30)));
    List<Night> earlier = new ArrayList<>();
    IntStream.range(0, 30).forEach(day -> earlier.add(night(day, 100, "Ada", "Tom")));
    earlier.add(nothing(30));
    Audit next = new Auditor(14).audit(night(31, 100, "Tom"), earlier, Optional.empty());
    assertEquals(30, next.nights());
    assertEquals(List.of("1 night without data"), next.leftOut());
    assertEquals(
        List.of("No conversation of bot_name Ada (last seen 2026-09-30, 50 conversations)."),
        next.findings(Finding.Kind.MISSING_SLICE).stream().map(Finding::text).toList());
  }

  @Test
  void conversationsOfAnEarlierNightAreFoundAndNotLearnedFrom() {
    List<Night> earlier = nights(20);
    Night again = Nights.of(DAY.plusDays(20), 100, content(17), night(20, 100).slices());
    assertEquals(
        List.of(
            "repeated-night: All 100 conversations are those of 2026-09-18: one of the two"
                + " exports is not of its night."),
        found(again, earlier));
    earlier.add(again);
    Audit next = new Auditor(14).audit(night(21, 100), earlier, Optional.empty());
    assertEquals(20, next.nights());
    assertEquals(List.of("1 night with the conversations of an earlier one"), next.leftOut());
    assertEquals(List.of(), next.findings());
  }

  @Test
  void aMissingNightIsFoundByTheDaysOfTheWeek() {
    assertEquals(
        List.of(
            "missing-night: There was no audit of 2026-09-20 and 2026-09-21, which were due (every"
                + " night); the last before tonight is of 2026-09-19."),
        found(night(21, 100), nights(21, day -> day < 19)));
    // Weekdays only: the first is a Tuesday, so days 4 and 5 are a weekend.
    IntPredicate weekday = day -> DAY.plusDays(day).getDayOfWeek().getValue() <= 5;
    assertEquals(List.of(), found(night(27, 100), nights(27, weekday)));
    assertEquals(
        List.of(
            "missing-night: There was no audit of 2026-09-25, which was due (Monday to Friday); the"
                + " last before tonight is of 2026-09-24."),
        found(night(27, 100), nights(27, weekday.and(day -> day < 24))));
    // Once a week.
    assertEquals(List.of(), found(night(28, 100), nights(28, day -> day % 7 == 0)));
    assertEquals(
        List.of(
            "missing-night: There was no audit of 2026-09-22, which was due (every Tuesday); the last"
                + " before tonight is of 2026-09-15."),
        found(night(28, 100), nights(28, day -> day % 7 == 0 && day < 21)));
  }

  @Test
  void aCalendarCanBeGiven() {
    List<Night> three = nights(3);
    assertEquals(List.of(), found(night(6, 100), three));
    assertEquals(
        List.of(
            "missing-night: There was no audit of 2026-09-04, 2026-09-05 and 2026-09-06, which were"
                + " due (every night); the last before tonight is of 2026-09-03."),
        found(night(6, 100), three, Calendar.NIGHTLY));
    assertEquals(
        List.of(
            "missing-night: There was no audit of 2026-09-04, which was due (Monday to Friday); the"
                + " last before tonight is of 2026-09-03."),
        found(night(6, 100), three, Calendar.WEEKDAYS));
    assertEquals(List.of(), found(night(6, 100), three, Calendar.NONE));
    assertEquals(List.of(), found(night(9, 100), three, Calendar.WEEKLY));
    assertEquals(1, found(night(16, 100), three, Calendar.WEEKLY).size());
  }

  @Test
  void anOldNightWithTheConversationsOfALaterOneIsFound() {
    List<Night> earlier = nights(5);
    Audit audit =
        new Auditor(14)
            .audit(
                night(6, 100), earlier, Optional.empty(), Optional.of(LocalDate.of(2026, 9, 20)));
    assertEquals(
        "All 100 conversations are those of 2026-09-20: one of the two exports is not of its night.",
        audit.findings(Finding.Kind.REPEATED_NIGHT).get(0).text());
  }

  @Test
  void farFewerOrMoreConversationsAreFoundAndDoNotBecomeUsual() {
    List<Night> earlier = nights(10);
    assertEquals(
        List.of(
            "volume: 49 conversations, fewer than half as many as in any of the last 10 usual nights"
                + " (100 to 100)."),
        found(night(10, 49), earlier));
    assertEquals(List.of(), found(night(10, 50), earlier));
    assertEquals(List.of(), found(night(10, 200), earlier));
    assertEquals(
        List.of(
            "volume: 201 conversations, more than twice as many as in any of the last 10 usual nights"
                + " (100 to 100)."),
        found(night(10, 201), earlier));
    earlier.add(night(10, 30));
    assertEquals(1, found(night(11, 40), earlier).size());
    assertEquals(
        Outcome.UNKNOWN,
        Condition.parse("volume")
            .of(new Auditor(14).audit(night(6, 9), nights(6), Optional.empty()))
            .outcome());
  }

  @Test
  void aBotThatEveryNightHadIsMissed() {
    List<Night> before =
        IntStream.range(0, 7)
            .mapToObj(day -> night(day, 100, "Ada", "Tom", "Zoe", NightTally.OTHERS))
            .toList();
    assertEquals(
        List.of(
            "missing-slice: No conversation of bot_name Ada (last seen 2026-09-07, 50 conversations)"
                + " and Zoe (last seen 2026-09-07, 50 conversations)."),
        found(night(7, 100, "Tom", "Eve"), before));
    // Six nights are no habit.
    Night seventh = night(6, 100, "Tom", "Eve");
    assertEquals(List.of(), found(seventh, before.subList(0, 6)));
    assertEquals(
        Outcome.UNKNOWN,
        Condition.parse("missing-slice")
            .of(new Auditor(14).audit(seventh, before.subList(0, 6), Optional.empty()))
            .outcome());
    // Nobody is missed where fields are not kept, or not all values are.
    assertEquals(List.of(), found(night(7, 100), before));
    assertEquals(List.of(), found(night(7, 100, "Tom", NightTally.OTHERS), before));
    // A bot that is there on some nights only is not missed on others.
    List<Night> seldom =
        IntStream.range(0, 10)
            .mapToObj(day -> day % 2 == 0 ? night(day, 100, "Tom") : night(day, 100, "Tom", "Eve"))
            .toList();
    assertEquals(List.of(), found(night(10, 100, "Tom"), seldom));
  }

  @Test
  void aBotIsMissedForSevenNights() {
    List<Night> earlier = new ArrayList<>();
    IntStream.range(0, 10).forEach(day -> earlier.add(night(day, 100, "Ada", "Tom")));
    int missed = 0;
    for (int day = 10; day < 30; day++) {
      Night tonight = night(day, 100, "Tom");
      missed += found(tonight, earlier).size();
      earlier.add(tonight);
    }
    assertEquals(7, missed);
  }

  @Test
  void conditionsAreUndecidedWhereNothingCanBeKnown() {
    Audit first = new Auditor(14).audit(night(0, 100), List.of(), Optional.empty());
    for (String word :
        List.of("drift", "slice-drift", "missing-night", "missing-slice", "volume", "any")) {
      Condition.Result result = Condition.parse(word).of(first);
      assertEquals(Outcome.UNKNOWN, result.outcome(), word);
      assertTrue(result.because().endsWith("."), result.because());
    }
    for (String word : List.of("no-data", "repeated-night")) {
      assertEquals(Outcome.PASSED, Condition.parse(word).of(first).outcome(), word);
    }
  }
}
