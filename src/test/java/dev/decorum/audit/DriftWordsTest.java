package dev.decorum.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.stats.ChartPoint.Alarm;
import dev.decorum.store.Night;
import dev.decorum.store.NightSlice;
import dev.decorum.store.Nights;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Every sentence on a chart that alarms is held against the numbers: of 500 random histories with
 * shifts, recoveries, slow waves and single odd nights.
 */
class DriftWordsTest {
  private static final LocalDate DAY = LocalDate.of(2026, 1, 1);
  private static final int HISTORIES = 500;
  private static final Auditor AUDITOR = new Auditor(14);

  private static final Pattern NIGHT =
      Pattern.compile(
          "(Mean score|Mean tokens|Truncated|Empty)( of bot_name Tom)? tonight: ([-0-9.]+)%?,"
              + " (below|above|within) what 95% of such nights show \\(([-0-9.]+)%? to"
              + " ([-0-9.]+)%?\\)\\.");
  private static final Pattern ALONE =
      Pattern.compile("Alarm: this night alone is (lower|higher) than chance explains\\.");
  private static final Pattern TOGETHER =
      Pattern.compile(
          "Alarm(, tonight for the first time| since (\\S+)): taken together, the (?:(\\d+)"
              + " nights since (\\S+) are|night since (\\S+) is) (lower|higher) than chance"
              + " explains\\.");
  private static final Pattern END =
      Pattern.compile(
          "It ends after (\\d) nights? at the expected level, ([-0-9.]+)%?(?: \\((\\d+)% of the alarm"
              + " is worked off\\))?\\.");

  private int alarms;
  private int recovered;

  @Test
  void everySentenceIsTrue() {
    Random random = new Random(18);
    for (int i = 0; i < HISTORIES; i++) {
      List<Night> nights = history(random);
      Night tonight = nights.remove(nights.size() - 1);
      Audit audit = AUDITOR.audit(tonight, nights, Optional.empty());
      List<Trend> all = new ArrayList<>(audit.trends());
      all.addAll(audit.slices());
      all.stream().filter(Trend::isAlarming).forEach(this::check);
      assertEquals(
          all.stream().filter(Trend::isAlarming).count(),
          audit.findings(Finding.Kind.DRIFT).size()
              + audit.findings(Finding.Kind.SLICE_DRIFT).size());
    }
    assertTrue(alarms > 200, alarms + " alarms");
    assertTrue(recovered > 20, recovered + " of nights that are well again");
  }

  /** 16 to 60 nights, the last of them perhaps of another level, or of a level that is back. */
  private static List<Night> history(Random random) {
    int count = 16 + random.nextInt(45);
    double error = 0.004 + 0.03 * random.nextDouble();
    double level = 0.3 + 0.5 * random.nextDouble();
    double shift = error * (random.nextInt(9) - 4);
    int from = count - random.nextInt(14);
    int until = random.nextBoolean() ? count : count - random.nextInt(6);
    double wave = random.nextInt(4) == 0 ? error : 0;
    List<Night> nights = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double mean =
          level
              + error * random.nextGaussian()
              + wave * Math.sin(i / 5.0)
              + (i >= from && i < until ? shift : 0)
              + (random.nextInt(60) == 0 ? 6 * error : 0);
      nights.add(
          Nights.of(
              DAY.plusDays(i),
              400,
              String.format("%064x", i + 1),
              List.of(
                  slice("", "", mean, error),
                  slice("bot_name", "Tom", mean + error * random.nextGaussian(), 2 * error))));
    }
    return nights;
  }

  private static NightSlice slice(String field, String value, double mean, double error) {
    return Nights.slice(field, value, 400, Math.max(0, Math.min(1, mean)), error);
  }

  private void check(Trend trend) {
    alarms++;
    Trend.Day tonight = trend.tonight();
    List<String> sentences = DriftWords.of(trend);
    assertEquals(3, sentences.size());
    checkNight(trend, tonight, matched(NIGHT, sentences.get(0)));
    String side = tonight.alarm() == Alarm.LOW ? "lower" : "higher";
    if (sentences.get(1).startsWith("Alarm: ")) {
      assertEquals(side, matched(ALONE, sentences.get(1)).group(1));
      assertTrue(tonight.sudden() || tonight.run() == 1);
    } else {
      checkTogether(trend, side, matched(TOGETHER, sentences.get(1)));
    }
    Matcher end = matched(END, sentences.get(2));
    assertEquals(tonight.toEnd(), Integer.parseInt(end.group(1)));
    assertTrue(tonight.toEnd() >= 1 && tonight.toEnd() <= 6, sentences.get(2));
    assertEquals(tonight.usual().value(), number(trend, end.group(2)), half(trend, end.group(2)));
    if (end.group(3) != null) {
      double part = Integer.parseInt(end.group(3)) / 100.0;
      assertTrue(part <= tonight.workedOff() && part > tonight.workedOff() - 0.01);
    } else {
      assertTrue(tonight.workedOff() < 0.01);
    }
    if (tonight.side() == Alarm.NONE) {
      recovered++;
    }
  }

  /** The printed number is on the side of the printed bounds that the word says. */
  private static void checkNight(Trend trend, Trend.Day tonight, Matcher said) {
    double value = number(trend, said.group(3));
    double low = number(trend, said.group(5));
    double high = number(trend, said.group(6));
    assertEquals(tonight.estimate().value(), value, half(trend, said.group(3)));
    assertEquals(tonight.usual().low(), low, half(trend, said.group(5)));
    assertEquals(tonight.usual().high(), high, half(trend, said.group(6)));
    switch (said.group(4)) {
      case "below" -> assertTrue(value < low);
      case "above" -> assertTrue(value > high);
      default -> assertTrue(low <= value && value <= high);
    }
  }

  private static void checkTogether(Trend trend, String side, Matcher said) {
    List<Trend.Day> days = trend.days();
    Alarm alarm = trend.tonight().alarm();
    assertEquals(side, said.group(6));
    boolean single = said.group(3) == null;
    assertEquals(trend.tonight().run(), single ? 1 : Integer.parseInt(said.group(3)));
    LocalDate off = LocalDate.parse(said.group(single ? 5 : 4));
    assertEquals(days.get(days.size() - trend.tonight().run()).date(), off);
    int last = days.size() - 1;
    if (said.group(2) == null) {
      assertTrue(days.get(last - 1).alarm() != alarm);
      return;
    }
    LocalDate first = LocalDate.parse(said.group(2));
    for (int i = last; i >= 0; i--) {
      boolean isSince = !days.get(i).date().isBefore(first);
      if (isSince) {
        assertEquals(alarm, days.get(i).alarm());
      } else {
        assertTrue(days.get(i).alarm() != alarm);
        break;
      }
    }
    assertTrue(!first.isBefore(off));
  }

  private static Matcher matched(Pattern pattern, String sentence) {
    Matcher matcher = pattern.matcher(sentence);
    assertTrue(matcher.matches(), sentence);
    return matcher;
  }

  /** A printed number in units of the metric. */
  private static double number(Trend trend, String printed) {
    return Double.parseDouble(printed) / (trend.metric().isShare() ? 100 : 1);
  }

  /** Half a unit of its last digit. */
  private static double half(Trend trend, String printed) {
    int point = printed.indexOf('.');
    int decimals = point < 0 ? 0 : printed.length() - point - 1;
    return 0.5000001 * Math.pow(10, -decimals) / (trend.metric().isShare() ? 100 : 1);
  }
}
