package dev.decorum.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.zip.CRC32;

/** The checksums with which stored nights are compared when they are read back. */
final class NightChecksum {
  private static final String NIGHT =
      "SELECT id, checksum, series, date, finished, read, scored, rejected, computed, baseline,"
          + " run, slices_checksum, content, window_nights, calendar FROM night";

  /** The columns of {@link #NIGHT} before those that its checksum is of. */
  private static final int BEFORE = 2;

  private static final String SLICES =
      "SELECT field, value, rows, clusters, mean, mean_error, below_baseline,"
          + " below_baseline_error, q05, q25, q50, q75, q95, tokens, tokens_error, truncated,"
          + " truncated_error, empty, empty_error FROM slice WHERE night = ? ORDER BY field, value";

  /** The last columns of {@link #NIGHT}, which nights of older stores do not have. */
  private static final int LATER_COLUMNS = 3;

  private NightChecksum() {}

  /** Gives a night that was just written its checksums. */
  static void add(Connection c, long night) throws SQLException {
    update(c, "UPDATE night SET slices_checksum = ? WHERE id = ?", ofSlices(c, night), night);
    try (PreparedStatement select = c.prepareStatement(NIGHT + " WHERE id = ?")) {
      select.setLong(1, night);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        update(c, "UPDATE night SET checksum = ? WHERE id = ?", ofRow(row, BEFORE), night);
      }
    }
  }

  /** Gives all nights of an older store their checksums. */
  static void addAll(Connection c) throws SQLException {
    try (Statement statement = c.createStatement();
        ResultSet row = statement.executeQuery("SELECT id FROM night")) {
      while (row.next()) {
        add(c, row.getLong(1));
      }
    }
  }

  /**
   * Compares the rows of all nights with their checksums: one whose series or date has changed
   * would not be found among those that it belongs to.
   *
   * @throws StoreException if one is not as it was written
   */
  static void checkAll(Connection c, Path file) throws SQLException {
    try (Statement statement = c.createStatement();
        ResultSet row = statement.executeQuery(NIGHT)) {
      while (row.next()) {
        if (row.getLong("checksum") != ofRow(row, BEFORE)) {
          throw damaged(file, row);
        }
      }
    }
  }

  /**
   * Compares the slices of a night with their checksum.
   *
   * @param night its row
   * @throws StoreException if they are not as they were written
   */
  static void checkSlices(Connection c, Path file, ResultSet night) throws SQLException {
    if (night.getLong("slices_checksum") != ofSlices(c, night.getLong("id"))) {
      throw damaged(file, night);
    }
  }

  private static StoreException damaged(Path file, ResultSet night) throws SQLException {
    return new StoreException(
        file
            + ": the night "
            + night.getString("date")
            + " of the series '"
            + night.getString("series")
            + "' has changed since it was written: the file was damaged, or somebody edited it;"
            + " restore a copy, or take the night out (sqlite3 "
            + file
            + " 'PRAGMA foreign_keys = ON; DELETE FROM night WHERE id = "
            + night.getLong("id")
            + "') and audit it again");
  }

  private static long ofSlices(Connection c, long night) throws SQLException {
    CRC32 checksum = new CRC32();
    try (PreparedStatement select = c.prepareStatement(SLICES)) {
      select.setLong(1, night);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          update(checksum, row, 0, row.getMetaData().getColumnCount());
        }
      }
    }
    return checksum.getValue();
  }

  private static long ofRow(ResultSet row, int before) throws SQLException {
    CRC32 checksum = new CRC32();
    int columns = row.getMetaData().getColumnCount();
    int oldest = columns - LATER_COLUMNS;
    while (columns > oldest && row.getObject(columns) == null) {
      columns--;
    }
    update(checksum, row, before, columns);
    return checksum.getValue();
  }

  /** Numbers by their bits, and texts with their lengths, so that none runs into the next. */
  private static void update(CRC32 checksum, ResultSet row, int before, int columns)
      throws SQLException {
    for (int column = before + 1; column <= columns; column++) {
      Object value = row.getObject(column);
      byte[] bytes =
          value instanceof Double number
              ? ByteBuffer.allocate(Double.BYTES).putDouble(number).array()
              : String.valueOf(value).getBytes(StandardCharsets.UTF_8);
      checksum.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
      checksum.update(bytes);
    }
  }

  private static void update(Connection c, String sql, long checksum, long night)
      throws SQLException {
    try (PreparedStatement update = c.prepareStatement(sql)) {
      update.setLong(1, checksum);
      update.setLong(2, night);
      update.executeUpdate();
    }
  }
}
