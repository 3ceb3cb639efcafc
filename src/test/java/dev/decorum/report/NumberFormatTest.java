package dev.decorum.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.decorum.stats.Estimate;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NumberFormatTest {

  @ParameterizedTest
  @CsvSource({"0, 0.000", "1, 1.000", "0.8184, 0.818", "0.8186, 0.819", "0.0004, 0.000", "NaN, -"})
  void aProbabilityHasThreeDecimals(double value, String shown) {
    assertEquals(shown, NumberFormat.PROBABILITY.text(value));
  }

  @ParameterizedTest
  @CsvSource({
    "21.726, +21.7%",
    "-17.5595, -17.6%",
    "0, +0.0%",
    "-100, -100.0%",
    "48.81, +48.8%",
    "NaN, -"
  })
  void aDeltaIsSigned(double value, String shown) {
    assertEquals(shown, NumberFormat.DELTA_PERCENT.text(value));
  }

  @ParameterizedTest
  @CsvSource({"0, 0.0%", "0.5, 50.0%", "1, 100.0%", "0.12345, 12.3%", "NaN, -"})
  void aShareIsInPercent(double value, String shown) {
    assertEquals(shown, NumberFormat.SHARE.text(value));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.000",
    "-0.0004, 0.000",
    "0.0004, 0.000",
    "0.0006, +0.001",
    "-0.5, -0.500",
    "1.2345, +1.235",
    "NaN, -"
  })
  void aSmallNumberIsSignedUnlessItIsZero(double value, String shown) {
    assertEquals(shown, NumberFormat.SIGNED.text(value));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.0",
    "-0.0004, 0.0",
    "0.059, +5.9",
    "-0.0006, -0.1",
    "-1, -100.0",
    "0.00049, 0.0",
    "NaN, -"
  })
  void aDifferenceOfSharesIsInPointsAndSignedUnlessItIsZero(double value, String shown) {
    assertEquals(shown, NumberFormat.POINTS.text(value));
  }

  @ParameterizedTest
  @CsvSource({"0.059, 5.9", "-0.059, 5.9", "0, 0.0", "-0.0001, 0.0", "NaN, -"})
  void theSizeOfADifferenceHasNoSign(double value, String shown) {
    assertEquals(shown, NumberFormat.POINTS_SIZE.text(value));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1.000",
    "0.0494, 0.049",
    "0.001, 0.001",
    "0.00099, <0.001",
    "0, <0.001",
    "NaN, -"
  })
  void aPValueIsNeverZero(double value, String shown) {
    assertEquals(shown, NumberFormat.P_VALUE.text(value));
  }

  @Test
  void anIntervalStandsBehindItsNumber() {
    Estimate share = new Estimate(0.725, 0.1, 0.572, 0.839);
    assertEquals("0.572 to 0.839", NumberFormat.PROBABILITY.interval(share));
    assertEquals("0.725 (0.572 to 0.839)", NumberFormat.PROBABILITY.withInterval(share));
    assertEquals("72.5% (57.2 to 83.9)", NumberFormat.SHARE.withInterval(share));
    assertEquals("+72.5 (+57.2 to +83.9)", NumberFormat.POINTS.withInterval(share));
  }

  @Test
  void aNumberWithoutAnIntervalStandsAlone() {
    Estimate known = Estimate.withoutInterval(0.5);
    assertEquals("-", NumberFormat.SHARE.interval(known));
    assertEquals("50.0%", NumberFormat.SHARE.withInterval(known));
    assertEquals("-", NumberFormat.SHARE.withInterval(Estimate.UNDEFINED));
    assertEquals(
        "0.500", NumberFormat.PROBABILITY.withInterval(new Estimate(0.5, 0.1, 0.1, Double.NaN)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0 | 0.0", "0.04 | 0.0", "9.94 | 9.9", "10 | 10", "99.6 | 100", "12345.6 | 12,346"})
  void aRateHasADecimalOnlyBelowTen(double value, String shown) {
    assertEquals(shown, NumberFormat.RATE.text(value));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.00 s",
    "0.042, 0.04 s",
    "0.1, 0.1 s",
    "0.84, 0.8 s",
    "9.94, 9.9 s",
    "10, 10 s",
    "59.4, 59 s",
    "59.6, 1:00",
    "187, 3:07",
    "3599.4, 59:59",
    "3599.6, 1:00:00",
    "3753, 1:02:33",
    "360000, 100:00:00"
  })
  void aTimeSpanIsShownInTheUnitThatSuitsIt(double seconds, String shown) {
    assertEquals(shown, NumberFormat.SECONDS.text(seconds));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotKnownIsADashInEveryFormat(NumberFormat format) {
    assertEquals("-", format.text(Double.NaN));
    assertEquals("-", format.interval(Estimate.UNDEFINED));
    assertEquals("-", format.withInterval(Estimate.UNDEFINED));
  }

  @Test
  void aSignBeginsWhereADigitIsSeen() {
    assertEquals("0.000", NumberFormat.SIGNED.text(Math.nextDown(0.0005)));
    assertEquals("+0.001", NumberFormat.SIGNED.text(0.0005));
    assertEquals("0.000", NumberFormat.SIGNED.text(Math.nextUp(-0.0005)));
    assertEquals("-0.001", NumberFormat.SIGNED.text(-0.0005));
    assertEquals("0.0", NumberFormat.COUNT_DIFFERENCE.text(Math.nextDown(0.05)));
    assertEquals("+0.1", NumberFormat.COUNT_DIFFERENCE.text(0.05));
    assertEquals("0.000", NumberFormat.SIGNED.text(-0.0));
  }

  @ParameterizedTest
  @CsvSource({"0.0414, 0.041", "-0.0414, 0.041", "0, 0.000", "-0.0001, 0.000"})
  void theSizeOfADifferenceOfRewardsHasNoSign(double value, String shown) {
    assertEquals(shown, NumberFormat.SIZE.text(value));
  }

  @ParameterizedTest
  @CsvSource({"0, 0%", "0.25, 25%", "0.95, 95%", "1, 100%"})
  void aRoundShareHasNoDecimals(double value, String shown) {
    assertEquals(shown, NumberFormat.ROUND_SHARE.text(value));
  }

  @ParameterizedTest
  @CsvSource({"0, 0.0", "152.44, 152.4", "1234.56, 1234.6"})
  void aMeanOfCountsHasADecimal(double value, String shown) {
    assertEquals(shown, NumberFormat.MEAN_COUNT.text(value));
  }

  @ParameterizedTest
  @CsvSource({"12.46, +12.5", "-3, -3.0", "0.04, 0.0", "-0.04, 0.0"})
  void aDifferenceOfCountsIsSignedUnlessItIsZero(double value, String shown) {
    assertEquals(shown, NumberFormat.COUNT_DIFFERENCE.text(value));
  }

  @ParameterizedTest
  @CsvSource({"0.5, 0.50x", "1.254, 1.25x", "12.54, 12.5x"})
  void aFactorHasThreeDigits(double value, String shown) {
    assertEquals(shown, NumberFormat.FACTOR.text(value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0 | 0 MB", "412400000 | 412 MB", "5012600000 | 5,013 MB"})
  void memoryIsInWholeMegabytes(double bytes, String shown) {
    assertEquals(shown, NumberFormat.MEMORY.text(bytes));
  }

  @Test
  void theCountryPlaysNoPart() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertEquals("0.818", NumberFormat.PROBABILITY.text(0.818));
      assertEquals("1,234,567", NumberFormat.COUNT.text(1_234_567));
      assertEquals("+21.7%", NumberFormat.DELTA_PERCENT.text(21.7));
    } finally {
      Locale.setDefault(before);
    }
  }
}
