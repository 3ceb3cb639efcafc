package dev.decorum.audit;

import dev.decorum.audit.Finding.Kind;
import dev.decorum.store.Night;
import dev.decorum.store.NightSlice;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks for what a person should know of a night beside its scores: whether it is there, whether it
 * is new, and whether it is whole. No finding changes what later nights are held against: empty and
 * repeated nights are not compared with, and unusual volumes do not count as usual.
 */
final class Findings {

  /** A value that so many nights in a row had is expected tonight. */
  private static final int NIGHTS_IN_A_ROW = 7;

  private final Night tonight;
  private final List<Finding> found = new ArrayList<>();
  private final Map<Kind, String> undecided = new EnumMap<>(Kind.class);

  Findings(Night tonight) {
    this.tonight = tonight;
  }

  List<Finding> found() {
    return found;
  }

  /** Why it cannot be said yet whether there is something of a kind. */
  Map<Kind, String> undecided() {
    return undecided;
  }

  /**
   * Whether there are conversations tonight, and whether they are new.
   *
   * @param laterSame a later night with the same conversations
   */
  void lookAtData(List<Night> earlier, Optional<LocalDate> laterSame) {
    if (tonight.isEmpty()) {
      long read = tonight.run().counts().read();
      found.add(
          Finding.of(
              Kind.NO_DATA,
              read == 0
                  ? "The input has no conversation."
                  : "None of the " + counted(read, "row") + " could be scored."));
      return;
    }
    Night same = null;
    for (Night night : earlier) {
      same = hasSameContent(night) ? night : same;
    }
    if (same != null) {
      found.add(Finding.of(Kind.REPEATED_NIGHT, repeated(same.date())));
    } else if (laterSame.isPresent()) {
      found.add(Finding.of(Kind.REPEATED_NIGHT, repeated(laterSame.get())));
    }
  }

  private boolean hasSameContent(Night night) {
    return !night.isEmpty() && night.content() != null && night.content().equals(tonight.content());
  }

  private String repeated(LocalDate same) {
    long scored = tonight.run().counts().scored();
    return (scored == 1
            ? "The conversation is that of "
            : "All " + counted(scored, "conversation") + " are those of ")
        + same
        + ": one of the two exports is not of its night.";
  }

  /** Whether nights are missing between the last one and tonight. */
  void lookAtCalendar(List<Night> earlier, @Nullable Calendar given) {
    List<LocalDate> dates = earlier.stream().map(Night::date).toList();
    Optional<Calendar> calendar =
        given != null ? Optional.of(given.on(tonight.date())) : Calendar.learned(dates);
    if (calendar.isEmpty() || dates.isEmpty()) {
      undecided.put(
          Kind.MISSING_NIGHT,
          dates.isEmpty()
              ? "there is no earlier night"
              : "on which days a night is due is learned from two weeks, or set with --calendar");
      return;
    }
    LocalDate last = dates.get(dates.size() - 1);
    List<LocalDate> due = calendar.get().due(last, tonight.date());
    if (!due.isEmpty()) {
      found.add(
          Finding.of(
              Kind.MISSING_NIGHT,
              "There was no audit of "
                  + NamesInWords.some(due.stream().map(LocalDate::toString).toList())
                  + (due.size() == 1 ? ", which was due (" : ", which were due (")
                  + calendar.get().words()
                  + "); the last before tonight is of "
                  + last
                  + "."));
    }
  }

  /** Whether there are about as many conversations as usual. */
  void lookAtVolume(List<Night> withData, int window) {
    Optional<Volume> known = Volume.usual(withData, window);
    if (known.isEmpty()) {
      undecided.put(
          Kind.VOLUME,
          "how many conversations are usual is known after "
              + Volume.FEWEST_NIGHTS
              + " nights with data");
      return;
    }
    Volume usual = known.get();
    long scored = tonight.run().counts().scored();
    if (usual.isFarFrom(scored)) {
      found.add(
          Finding.of(
              Kind.VOLUME,
              counted(scored, "conversation")
                  + (scored < usual.fewest()
                      ? ", fewer than half as many as in any of the last "
                      : ", more than twice as many as in any of the last ")
                  + usual.nights()
                  + " usual nights ("
                  + counted(usual.fewest())
                  + " to "
                  + counted(usual.most())
                  + ")."));
    }
  }

  /** Whether every value of a field that used to be there is there. */
  void lookAtSlices(List<Night> comparable) {
    Set<String> fields =
        tonight.slices().stream().map(NightSlice::field).collect(Collectors.toSet());
    fields.remove("");
    if (fields.isEmpty()) {
      undecided.put(Kind.MISSING_SLICE, "no slices are kept; --by names a field");
      undecided.put(Kind.SLICE_DRIFT, "no slices are kept; --by names a field");
      return;
    }
    for (String field : fields.stream().sorted().toList()) {
      if (tonight.slice(field, NightTally.OTHERS).isEmpty()) {
        lookAtValues(field, comparable);
      }
    }
    if (comparable.size() < NIGHTS_IN_A_ROW) {
      undecided.put(
          Kind.MISSING_SLICE,
          "a value is expected once it was there in " + NIGHTS_IN_A_ROW + " nights in a row");
    }
  }

  private void lookAtValues(String field, List<Night> comparable) {
    List<Night> nights =
        comparable.stream()
            .filter(night -> night.slices().stream().anyMatch(s -> s.field().equals(field)))
            .toList();
    Map<String, Integer> lastSeen = new LinkedHashMap<>();
    for (int i = Math.max(0, nights.size() - NIGHTS_IN_A_ROW); i < nights.size(); i++) {
      for (NightSlice slice : nights.get(i).slices()) {
        if (slice.field().equals(field) && !slice.value().equals(NightTally.OTHERS)) {
          lastSeen.put(slice.value(), i);
        }
      }
    }
    List<String> missing = new ArrayList<>();
    lastSeen.forEach(
        (value, last) -> {
          int first = last + 1 - NIGHTS_IN_A_ROW;
          if (last + 1 >= NIGHTS_IN_A_ROW
              && tonight.slice(field, value).isEmpty()
              && nights.subList(first, last + 1).stream()
                  .allMatch(night -> night.slice(field, value).isPresent())) {
            Night night = nights.get(last);
            missing.add(
                value
                    + " (last seen "
                    + night.date()
                    + ", "
                    + counted(night.slice(field, value).orElseThrow().rows(), "conversation")
                    + ")");
          }
        });
    if (!missing.isEmpty()) {
      found.add(
          Finding.of(
              Kind.MISSING_SLICE,
              "No conversation of " + field + " " + NamesInWords.some(missing) + "."));
    }
  }

  /** Whether charts alarm. */
  void lookAtCharts(Kind kind, List<Trend> trends) {
    for (Trend trend : trends) {
      if (trend.isAlarming()) {
        found.add(new Finding(kind, DriftWords.brief(trend), DriftWords.of(trend)));
      }
    }
    if (!undecided.containsKey(kind) && Trend.areLearning(trends)) {
      undecided.put(kind, "too few earlier nights to judge by");
    }
  }

  /** Whether alarms of earlier nights go on, of which tonight says nothing. */
  void lookAtStandingAlarms(List<Trend> trends) {
    for (Trend trend : trends) {
      if (trend.isAlarming()) {
        found.add(
            new Finding(Kind.DRIFT, DriftWords.brief(trend), List.of(DriftWords.standing(trend))));
      }
    }
  }

  private static String counted(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String counted(long count, String what) {
    return counted(count) + " " + what + (count == 1 ? "" : "s");
  }
}
