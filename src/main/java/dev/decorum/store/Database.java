package dev.decorum.store;

import dev.decorum.failure.InterruptedRunException;
import dev.decorum.failure.LibraryReason;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * One connection to a SQLite file. Work that finds the file busy is done again until it is free, so
 * that a lock is seen only as a wait. Not thread-safe: a thread opens its own.
 *
 * <p>The file is in WAL mode, in which readers and a writer do not wait for each other, and every
 * commit reaches the disk before it returns.
 */
final class Database implements Closeable {

  /** "Deco", by which the file is known as ours (see {@code file(1)}). */
  private static final int APPLICATION = 0x4465636f;

  private static final List<String> SCHEMAS =
      List.of(
          "schema-1.sql",
          "schema-2.sql",
          "schema-3.sql",
          "schema-4.sql",
          "schema-5.sql",
          "schema-6.sql",
          "schema-7.sql");

  /** From which version on stored scores have checksums. */
  private static final int WITH_CHECKSUMS = 4;

  /** From which version on stored nights have them. */
  private static final int WITH_NIGHT_CHECKSUMS = 5;

  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final int DRIVER_PATIENCE_MILLIS = 2_000;
  private static final int MOST_WAIT_MILLIS = 50;

  /** Work with the connection; it is done again if the file is busy. */
  @FunctionalInterface
  interface Transaction<T> {
    T run(Connection connection) throws SQLException;
  }

  private final Path file;
  private final Connection connection;

