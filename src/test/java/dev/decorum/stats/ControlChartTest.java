package dev.decorum.stats;

import static dev.decorum.stats.Estimates.assertSame;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.stats.ChartPoint.Alarm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlChartTest {
  /** The parameters of the reference script. */
  private static final ChartSettings SHORT = new ChartSettings(0.5, 6.4, 3, 5, 14, 7, 40);

  private static List<ChartPoint> chart(List<Observation> nights) {
    return ControlChart.of(nights, ChartSettings.DEFAULT);
  }

  private static List<Observation> nights(double[] values, double error) {
    List<Observation> nights = new ArrayList<>();
    for (double value : values) {
      nights.add(new Observation(value, error));
    }
    return nights;
  }

  /** Standard normal nights of which those from {@code from} on are shifted. */
  private static List<Observation> shifted(int count, int from, double shift, long seed) {
    double[] values = Data.normal(count, seed);
    for (int night = from; night < count; night++) {
      values[night] += shift;
    }
    return nights(values, 1);
  }

  private static long alarms(List<ChartPoint> points) {
    return points.stream().filter(point -> point.alarm() != Alarm.NONE).count();
  }

  /** Expected values from src/reference/chart_reference.py. */
  @Test
  void agreesWithTheReference() throws IOException {
    NightsFile file = NightsFile.read();
    List<ChartPoint> points = ControlChart.of(file.observations(), SHORT);
    assertEquals(file.size(), points.size());
    for (int night = 0; night < 14; night++) {
      assertTrue(points.get(night).isLearning());
      assertEquals(Alarm.NONE, points.get(night).alarm());
      assertEquals(night, points.get(night).reference());
    }
    for (int night = 14; night < points.size(); night++) {
      ChartPoint point = points.get(night);
      assertFalse(point.isLearning());
      assertEquals(file.number(night, "reference"), point.reference());
      assertSame(
          new Estimate(
              file.number(night, "expected"),
              file.number(night, "expected_error"),
              file.number(night, "expected_low"),
              file.number(night, "expected_high")),
          point.expected(),
          1e-9);
      assertEquals(file.number(night, "score"), point.score(), 1e-9);
      assertEquals(file.number(night, "low_sum"), point.sums().low(), 1e-9);
      assertEquals(file.number(night, "high_sum"), point.sums().high(), 1e-9);
      assertEquals(file.number(night, "low_sum_limit"), point.sumLimits().low(), 1e-9);
      assertEquals(file.number(night, "high_sum_limit"), point.sumLimits().high(), 1e-9);
      assertEquals(file.number(night, "low_limit"), point.limits().low(), 1e-9);
      assertEquals(file.number(night, "high_limit"), point.limits().high(), 1e-9);
      assertEquals(file.text(night, "alarm"), point.alarm().name());
      assertEquals(file.number(night, "run"), point.run());
    }
  }

  @Test
  void theLimitsAreWhereAlarmsBegin() {
    for (int seed = 0; seed < 20; seed++) {
      for (ChartPoint point : chart(shifted(90, 30, seed % 3 - 1.0, seed))) {
        double value = point.observation().value();
        boolean within = point.limits().low() <= value && value <= point.limits().high();
        assertEquals(point.alarm() == Alarm.NONE, point.isLearning() || within, "" + point);
      }
    }
  }

  /** A drift, whose nights resemble each other, cannot widen the limit that it is held against. */
  @Test
  void aSumKeepsItsLimitUntilItIsNothingAgain() {
    int widened = 0;
    for (int seed = 0; seed < 20; seed++) {
      List<ChartPoint> points = chart(shifted(200, 100, 0.7, seed));
      for (int night = 15; night < points.size(); night++) {
        ChartPoint point = points.get(night);
        assertTrue(point.sumLimits().high() >= 6.4 && point.sumLimits().high() <= 1.35 * 6.4);
        widened += point.sumLimits().high() > 6.4 ? 1 : 0;
        if (points.get(night - 1).sums().high() > 0) {
          assertEquals(points.get(night - 1).sumLimits().high(), point.sumLimits().high());
        }
      }
    }
    assertTrue(widened > 100, widened + " nights with a wider limit");
  }

  @Test
  void unitsDoNotMatterAndLowMirrorsHigh() {
    List<Observation> nights = shifted(80, 40, -1.5, 3);
    List<ChartPoint> once = chart(nights);
    List<ChartPoint> mirrored =
        chart(
            nights.stream()
                .map(n -> new Observation(700 - 100 * n.value(), 100 * n.standardError()))
                .toList());
    assertTrue(alarms(once) > 0);
    for (int night = 14; night < nights.size(); night++) {
      ChartPoint a = once.get(night);
      ChartPoint b = mirrored.get(night);
      assertEquals(a.score(), -b.score(), 1e-9);
      assertEquals(a.sums().low(), b.sums().high(), 1e-9);
      assertEquals(700 - 100 * a.limits().low(), b.limits().high(), 1e-6);
      assertSame(a.expected().scaled(-100, 700), b.expected(), 1e-6);
      assertEquals(a.run(), b.run());
      assertEquals(
          a.alarm() == Alarm.LOW ? Alarm.HIGH : a.alarm() == Alarm.HIGH ? Alarm.LOW : Alarm.NONE,
          b.alarm());
    }
  }

  @Test
  void laterNightsDoNotChangeEarlierPoints() {
    List<Observation> nights = shifted(70, 40, -1.5, 5);
    assertEquals(chart(nights).subList(0, 50), chart(nights.subList(0, 50)));
  }

  @Test
  void alarmsAreRareWhileNothingChanges() {
    long alarms = 0;
    for (int seed = 0; seed < 40; seed++) {
      alarms += chart(shifted(365, 365, 0, seed)).stream().filter(p -> p.run() > 0).count();
    }
    // 40 years, each with 0.2 alarms of some 10 nights.
    assertTrue(alarms < 200, alarms + " nights with an alarm");
  }

  @Test
  void aChangeThatLastsIsToldUntilTheEnd() {
    int[] runs = new int[21];
    for (int seed = 0; seed < runs.length; seed++) {
      List<ChartPoint> points = chart(shifted(200, 60, -2, seed));
      List<ChartPoint> late = points.subList(100, 200);
      assertTrue(late.stream().filter(p -> p.alarm() == Alarm.LOW).count() > 95, "seed " + seed);
      assertEquals(points.get(120).reference(), points.get(199).reference());
      runs[seed] = points.get(199).run();
    }
    Arrays.sort(runs);
    assertEquals(140, runs[10], 3);
  }

  @Test
  void itIsSilentAgainSoonAfterTheChange() {
    for (int seed = 0; seed < 20; seed++) {
      List<Observation> nights = new ArrayList<>(shifted(100, 60, -3, seed));
      nights.addAll(shifted(60, 60, 0, seed + 1_000));
      List<ChartPoint> points = chart(nights);
      assertEquals(Alarm.LOW, points.get(99).alarm());
      assertTrue(alarms(points.subList(115, 160)) < 10, "seed " + seed);
    }
  }

  @Test
  void aSingleNightFarOffAlarmsByItselfAndIsForgotten() {
    List<Observation> nights = new ArrayList<>(shifted(60, 60, 0, 11));
    nights.set(40, new Observation(20, 1));
    List<ChartPoint> points = chart(nights);
    ChartPoint off = points.get(40);
    assertEquals(Alarm.HIGH, off.alarm());
    assertTrue(off.sudden());
    assertEquals(5, off.score());
    assertEquals(1, alarms(points));
    assertEquals(points.get(41).reference() + 11, points.get(52).reference());
    assertEquals(59 - 7 - 1, points.get(59).reference());
  }

  @Test
  void aNightOfNoPrecisionRaisesNoAlarm() {
    List<Observation> nights = new ArrayList<>(shifted(60, 60, 0, 12));
    nights.set(40, new Observation(20, 30));
    List<ChartPoint> points = chart(nights);
    assertEquals(0, alarms(points));
    assertTrue(Math.abs(points.get(59).expected().value()) < 0.5);
  }

  @Test
  void theSameEveryNightIsNoAlarmAndAnythingElseIs() {
    List<Observation> nights = new ArrayList<>(Collections.nCopies(400, new Observation(0.1, 0)));
    List<ChartPoint> points = chart(nights);
    assertEquals(0, alarms(points));
    assertEquals(new Estimate(0.1, 0, 0.1, 0.1), points.get(399).expected());
    assertEquals(0, points.get(399).score());
    nights.add(new Observation(0.09, 0));
    ChartPoint other = chart(nights).get(400);
    assertEquals(Alarm.LOW, other.alarm());
    assertTrue(other.sudden());
  }

  @Test
  void aShareThatWasAlwaysNoneMayHaveAHitButNotMany() {
    List<Observation> nights =
        new ArrayList<>(Collections.nCopies(30, ShareScale.observation(0, 0, 500, 500)));
    for (int night = 0; night < 3; night++) {
      nights.add(ShareScale.observation(0.002, 0.002, 500, 500));
      nights.add(ShareScale.observation(0, 0, 500, 500));
    }
    assertEquals(0, alarms(chart(nights)));
    nights.add(ShareScale.observation(0.04, 0.0088, 500, 500));
    ChartPoint many = chart(nights).get(36);
    assertEquals(Alarm.HIGH, many.alarm());
    assertTrue(ShareScale.share(many.limits().high()) < 0.04);
    // Five of 500 every night are found within a few nights.
    nights.set(36, ShareScale.observation(0.01, 0.00445, 500, 500));
    nights.add(nights.get(36));
    nights.add(nights.get(36));
    assertEquals(Alarm.HIGH, chart(nights).get(38).alarm());
  }

  /** Two rows that agree have no standard error, which says little. */
  @Test
  void aNightThatClaimsToBeExactDoesNotRule() {
    List<Observation> nights = new ArrayList<>(Collections.nCopies(14, new Observation(0, 1)));
    nights.set(5, new Observation(-1.7, 0));
    nights.add(new Observation(0, 0));
    ChartPoint point = chart(nights).get(14);
    // Both count as having half the others' error: one night has the weight of 4 of 17.
    assertEquals(-1.7 * 4 / 17, point.expected().value(), 1e-12);
    assertEquals(Math.sqrt(0.25 + 1.0 / 17), point.expected().standardError(), 1e-12);
  }

  @Test
  void fewNightsOnlyTeach() {
    assertEquals(List.of(), chart(List.of()));
    ChartPoint one = chart(nights(new double[] {5}, 1)).get(0);
    assertTrue(one.isLearning());
    assertEquals(Alarm.NONE, one.alarm());
    assertEquals(0, one.run());
    List<Observation> nights = new ArrayList<>(shifted(13, 13, 0, 1));
    nights.add(new Observation(1_000, 1));
    assertEquals(0, alarms(chart(nights)));
  }

  @Test
  void theReferenceHasABoundAndANightJoinsItLate() {
    List<ChartPoint> points = chart(shifted(300, 300, 0, 2));
    assertEquals(14, points.get(14).reference());
    assertEquals(14, points.get(21).reference());
    assertEquals(15, points.get(22).reference());
    assertEquals(180, points.get(299).reference());
  }

  @Test
  void moreChartsHaveWiderLimits() {
    assertEquals(ChartSettings.DEFAULT, ChartSettings.forCharts(4));
    assertEquals(6.4 + Math.log(3), ChartSettings.forCharts(12).limit(), 1e-12);
    assertTrue(ChartSettings.forCharts(1).limit() < 6.4);
  }

  @Test
  void nonsenseIsRefused() {
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> new Observation(bad, 1));
      assertThrows(IllegalArgumentException.class, () -> new Observation(1, bad));
    }
    assertThrows(IllegalArgumentException.class, () -> new Observation(1, -0.1));
    assertThrows(IllegalArgumentException.class, () -> ChartSettings.forCharts(0));
    double nan = Double.NaN;
    List<Runnable> settings =
        List.of(
            () -> new ChartSettings(nan, 6, 3, 4, 14, 7, 180),
            () -> new ChartSettings(-0.1, 6, 3, 4, 14, 7, 180),
            () -> new ChartSettings(0.5, 0, 3, 4, 14, 7, 180),
            () -> new ChartSettings(0.5, nan, 3, 4, 14, 7, 180),
            () -> new ChartSettings(0.5, 6, 0.5, 4, 14, 7, 180),
            () -> new ChartSettings(0.5, 6, 3, 2, 14, 7, 180),
            () -> new ChartSettings(0.5, 6, 3, 4, 2, 7, 180),
            () -> new ChartSettings(0.5, 6, 3, 4, 14, -1, 180),
            () -> new ChartSettings(0.5, 6, 3, 4, 14, 7, 13));
    for (Runnable setting : settings) {
      assertThrows(IllegalArgumentException.class, setting::run);
    }
  }
}
