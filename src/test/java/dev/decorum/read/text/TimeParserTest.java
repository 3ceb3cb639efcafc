package dev.decorum.read.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeParserTest {
  private static final Instant TEN = Instant.parse("2025-01-25T10:00:00Z");

  private static List<@Nullable Instant> instants(String... texts) {
    List<@Nullable Instant> instants = new ArrayList<>();
    for (String text : texts) {
      instants.add(text.isEmpty() ? null : Instant.parse(text));
    }
    return instants;
  }

  /** All of them are ten o'clock in UTC, on the 25th of January 2025, a Saturday in week 4. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2025-01-25T10:00:00Z",
        "2025-01-25t10:00:00z",
        "2025-01-25T10:00:00",
        "2025-01-25T10:00:00.000Z",
        "2025-01-25T10:00:00,0Z",
        "2025-01-25T10:00:00.000000000Z",
        "2025-01-25T10:00Z",
        "2025-01-25T10:00",
        "2025-01-25T10Z",
        "2025-01-25T10",
        "2025-01-25T11:00:00+01:00",
        "2025-01-25T11:00:00+0100",
        "2025-01-25T11:00:00+01",
        "2025-01-25T11:00:00+01:00:00",
        "2025-01-25T11:00:00+01:00[Europe/Berlin]",
        "2025-01-25T05:00:00-05:00",
        "2025-01-25T15:30:00+0530",
        "2025-01-26T00:00:00+14:00",
        "2025-01-25 10:00:00",
        "2025-01-25  10:00:00",
        "  2025-01-25 10:00:00\n",
        "2025-01-25 10:00:00Z",
        "2025-01-25 10:00:00 Z",
        "2025-01-25 10:00:00 UTC",
        "2025-01-25 10:00:00 GMT",
        "2025-01-25 10:00:00 +0000",
        "2025-01-25 10:00:00 +00:00",
        "2025-01-25 10:00:00+00:00",
        "2025-01-25 10:00:00+00",
        "2025-01-25 10:00:00 +0000 UTC",
        "2025-01-25 11:00:00 +0100 CET",
        "2025-01-25 10:00:00.000000+00:00",
        "2025-01-25 10:00",
        "2025-01-25 10:00 AM",
        "2025-01-25, 10:00",
        "2025-01-25_10:00:00",
        "2025-01-25 05:00:00 EST",
        "2025-01-25 12:00:00 CEST",
        "2025-1-25 10:00:00",
        "2025/01/25 10:00:00",
        "2025/1/25 10:00",
        "2025.01.25 10:00:00",
        "2025-Jan-25 10:00:00",
        "20250125T100000Z",
        "20250125T1000Z",
        "20250125T110000+0100",
        "20250125 10:00:00",
        "20250125100000",
        "202501251000",
        "20250125100000000",
        "2025-W04-6T10:00:00Z",
        "2025W046T100000Z",
        "2025-025T10:00:00Z",
        "2025025T100000Z",
        "1/25/2025 10:00:00",
        "1/25/2025 10:00",
        "01/25/2025 10:00:00",
        "1/25/2025 10:00 AM",
        "1/25/2025 10:00:00 AM",
        "1/25/2025, 10:00:00 AM",
        "1/25/2025, 10:00:00\u202FAM",
        "1/25/2025, 10:00:00\u00A0AM",
        "1/25/2025 10:00am",
        "1/25/2025 10 AM",
        "1/25/25, 10:00 AM",
        "25/01/2025 10:00:00",
        "25/01/2025, 10:00:00",
        "25/01/25, 10:00",
        "25.01.2025 10:00",
        "25.01.2025, 10:00:00",
        "25.1.2025 10:00",
        "25.01.25, 10:00",
        "25. 1. 2025 10:00",
        "25-01-2025 10:00:00",
        "01-25-2025 10:00:00",
        "25/1/2025 10:00:00 a.m.",
        "25/1/2025 10:00:00 a. m.",
        "January 25, 2025 10:00am",
        "January 25, 2025 10:00 AM",
        "January 25, 2025 at 10:00 AM",
        "January 25, 2025, 10:00 AM",
        "january 25 2025 10:00",
        "Jan 25, 2025, 10:00:00 AM",
        "Jan 25, 2025 10:00:00 AM",
        "Jan. 25, 2025 10:00 a.m.",
        "Jan 25, 2025 10:00:00 AM UTC",
        "Jan 25, 2025 2:00:00 AM PST",
        "Saturday, January 25, 2025 10:00 AM",
        "Saturday, January 25, 2025 at 10:00:00\u202FAM",
        "January 25th, 2025 10:00 AM",
        "25 January 2025 10:00",
        "25 Jan 2025 10:00:00",
        "25 Jan 2025, 10:00",
        "25 Jan 25, 10:00",
        "25th of January 2025 10:00",
        "25-Jan-2025 10:00:00",
        "25/Jan/2025:10:00:00 +0000",
        "Sat, 25 Jan 2025 10:00:00 GMT",
        "Sat, 25 Jan 2025 10:00:00 +0000",
        "Sat, 25 Jan 2025 05:00:00 EST",
        "Sat, 25 Jan 2025 10:00:00 +0000 (UTC)",
        "Saturday, 25-Jan-25 10:00:00 GMT",
        "Sat Jan 25 10:00:00 2025",
        "Sat Jan 25 10:00:00 UTC 2025",
        "Sat Jan 25 10:00:00 +0000 2025",
        "Sat Jan 25 2025 10:00:00",
        "Sat Jan 25 2025 10:00:00 GMT+0000",
        "Sat Jan 25 2025 11:00:00 GMT+0100 (Central European Standard Time)",
        "Sat Jan 25 2025 11:00:00 UTC+1",
        "2025-01-25@10h00m00s",
        "2025-01-25 @10h 00m 00s",
        "2025-1-25 @10h 00m 00s 0ms",
        "2025-01-25@10h00",
        "10:00:00 25/01/2025",
        "10:00 25.01.2025",
        "10:00 AM, Jan 25, 2025",
        "1737799200",
        "1737799200.0",
        "1737799200000",
        "1737799200000.0",
        "1737799200000000",
        "1737799200000000000",
        "1.7377992e9",
        "1.7377992E9",
        "1.7377992e+9",
        "1.7377992E+12",
        "1.7377992E+15",
        "1.7377992E18",
      })
  void everyWritingOfATimeIsRead(String text) {
    assertEquals(TEN, TimeParser.parse(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2025-01-25T10:00:00.1Z | 2025-01-25T10:00:00.1Z",
        "2025-01-25T10:00:00,123Z | 2025-01-25T10:00:00.123Z",
        "2025-01-25T10:00:00.123456789Z | 2025-01-25T10:00:00.123456789Z",
        "2025-01-25T10:00:00.1234567891Z | 2025-01-25T10:00:00.123456789Z",
        "2025-01-25 10:00:00.123456+00:00 | 2025-01-25T10:00:00.123456Z",
        "2025-01-25 @10h 00m 00s 123ms | 2025-01-25T10:00:00.123Z",
        "20250125T100000.5Z | 2025-01-25T10:00:00.5Z",
        "1737799200.25 | 2025-01-25T10:00:00.250Z",
        "1737799200123 | 2025-01-25T10:00:00.123Z",
        "1737799200123.5 | 2025-01-25T10:00:00.123500Z",
        "1737799200123456 | 2025-01-25T10:00:00.123456Z",
        "1737799200123456789 | 2025-01-25T10:00:00.123456789Z",
        "20250125100000123 | 2025-01-25T10:00:00.123Z",
        "1.737799214123E12 | 2025-01-25T10:00:14.123Z",
        "100000000 | 1973-03-03T09:46:40Z",
        "1/25/2025 9:00 PM | 2025-01-25T21:00:00Z",
        "01/25/2025 21:00:10 | 2025-01-25T21:00:10Z",
        "1/25/2025, 9:00:05 PM | 2025-01-25T21:00:05Z",
        "25.01.2025 21:00 | 2025-01-25T21:00:00Z",
        "25/1/2025 9:00 p.m. | 2025-01-25T21:00:00Z",
        "Jan 25, 2025, 9:00:05 PM | 2025-01-25T21:00:05Z",
        "1/25/2025 12:30 AM | 2025-01-25T00:30:00Z",
        "1/25/2025 12:30 PM | 2025-01-25T12:30:00Z",
        "1/25/2025 21:30 PM | 2025-01-25T21:30:00Z",
        "2025-01-25 | 2025-01-25T00:00:00Z",
        "2025/01/25 | 2025-01-25T00:00:00Z",
        "20250125 | 2025-01-25T00:00:00Z",
        "1/25/2025 | 2025-01-25T00:00:00Z",
        "25.01.2025 | 2025-01-25T00:00:00Z",
        "January 25, 2025 | 2025-01-25T00:00:00Z",
        "25 January 2025 | 2025-01-25T00:00:00Z",
        "2025-W04-6 | 2025-01-25T00:00:00Z",
        "2025-W01-1 | 2024-12-30T00:00:00Z",
        "2020-W53-7 | 2021-01-03T00:00:00Z",
        "2025-025 | 2025-01-25T00:00:00Z",
        "2024-366 | 2024-12-31T00:00:00Z",
        "2025-01-25T24:00:00Z | 2025-01-26T00:00:00Z",
        "2016-12-31T23:59:60Z | 2017-01-01T00:00:00Z",
        "2024-02-29 10:00 | 2024-02-29T10:00:00Z",
        "2025-01-25 00:30 +0100 | 2025-01-24T23:30:00Z",
        "2/3/2025 10:00 | 2025-02-03T10:00:00Z",
        "2.3.2025 10:00 | 2025-03-02T10:00:00Z",
        "2-3-2025 10:00 | 2025-03-02T10:00:00Z",
        "May 5, 2025 10:00am | 2025-05-05T10:00:00Z",
        "Sept 5, 2025 10:00am | 2025-09-05T10:00:00Z",
        "1/25/70 10:00 | 1970-01-25T10:00:00Z",
        "21.00 25/01/2025 |",
        "25/01/2025 21.00 | 2025-01-25T21:00:00Z",
        "25/01/2025 21.00.05 | 2025-01-25T21:00:05Z",
      })
  void timesHaveTheirValue(String text, @Nullable String instant) {
    assertEquals(instant == null ? null : Instant.parse(instant), TimeParser.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "yesterday",
        "Monday",
        "10:00",
        "10:00:00 AM",
        "1",
        "2.5",
        "0",
        "-1",
        "-1737799200",
        "99999999",
        "45682.4167",
        "2025",
        "2025-01",
        "01/2025",
        "January 2025",
        "1.7e999999999",
        "1e99",
        "1e-9",
        "1.2.3",
        ".",
        "-",
        "+",
        "e5",
        "5e",
        "99999999999999999999999999",
        "2025-13-01",
        "2025-02-30 10:00",
        "2025-02-29T10:00:00Z",
        "2023-366",
        "2025-W54-1",
        "2025-W04-8",
        "2025-01-25T25:00:00Z",
        "2025-01-25T24:00:01Z",
        "2025-01-25T10:60:00Z",
        "2025-01-25T10:00:61Z",
        "2025-01-25T10:00:00+19:00",
        "2025-01-25T10:00:00 XYZ",
        "2025-01-25T10:00:00 IST",
        "2025-01-25T10:00:00Z and more",
        "2025-01-25 10",
        "2025-01-25 hello",
        "13/13/2025 10:00",
        "31/2/2025 10:00",
        "0/1/2025 10:00",
        "25-01-25 10:00",
        "25/01-2025 10:00",
        "Foo 25, 2025 10:00",
        "Ma 5, 2025 10:00",
        "Jan 32, 2025 10:00",
        "Jan 25 10:00:00",
        "25 Jan",
        "/",
        "2025-",
        "2025-01-",
        "2025-01-25T",
        "2025-01-25T10:",
        "2025-01-25T10:0",
        "2025-01-25@10h00m00",
        "10:00 10:00",
        "2025W",
        "2025-W",
      })
  void anythingElseIsNoTime(String text) {
    assertNull(TimeParser.parse(text));
  }

  @Test
  void longTextsAreNoTimes() {
    assertNull(TimeParser.parse("1".repeat(1_000_000)));
    assertNull(TimeParser.parse("2025-01-25 10:00" + "0".repeat(1_000_000)));
  }

  @Test
  void damagedTimesAreReadOrNot() {
    String[] seeds = {
      "2025-01-25T11:00:00.123+01:00[Europe/Berlin]",
      "Sat Jan 25 2025 11:00:00 GMT+0100 (CET)",
      "Sat Jan 25 10:00:00 +0000 2025",
      "1/25/2025, 9:00:05\u202FPM",
      "10:00 AM, Jan 25th, 2025",
      "2025-1-25 @10h 00m 00s 123ms",
      "2025-W04-6T10:00Z",
      "1.7377992E+12"
    };
    String letters = "0123456789:/.,-+ TZWhmsapEe@()[]";
    Random random = new Random(1);
    int read = 0;
    for (int round = 0; round < 100_000; round++) {
      StringBuilder text = new StringBuilder(seeds[round % seeds.length]);
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        int i = random.nextInt(text.length());
        char c = letters.charAt(random.nextInt(letters.length()));
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(i, c);
          case 1 -> text.insert(i, c);
          default -> text.delete(i, i + 1 + random.nextInt(text.length() - i));
        }
        if (text.isEmpty()) {
          break;
        }
      }
      if (TimeParser.parse(text.toString()) != null) {
        read++;
      }
    }
    assertTrue(read > 5_000, "of 100,000 there are " + read);
  }

  @Test
  void aDayAboveTwelveDecidesForAllTimes() {
    assertEquals(
        instants("2025-03-02T10:00:00Z", "2025-03-13T10:00:00Z", "2025-04-01T10:00:00Z"),
        TimeParser.parseAll(List.of("02/03/2025 10:00", "13/03/2025 10:00", "01/04/2025 10:00")));
    assertEquals(
        instants("2025-02-03T10:00:00Z", "2025-03-13T10:00:00Z", "2025-01-04T10:00:00Z"),
        TimeParser.parseAll(List.of("02/03/2025 10:00", "03/13/2025 10:00", "01/04/2025 10:00")));
    assertEquals(
        instants("2025-02-03T10:00:00Z", "2025-03-13T10:00:00Z"),
        TimeParser.parseAll(List.of("02.03.2025 10:00", "03.13.2025 10:00")));
  }

  @Test
  void withoutSuchADayMonthsComeFirstWithSlashesOnly() {
    assertEquals(
        instants("2025-02-03T10:00:00Z", "2025-02-03T10:01:00Z"),
        TimeParser.parseAll(List.of("2/3/2025 10:00", "2/3/2025 10:01")));
    assertEquals(
        instants("2025-03-02T10:00:00Z", "2025-03-02T10:01:00Z"),
        TimeParser.parseAll(List.of("2.3.2025 10:00", "2.3.2025 10:01")));
  }

  @Test
  void theReadingThatAscendsWinsIfTheOtherDoesNot() {
    // The 3rd of February and the 1st of March, not the 2nd of March and the 3rd of January.
    assertEquals(
        instants("2025-02-03T10:00:00Z", "2025-03-01T10:00:00Z"),
        TimeParser.parseAll(List.of("03/02/2025 10:00", "01/03/2025 10:00")));
    assertEquals(
        instants("2025-02-03T10:00:00Z", "2025-03-01T10:00:00Z"),
        TimeParser.parseAll(List.of("2.3.2025 10:00", "3.1.2025 10:00")));
    // Both fall: the usual reading.
    assertEquals(
        instants("2025-03-04T10:00:00Z", "2025-02-03T10:00:00Z"),
        TimeParser.parseAll(List.of("3/4/2025 10:00", "2/3/2025 10:00")));
  }

  @Test
  void timesThatContradictEachOtherAreReadOneByOne() {
    assertEquals(
        instants("2025-01-25T10:00:00Z", "2025-01-26T10:00:00Z", "2025-02-01T10:00:00Z"),
        TimeParser.parseAll(List.of("25/1/2025 10:00", "1/26/2025 10:00", "2/1/2025 10:00")));
  }

  @ParameterizedTest
  @CsvSource({
    "2023-12-18T05:08:02.5+02:00, 2023-12-18T03:08:02.500Z",
    "2023-12-18 05:08:02.592, 2023-12-18T05:08:02.592Z",
    "2023-12-18, 2023-12-18T00:00:00Z",
    "1702876082, 2023-12-18T05:08:02Z",
    "1702876082.25, 2023-12-18T05:08:02.250Z",
    "1702876082592, 2023-12-18T05:08:02.592Z",
    "1702876082592001, 2023-12-18T05:08:02.592001Z",
    "18/12/2023, 2023-12-18T00:00:00Z",
    "2023-13-18, ",
    "., ",
  })
  void fractionsAndNumbersAreKept(String text, @Nullable String instant) {
    assertEquals(instant == null ? null : Instant.parse(instant), TimeParser.parse(text));
  }

  @Test
  void timesOfSeveralKindsStandTogether() {
    assertEquals(
        instants(
            "", "2025-03-02T10:00:00Z", "", "2025-03-13T10:00:00Z", "2025-01-25T10:00:00Z", ""),
        TimeParser.parseAll(
            Arrays.asList(
                null, "02/03/2025 10:00", "never", "13/03/2025 10:00", "1737799200", " ")));
    assertEquals(List.of(), TimeParser.parseAll(List.of()));
  }
}
