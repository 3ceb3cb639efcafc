package dev.decorum.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 1);

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("store.db");
  }

  private History open() {
    return History.open(file(), true);
  }

  @Test
  void aNightComesBackAsItWas() {
    Night night = Nights.of(DAY, "m", 0.6);
    Night lonely =
        new Night(
            "nightly",
            DAY.plusDays(1),
            night.finished(),
            night.run(),
            0,
            "a".repeat(64),
            List.of(Nights.slice("", "", 1, 0.5, Double.NaN)));
    Night empty =
        new Night("nightly", DAY.plusDays(2), night.finished(), night.run(), 0, null, List.of());
    Night judged = audited(DAY.plusDays(3));
    try (History history = open()) {
      List.of(empty, judged, night, lonely).forEach(history::add);
      assertEquals(
          List.of(night, lonely, empty, judged), history.nights("nightly", DAY.plusDays(9), 100));
    }
  }

  /** A night of which it is known how it was audited. */
  private static Night audited(LocalDate date) {
    Night night = Nights.of(date, "m", 0.5);
    return new Night(
        night.series(),
        date,
        night.finished(),
        night.run(),
        night.computed(),
        night.content(),
        night.slices(),
        new Night.Settings(21, "weekdays"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "night SET series = 'nightlx'",
        "night SET date = '2026-11-03'",
        "night SET date = 'x'",
        "night SET scored = scored + 1",
        "night SET baseline = 0.673",
        "night SET run = replace(run, '0.672', '0.673')",
        "night SET checksum = checksum + 1",
        "night SET slices_checksum = NULL",
        "night SET calendar = 'none'",
        "night SET calendar = NULL",
        "night SET window_nights = 14",
        "slice SET mean = mean + 1e-16",
        "slice SET mean_error = NULL",
        "slice SET rows = rows + 1 WHERE field = ''",
        "slice SET value = 'b' WHERE value = (SELECT min(value) FROM slice WHERE field <> '')",
        "slice SET empty_error = 0.25",
      })
  void aNightThatIsNotAsItWasWrittenIsRefused(String change) throws Exception {
    try (History history = open()) {
      history.add(audited(DAY));
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      assertTrue(statement.executeUpdate("UPDATE " + change) > 0);
    }
    StoreException thrown =
        assertThrows(
            StoreException.class,
            () -> {
              try (History history = open()) {
                history.nights("nightly", DAY.plusDays(1), 9);
              }
            });
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.contains("has changed since it was written"), message);
    // What the message advises.
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(message.replaceFirst("(?s).* '(PRAGMA.*;)(.*)'.*", "$1"));
      statement.executeUpdate(message.replaceFirst("(?s).* '(PRAGMA.*;)(.*)'.*", "$2"));
    }
    try (History history = open()) {
      history.add(Nights.of(DAY, "m", 0.5));
      assertEquals(1, history.nights("nightly", DAY.plusDays(1), 9).size());
    }
  }

  /** Makes the store one of an earlier schema, or changes it in another way. */
  private void execute(String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.executeUpdate(each);
      }
    }
  }

  @Test
  void nightsOfAnEarlierSchemaGetTheirChecksums() throws Exception {
    Night night = Nights.of(DAY, "m", 0.5);
    try (History history = open()) {
      history.add(night);
    }
    execute(
        "ALTER TABLE night DROP COLUMN calendar",
        "ALTER TABLE night DROP COLUMN window_nights",
        "ALTER TABLE night DROP COLUMN content",
        "ALTER TABLE night DROP COLUMN checksum",
        "ALTER TABLE night DROP COLUMN slices_checksum",
        "PRAGMA user_version = 4");
    try (History history = open()) {
      assertEquals(List.of(night), history.nights("nightly", DAY.plusDays(1), 9));
    }
  }

  /** Schema 6 adds a column, which the checksums of older nights are not of. */
  @Test
  void nightsWithoutADigestKeepTheirChecksums() throws Exception {
    Night night = Nights.of(DAY, "m", 0.5);
    try (History history = open()) {
      history.add(night);
    }
    execute(
        "ALTER TABLE night DROP COLUMN calendar",
        "ALTER TABLE night DROP COLUMN window_nights",
        "ALTER TABLE night DROP COLUMN content",
        "PRAGMA user_version = 5");
    try (History history = open()) {
      assertEquals(List.of(night), history.nights("nightly", DAY.plusDays(1), 9));
    }
    execute("UPDATE night SET content = '1'");
    assertThrows(StoreException.class, this::open);
  }

  /** Schema 7 adds how nights were audited. */
  @Test
  void nightsWithoutSettingsKeepTheirChecksums() throws Exception {
    Night night = Nights.of(DAY, 400, "c", Nights.of(DAY, "m", 0.5).slices());
    try (History history = open()) {
      history.add(night);
    }
    execute(
        "ALTER TABLE night DROP COLUMN calendar",
        "ALTER TABLE night DROP COLUMN window_nights",
        "PRAGMA user_version = 6");
    try (History history = open()) {
      assertEquals(List.of(night), history.nights("nightly", DAY.plusDays(1), 9));
    }
    execute("UPDATE night SET calendar = 'auto', window_nights = 14");
    assertThrows(StoreException.class, this::open);
  }

  /** Those who test as root may write everywhere, so the way of reading is asked for by itself. */
  @Test
  void aStoreThatNobodyCanWriteIsRead() throws Exception {
    try (History history = open()) {
      history.add(Nights.of(DAY, "m", 0.5));
    }
    Path odd = folder.resolve("a b?#é");
    Files.createDirectory(odd);
    Path copy = Files.copy(file(), odd.resolve("store.db"));
    try (Connection connection = DriverManager.getConnection(Database.unchanging(copy));
        Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM night")) {
      assertTrue(count.next());
      assertEquals(1, count.getInt(1));
      assertThrows(
          SQLException.class, () -> statement.executeUpdate("DELETE FROM night"), "read-only");
    }
  }

  @Test
  void theLatestNightsBeforeADateComeOldestFirst() {
    try (History history = open()) {
      for (int day = 0; day < 10; day++) {
        history.add(Nights.of(DAY.plusDays(day), "m", 0.5));
      }
      assertEquals(
          List.of(DAY.plusDays(5), DAY.plusDays(6), DAY.plusDays(7)),
          history.nights("nightly", DAY.plusDays(8), 3).stream().map(Night::date).toList());
      assertEquals(List.of(), history.nights("other", DAY.plusDays(8), 3));
    }
  }

  @Test
  void aNightThatIsAuditedAgainReplacesItself() throws Exception {
    try (History history = open()) {
      history.add(Nights.of(DAY, "m", 0.5));
      Night again = Nights.of(DAY, "m", 0.7);
      history.add(again);
      assertEquals(List.of(again), history.nights("nightly", DAY.plusDays(1), 9));
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("SELECT COUNT(*), MAX(mean) FROM slice")) {
      assertTrue(count.next());
      assertEquals(2, count.getInt(1), "slices go with their night");
      assertEquals(0.7, count.getDouble(2));
    }
  }

  @Test
  void theViewForPeopleHasTheNumbersOfTheReport() throws Exception {
    try (History history = open()) {
      history.add(Nights.of(DAY, "m", 0.6));
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT * FROM nightly WHERE field = ''")) {
      assertTrue(row.next());
      assertEquals("2026-11-01", row.getString("date"));
      assertEquals(0.6, row.getDouble("mean"));
      assertEquals((0.6 / 0.672 - 1) * 100, row.getDouble("baseline_delta_percent"), 1e-9);
      assertEquals(0.25, row.getDouble("share_below_baseline"));
      assertEquals(0.1, row.getDouble("truncated_share"));
      assertEquals(0.5, row.getDouble("median"));
    }
  }

  @Test
  void chartsStartAnewAtTheLastDateSetForThem() {
    try (History history = open()) {
      assertEquals(Optional.empty(), history.restarted("nightly", DAY));
      history.restart("nightly", DAY, "new bot");
      history.restart("nightly", DAY, "new bot, again");
      history.restart("nightly", DAY.plusDays(5), "newer bot");
      assertEquals(Optional.of(DAY), history.restarted("nightly", DAY.plusDays(4)));
      assertEquals(Optional.of(DAY.plusDays(5)), history.restarted("nightly", DAY.plusDays(5)));
      assertEquals(Optional.empty(), history.restarted("other", DAY.plusDays(5)));
    }
  }

  @Test
  void aStoreThatIsMissingIsNotMadeByLookingAtIt() {
    StoreException e =
        assertThrows(StoreException.class, () -> History.open(folder.resolve("no.db"), false));
    assertTrue(String.valueOf(e.getMessage()).contains("there is no such store"), e.getMessage());
  }
}
