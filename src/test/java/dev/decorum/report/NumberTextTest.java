package dev.decorum.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0",
        "0.4 | 0",
        "59.7 | 60",
        "99.4 | 99",
        "99.6 | 100",
        "100 | 100",
        "114 | 110",
        "116 | 120",
        "2438 | 2,400",
        "9960 | 10,000",
        "1234567 | 1,200,000"
      })
  void aRoughNumberHasTwoDigitsThatCount(double value, String shown) {
    assertEquals(shown, NumberText.roughly(value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0 | 0", "999 | 999", "1000 | 1,000", "1234567 | 1,234,567"})
  void thousandsAreSetApart(long value, String shown) {
    assertEquals(shown, NumberText.count(value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0",
        "1200 | 1200",
        "-3 | -3",
        "0.6612 | 0.6612",
        "0.1 | 0.1",
        "1E-5 | 1.0E-5",
        "1E14 | 100000000000000",
        "1E15 | 1.0E15",
        "Infinity | Infinity"
      })
  void programsReadAllDigits(double value, String written) {
    assertEquals(written, NumberText.exact(value));
    assertEquals(value, Double.parseDouble(NumberText.exact(value)));
  }

  @Test
  void theCountryPlaysNoPart() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertEquals("1,234,567", NumberText.count(1_234_567));
      assertEquals("4.2 MB", NumberText.megabytes(4_200_000));
    } finally {
      Locale.setDefault(before);
    }
  }
}
