package dev.decorum.store;

import dev.decorum.score.RunManifest;
import dev.decorum.score.RunReport;
import dev.decorum.score.Scale;
import java.io.Closeable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The nights in a store. */
public final class History implements Closeable {
  private final Path file;
  private final Database database;

  private History(Path file, Database database) {
    this.file = file;
    this.database = database;
    try {
      database.read(
          c -> {
            NightChecksum.checkAll(c, file);
            return file;
          });
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /**
   * Opens a store.
   *
   * @param create whether to make it if it is missing
   * @throws StoreException if it is missing, no store, or damaged
   */
  public static History open(Path file, boolean create) {
    return new History(file, Database.open(file, create));
  }

  /**
   * Opens a store for reading, even where its folder cannot be written to.
   *
   * @throws StoreException if it is missing, no store, or damaged
   */
  public static History openToRead(Path file) {
    return new History(file, Database.openToRead(file));
  }

  /** The SQL that makes the tables of a store. */
  public static String schema() {
    return Database.schema();
  }

  /** The last night of a series; nothing if it has none. */
  public Optional<LocalDate> newest(String series) {
    return database.read(
        c -> {
          try (PreparedStatement select =
              c.prepareStatement("SELECT MAX(date) FROM night WHERE series = ?")) {
            select.setString(1, series);
            try (ResultSet row = select.executeQuery()) {
              row.next();
              return Optional.ofNullable(row.getString(1)).map(LocalDate::parse);
            }
          }
        });
  }

  /** Keeps a night; one of the same series and date is replaced. */
  public void add(Night night) {
    database.write(
        c -> {
          delete(c, night.series(), night.date());
          long id = insertNight(c, night);
          insertSlices(c, id, night.slices());
          NightChecksum.add(c, id);
          return night;
        });
  }

  private static long insertNight(Connection c, Night night) throws SQLException {
    try (PreparedStatement insert =
        c.prepareStatement(
            "INSERT INTO night (series, date, finished, read, scored, rejected, computed, baseline,"
                + " run, content, window_nights, calendar)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id")) {
      RunManifest.CountsEntry counts = night.run().counts();
      insert.setString(1, night.series());
      insert.setString(2, night.date().toString());
      insert.setString(3, night.finished().truncatedTo(ChronoUnit.SECONDS).toString());
      insert.setLong(4, counts.read());
      insert.setLong(5, counts.scored());
      insert.setLong(6, counts.rejected());
      insert.setLong(7, night.computed());
      // The column takes no NULL; 0 stands for none, and a quotient by it is NULL in SQL.
      insert.setDouble(8, Objects.requireNonNullElse(night.run().baseline(), 0.0));
      insert.setString(9, RunReport.toJson(night.run()));
      insert.setString(10, night.content());
      Night.Settings settings = night.settings();
      insert.setObject(11, settings == null ? null : settings.window());
      insert.setString(12, settings == null ? null : settings.calendar());
      try (ResultSet id = insert.executeQuery()) {
        id.next();
        return id.getLong(1);
      }
    }
  }

  private static void insertSlices(Connection c, long night, List<NightSlice> slices)
      throws SQLException {
    try (PreparedStatement insert =
        c.prepareStatement(
            "INSERT INTO slice (night, field, value, rows, clusters, mean, mean_error,"
                + " below_baseline, below_baseline_error, q05, q25, q50, q75, q95, tokens,"
                + " tokens_error, truncated, truncated_error, empty, empty_error)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      for (NightSlice slice : slices) {
        insert.setLong(1, night);
        insert.setString(2, slice.field());
        insert.setString(3, slice.value());
        insert.setLong(4, slice.rows());
        insert.setLong(5, slice.clusters());
        insert.setDouble(6, slice.mean());
        setError(insert, 7, slice.meanError());
        insert.setLong(8, slice.belowBaseline());
        setError(insert, 9, slice.belowBaselineError());
        insert.setDouble(10, slice.quantiles().q05());
        insert.setDouble(11, slice.quantiles().q25());
        insert.setDouble(12, slice.quantiles().q50());
        insert.setDouble(13, slice.quantiles().q75());
        insert.setDouble(14, slice.quantiles().q95());
        insert.setDouble(15, slice.tokens());
        setError(insert, 16, slice.tokensError());
        insert.setLong(17, slice.truncated());
        setError(insert, 18, slice.truncatedError());
        insert.setLong(19, slice.empty());
        setError(insert, 20, slice.emptyError());
        insert.executeUpdate();
      }
    }
  }

  /** SQL has no NaN: an error that cannot be told is NULL. */
  private static void setError(PreparedStatement insert, int index, double error)
      throws SQLException {
    if (Double.isNaN(error)) {
      insert.setNull(index, Types.REAL);
    } else {
      insert.setDouble(index, error);
    }
  }

  private static double error(ResultSet row, String column) throws SQLException {
    double error = row.getDouble(column);
    return row.wasNull() ? Double.NaN : error;
  }

  /** The names of all series. */
  public List<String> series() {
    return database.read(
        c -> {
          List<String> series = new ArrayList<>();
          try (PreparedStatement select =
                  c.prepareStatement("SELECT DISTINCT series FROM night ORDER BY series");
              ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
              series.add(rows.getString(1));
            }
          }
          return series;
        });
  }

  /**
   * The latest nights of a series, oldest first.
   *
   * @param before nights from this date on are left out
   * @param most how many at most
   * @throws StoreException if what was seen in a night is not as it was written
   */
  public List<Night> nights(String series, LocalDate before, int most) {
    return database.read(
        c -> {
          List<Night> nights = new ArrayList<>();
          try (PreparedStatement select =
              c.prepareStatement(
                  "SELECT * FROM (SELECT * FROM night WHERE series = ? AND date < ?"
                      + " ORDER BY date DESC LIMIT ?) ORDER BY date")) {
            select.setString(1, series);
            select.setString(2, before.toString());
            select.setInt(3, most);
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                nights.add(night(c, row));
              }
            }
          }
          return nights;
        });
  }

  private Night night(Connection c, ResultSet row) throws SQLException {
    NightChecksum.checkSlices(c, file, row);
    RunManifest run =
        RunReport.manifestOf(row.getString("run"), file + ", night " + row.getString("date"));
    return new Night(
        row.getString("series"),
        LocalDate.parse(row.getString("date")),
        Instant.parse(row.getString("finished")),
        run,
        row.getLong("computed"),
        row.getString("content"),
        slices(c, row.getLong("id"), run.model().scored()),
        settings(row));
  }

  private static Night.@Nullable Settings settings(ResultSet row) throws SQLException {
    String calendar = row.getString("calendar");
    return calendar == null ? null : new Night.Settings(row.getInt("window_nights"), calendar);
  }

  private static List<NightSlice> slices(Connection c, long night, Scale scale)
      throws SQLException {
    List<NightSlice> slices = new ArrayList<>();
    try (PreparedStatement select =
        c.prepareStatement("SELECT * FROM slice WHERE night = ? ORDER BY field, value")) {
      select.setLong(1, night);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          slices.add(slice(row, scale));
        }
      }
    }
    return slices;
  }

  private static NightSlice slice(ResultSet row, Scale scale) throws SQLException {
    return new NightSlice(
        row.getString("field"),
        row.getString("value"),
        row.getLong("rows"),
        row.getLong("clusters"),
        row.getDouble("mean"),
        error(row, "mean_error"),
        row.getLong("below_baseline"),
        error(row, "below_baseline_error"),
        new NightSlice.FiveQuantiles(
            row.getDouble("q05"),
            row.getDouble("q25"),
            row.getDouble("q50"),
            row.getDouble("q75"),
            row.getDouble("q95")),
        row.getDouble("tokens"),
        error(row, "tokens_error"),
        row.getLong("truncated"),
        error(row, "truncated_error"),
        row.getLong("empty"),
        error(row, "empty_error"),
        scale);
  }

  /**
   * Starts the charts of a series anew: its level from {@code date} on is the one to keep to.
   *
   * @param reason why, for whoever reads the history
   */
  public void restart(String series, LocalDate date, String reason) {
    database.write(
        c -> {
          try (PreparedStatement insert =
              c.prepareStatement("INSERT OR REPLACE INTO restart VALUES (?, ?, ?)")) {
            insert.setString(1, series);
            insert.setString(2, date.toString());
            insert.setString(3, reason);
            return insert.executeUpdate();
          }
        });
  }

  /** Takes a restart back; returns whether there was one. */
  public boolean undo(String series, LocalDate date) {
    return database.write(
            c -> {
              try (PreparedStatement delete =
                  c.prepareStatement("DELETE FROM restart WHERE series = ? AND date = ?")) {
                delete.setString(1, series);
                delete.setString(2, date.toString());
                return delete.executeUpdate();
              }
            })
        > 0;
  }

  /** Whether a series has a night of this date. */
  public boolean has(String series, LocalDate date) {
    return database.read(
        c -> {
          try (PreparedStatement select =
              c.prepareStatement("SELECT 1 FROM night WHERE series = ? AND date = ?")) {
            select.setString(1, series);
            select.setString(2, date.toString());
            try (ResultSet row = select.executeQuery()) {
              return row.next();
            }
          }
        });
  }

  /** The nights of a series with these conversations, oldest first. */
  public List<LocalDate> withContent(String series, String content) {
    return database.read(
        c -> {
          List<LocalDate> dates = new ArrayList<>();
          try (PreparedStatement select =
              c.prepareStatement(
                  "SELECT date FROM night WHERE series = ? AND content = ? ORDER BY date")) {
            select.setString(1, series);
            select.setString(2, content);
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                dates.add(LocalDate.parse(row.getString(1)));
              }
            }
          }
          return dates;
        });
  }

  /**
   * Takes a night out of a series. The scores of its conversations stay in the store.
   *
   * @return whether there was one
   */
  public boolean remove(String series, LocalDate date) {
    return database.write(c -> delete(c, series, date));
  }

  private static boolean delete(Connection c, String series, LocalDate date) throws SQLException {
    try (PreparedStatement delete =
        c.prepareStatement("DELETE FROM night WHERE series = ? AND date = ?")) {
      delete.setString(1, series);
      delete.setString(2, date.toString());
      return delete.executeUpdate() > 0;
    }
  }

  /**
   * A level that was accepted.
   *
   * @param from its first night
   * @param reason why; empty if none was given
   */
  public record Restart(LocalDate from, String reason) {}

  /** The levels that were accepted of a series, oldest first. */
  public List<Restart> restarts(String series) {
    return database.read(
        c -> {
          List<Restart> restarts = new ArrayList<>();
          try (PreparedStatement select =
              c.prepareStatement(
                  "SELECT date, reason FROM restart WHERE series = ? ORDER BY date")) {
            select.setString(1, series);
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                restarts.add(new Restart(LocalDate.parse(row.getString(1)), row.getString(2)));
              }
            }
          }
          return restarts;
        });
  }

  /** Where the charts of a series were started anew last, up to {@code until}. */
  public Optional<LocalDate> restarted(String series, LocalDate until) {
    return database.read(
        c -> {
          try (PreparedStatement select =
              c.prepareStatement("SELECT MAX(date) FROM restart WHERE series = ? AND date <= ?")) {
            select.setString(1, series);
            select.setString(2, until.toString());
            try (ResultSet row = select.executeQuery()) {
              row.next();
              return Optional.ofNullable(row.getString(1)).map(LocalDate::parse);
            }
          }
        });
  }

  @Override
  public void close() {
    database.close();
  }
}
