package dev.decorum.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.audit.Audit;
import dev.decorum.audit.Auditor;
import dev.decorum.audit.Metric;
import dev.decorum.audit.Trend;
import dev.decorum.store.History.Restart;
import dev.decorum.store.Night;
import dev.decorum.store.Nights;
import java.io.IOException;
import java.io.StringReader;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;

class HistoryCsvTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 1);
  private static final int ALIKE = 15;

  /** Fifteen nights of 0.5, one without data, and one on which the bot {@code T,"1} falls. */
  private static List<Audit> audits() {
    List<Night> nights = new ArrayList<>();
    for (int i = 0; i < ALIKE; i++) {
      nights.add(night(i, 0.5));
    }
    nights.add(Nights.of(DAY.plusDays(ALIKE), 0, "e", List.of()));
    nights.add(night(ALIKE + 1, 0.1));
    List<Audit> audits = new ArrayList<>();
    for (int i = 0; i < nights.size(); i++) {
      audits.add(new Auditor(14).audit(nights.get(i), nights.subList(0, i), Optional.empty()));
    }
    return audits;
  }

  private static Night night(int day, double ofBot) {
    return Nights.of(
        DAY.plusDays(day),
        400,
        "night " + day,
        List.of(
            Nights.slice("", "", 400, 0.5, 0.01), Nights.slice("=bot", "T,\"1", 100, ofBot, 0.02)));
  }

  private static List<CSVRecord> rows(List<Audit> audits, Restart... restarts) throws IOException {
    String text = HistoryCsv.text(audits, List.of(restarts));
    assertTrue(text.startsWith("night,scale,read,scored,rejected,mean,mean_low,mean_high,"), text);
    assertEquals(audits.size() + 1, text.lines().count());
    return CSVFormat.RFC4180
        .builder()
        .setHeader()
        .setSkipHeaderRecord(true)
        .get()
        .parse(new StringReader(text))
        .getRecords();
  }

  @Test
  void aRowHasWhatTheAuditSays() throws IOException {
    List<Audit> audits = audits();
    List<CSVRecord> rows = rows(audits);
    CSVRecord first = rows.get(0);
    assertEquals("2026-11-01", first.get("night"));
    assertEquals("probability", first.get("scale"));
    assertEquals("401", first.get("read"));
    assertEquals("400", first.get("scored"));
    assertEquals("1", first.get("rejected"));
    assertEquals("0.5", first.get("mean"));
    assertEquals("60.0", first.get("mean_tokens"));
    assertEquals("0.1", first.get("truncated_share"));
    assertEquals("", first.get("mean_expected"));
    assertEquals("", first.get("mean_score"));
    assertEquals("learning", first.get("mean_alarm"));
    assertEquals("", first.get("findings"));
    CSVRecord judged = rows.get(ALIKE - 1);
    assertEquals("0.5", judged.get("mean_expected"));
    assertEquals("0.0", judged.get("mean_score"));
    assertEquals("none", judged.get("empty_share_alarm"));
    Trend.Day day =
        audits.get(ALIKE - 1).trends().stream()
            .filter(trend -> trend.metric() == Metric.TOKENS)
            .findFirst()
            .orElseThrow()
            .tonight();
    assertEquals(day.expected().low(), Double.parseDouble(judged.get("mean_tokens_low_limit")));
    assertEquals(day.estimate().high(), Double.parseDouble(judged.get("mean_tokens_high")));
  }

  @Test
  void aNightWithoutDataHasCountsAlone() throws IOException {
    CSVRecord empty = rows(audits()).get(ALIKE);
    assertEquals("0", empty.get("scored"));
    assertEquals("", empty.get("mean"));
    assertEquals("", empty.get("mean_alarm"));
    assertEquals("no-data", empty.get("findings"));
  }

  @Test
  void whatASpreadsheetWouldCalculateIsText() throws IOException {
    List<Audit> audits = audits();
    CSVRecord last =
        rows(audits, new Restart(DAY.plusDays(ALIKE + 1), "=HYPERLINK(1)")).get(ALIKE + 1);
    assertEquals("slice-drift", last.get("findings"));
    assertEquals("'=bot T,\"1 low", last.get("found"));
    assertEquals("2026-11-17", last.get("accepted_from"));
    assertEquals("'=HYPERLINK(1)", last.get("accepted_reason"));
  }

  /** Whether its first night is listed or not. */
  @Test
  void aNightHasTheAcceptedLevelThatItsChartsGoBy() throws IOException {
    Restart before = new Restart(DAY.plusDays(2), "version 2");
    Restart later = new Restart(DAY.plusDays(5), "version 3");
    Restart notYet = new Restart(DAY.plusDays(ALIKE + 9), "version 4");
    List<CSVRecord> rows = rows(audits().subList(1, 8), before, later, notYet);
    assertEquals("", rows.get(0).get("accepted_from"));
    assertEquals("2026-11-03", rows.get(1).get("accepted_from"));
    assertEquals("version 2", rows.get(3).get("accepted_reason"));
    assertEquals("2026-11-06", rows.get(4).get("accepted_from"));
    assertEquals("version 3", rows.get(6).get("accepted_reason"));
  }
}