  private Database(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /**
   * Opens a store and brings it to the latest schema.
   *
   * @param create whether to make the file if it is missing
   * @throws StoreException if it is not a store, or of a later version
   */
  static Database open(Path file, boolean create) {
    return open(file, create, address(file));
  }

  /**
   * Opens a store for reading alone. Where its folder can be written, SQLite and a migration do so.
   *
   * @throws StoreException if it is not a store, or of another version
   */
  static Database openToRead(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    boolean writable = Files.isWritable(file) && folder != null && Files.isWritable(folder);
    return writable || !Files.exists(file)
        ? open(file, false)
        : open(file, false, unchanging(file));
  }

  /** A store that nobody can write: SQLite needs neither locks nor files beside it. */
  static String unchanging(Path file) {
    Path log = DatabaseFiles.beside(file, "-wal");
    return address(file) + (Files.exists(log) ? "?mode=ro" : "?immutable=1");
  }

  private static Database open(Path file, boolean create, String url) {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new StoreException(
          file + ": is " + (Files.isDirectory(file) ? "a folder" : "not a regular file"));
    }
    if (!create && !Files.exists(file)) {
      throw new StoreException(file + ": there is no such store; decorum audit creates one");
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new StoreException(file + ": cannot be created: the folder does not exist");
    }
    DatabaseSideFiles.check(file);
    SqliteLibrary.prepare();
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(DRIVER_PATIENCE_MILLIS);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    Connection connection =
        patiently(file, () -> DriverManager.getConnection(url, config.toProperties()));
    Database database = new Database(file, connection);
    try {
      database.migrate();
      return database;
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /**
   * The file's address. As an absolute URI, since the driver takes {@code :memory:} for no file,
   * and what follows a question mark for settings.
   */
  static String address(Path file) {
    return "jdbc:sqlite:"
        + file.toAbsolutePath().toUri().toString().replaceFirst("^file:/+", "file:/");
  }

  /** The version of the tables that this program writes. */
  static int latest() {
    return SCHEMAS.size();
  }

  private void migrate() {
    int version = read(Database::version);
    if (version < 0) {
      throw new StoreException(file + ": is a database, but not a store of decorum");
    }
    if (version > SCHEMAS.size()) {
      throw new StoreException(
          file
              + ": was written by a later version of decorum (schema "
              + version
              + ", this one knows "
              + SCHEMAS.size()
              + ")");
    }
    if (version == SCHEMAS.size()) {
      return;
    }
    read(
        c -> {
          execute(c, "PRAGMA journal_mode = WAL");
          return version;
        });
    write(
        c -> {
          // Another process may have come first.
          int from = version(c);
          for (int next = from; next < SCHEMAS.size(); next++) {
            execute(c, schema(SCHEMAS.get(next)));
          }
          if (from < WITH_CHECKSUMS) {
            ScoreChecksum.addAll(c);
          }
          if (from < WITH_NIGHT_CHECKSUMS) {
            NightChecksum.addAll(c);
          }
          execute(c, "PRAGMA application_id = " + APPLICATION);
          execute(c, "PRAGMA user_version = " + SCHEMAS.size());
          return from;
        });
  }

  /** The version of the schema; 0 for a new file, -1 for a database of something else. */
  static int version(Connection c) throws SQLException {
    // In one statement, since another process may be making the tables.
    try (Statement statement = c.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT application_id, user_version, (SELECT COUNT(*) FROM sqlite_master)"
                    + " FROM pragma_application_id, pragma_user_version")) {
      result.next();
      if (result.getInt(1) == APPLICATION) {
        return result.getInt(2);
      }
      return result.getInt(3) == 0 ? 0 : -1;
    }
  }

  /** The statements that make the tables of a version. */
  static String schema(String name) {
    try (InputStream in = Database.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the program lacks " + name, e);
    }
  }

  /** All statements that make the tables, for people who want to query them. */
  static String schema() {
    StringBuilder all = new StringBuilder();
    SCHEMAS.forEach(name -> all.append(schema(name)).append('\n'));
    return all.toString().strip() + "\n";
  }

  static void execute(Connection c, String sql) throws SQLException {
    try (Statement statement = c.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  /**
   * Reads.
   *
   * @throws StoreException if the file cannot be read
   */
  <T> T read(Transaction<T> transaction) {
    return patiently(file, () -> transaction.run(connection));
  }

  /**
   * Writes, all of it or nothing.
   *
   * @throws StoreException if the file cannot be written
   */
  <T> T write(Transaction<T> transaction) {
    return patiently(
        file,
        () -> {
          execute(connection, "BEGIN IMMEDIATE");
          try {
            T result = transaction.run(connection);
            execute(connection, "COMMIT");
            return result;
          } catch (SQLException | RuntimeException e) {
            rollback(e);
            throw e;
          }
        });
  }

  private void rollback(Exception cause) {
    try {
      execute(connection, "ROLLBACK");
    } catch (SQLException e) {
      // After some errors, such as a full disk, SQLite has done so itself.
      cause.addSuppressed(e);
    }
  }

  @FunctionalInterface
  private interface Attempt<T> {
    T make() throws SQLException;
  }

  private static <T> T patiently(Path file, Attempt<T> attempt) {
    long began = System.nanoTime();
    while (true) {
      try {
        return attempt.make();
      } catch (SQLException e) {
        if (!isBusy(e) || System.nanoTime() - began > PATIENCE_NANOS) {
          throw new StoreException(file + ": " + reason(e), e);
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(1 + ThreadLocalRandom.current().nextInt(MOST_WAIT_MILLIS));
    } catch (InterruptedException e) {
      throw new InterruptedRunException(e);
    }
  }

  private static boolean isBusy(SQLException e) {
    int primary = e.getErrorCode() & 0xff;
    return primary == SQLiteErrorCode.SQLITE_BUSY.code
        || primary == SQLiteErrorCode.SQLITE_LOCKED.code;
  }

  /** The reason of a failure, for a sentence that names the file. */
  static String reason(SQLException e) {
    SQLiteErrorCode code =
        e instanceof SQLiteException known ? known.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
    Map<Integer, String> known = new HashMap<>();
    known.put(SQLiteErrorCode.SQLITE_BUSY.code, "another process has held it for five minutes");
    known.put(SQLiteErrorCode.SQLITE_FULL.code, "cannot be written: the disk is full");
    known.put(SQLiteErrorCode.SQLITE_READONLY.code, "cannot be written: it is read-only");
    known.put(SQLiteErrorCode.SQLITE_NOTADB.code, "is not a store of decorum");
    known.put(
        SQLiteErrorCode.SQLITE_CORRUPT.code,
        "is damaged; sqlite3 can save what is left of it (.recover)");
    known.put(
        SQLiteErrorCode.SQLITE_CANTOPEN.code,
        "cannot be opened, or its folder cannot be written to");
    known.put(SQLiteErrorCode.SQLITE_IOERR.code, "cannot be read or written (" + code + ")");
    return known.getOrDefault(code.code & 0xff, message(e));
  }

  private static String message(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String reason = LibraryReason.of(e);
    return e == root ? reason : reason + " (" + LibraryReason.of(root) + ")";
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new StoreException(file + ": " + reason(e), e);
    }
  }
}
