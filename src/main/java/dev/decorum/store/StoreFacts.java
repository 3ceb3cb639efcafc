package dev.decorum.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;

/**
 * What is in a store, found out without changing it, which opening it would do to an older one.
 *
 * @param schema the version of its tables; 0 for an empty file
 * @param latest the version that this program writes
 * @param scores how many scores it keeps
 * @param nights how many nights
 */
public record StoreFacts(int schema, int latest, long scores, long nights) {
  private static final int WITH_SCORES = 1;
  private static final int WITH_NIGHTS = 2;

  /**
   * Looks into a store.
   *
   * @throws StoreException if it is no store, or cannot be read
   */
  public static StoreFacts of(Path file) {
    return read(
        file,
        (c, schema) ->
            new StoreFacts(
                schema,
                Database.latest(),
                schema < WITH_SCORES ? 0 : count(c, "SELECT COUNT(*) FROM score"),
                schema < WITH_NIGHTS ? 0 : count(c, "SELECT COUNT(*) FROM night")));
  }

  /** Whether a store has a night of a date. */
  public static boolean has(Path file, String series, LocalDate date) {
    return read(
        file,
        (c, schema) ->
            schema >= WITH_NIGHTS
                && count(
                        c,
                        "SELECT COUNT(*) FROM night WHERE series = ? AND date = ?",
                        series,
                        date.toString())
                    > 0);
  }

  /**
   * Makes sure that a store is there or can be created.
   *
   * @throws StoreException if neither
   */
  public static void requirePossible(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new StoreException(file + ": cannot be created: the folder does not exist");
    }
    if (Files.exists(file)) {
      of(file);
    }
  }

  /** What is asked of a store with tables of a version. */
  @FunctionalInterface
  private interface Question<T> {
    T ask(Connection connection, int schema) throws SQLException;
  }

  private static <T> T read(Path file, Question<T> question) {
    if (!Files.isRegularFile(file)) {
      throw new StoreException(
          file + (Files.exists(file) ? ": is not a regular file" : ": there is no such store"));
    }
    SqliteLibrary.prepare();
    try (Connection connection = DriverManager.getConnection(Database.unchanging(file))) {
      int schema = Database.version(connection);
      if (schema < 0) {
        throw new StoreException(file + ": is a database, but not a store of decorum");
      }
      if (schema > Database.latest()) {
        throw new StoreException(
            file + ": was written by a later version of decorum (schema " + schema + ")");
      }
      return question.ask(connection, schema);
    } catch (SQLException e) {
      throw new StoreException(file + ": " + Database.reason(e), e);
    }
  }

  private static long count(Connection c, String query, String... values) throws SQLException {
    try (PreparedStatement select = c.prepareStatement(query)) {
      for (int i = 0; i < values.length; i++) {
        select.setString(i + 1, values[i]);
      }
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }
}
