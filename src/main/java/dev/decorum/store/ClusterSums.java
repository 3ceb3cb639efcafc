package dev.decorum.store;

import java.io.Closeable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * Sums by group and cluster, for the errors of means of clustered rows, in bounded memory whatever
 * the number of clusters: what does not fit waits in a temporary database, which goes with the
 * process. Not thread-safe.
 */
public final class ClusterSums implements Closeable {
  private static final int IN_MEMORY = 50_000;

  /** How many numbers a row has. */
  public static final int NUMBERS = 5;

  private record Key(int group, String cluster) {}

  private static final class Sums {
    private long rows;
    private final double[] sums = new double[NUMBERS];
  }

  /**
   * A group's mean of one number and the error of it.
   *
   * @param rows how many rows the group has
   * @param clusters of how many clusters
   * @param mean of the number over rows
   * @param error cluster-robust standard error of the mean (linearised, with {@code C / (C - 1)});
   *     NaN with one cluster
   */
  public record Mean(long rows, long clusters, double mean, double error) {}

  private final Connection connection;
  private final int inMemory;
  private final Map<Key, Sums> latest = new LinkedHashMap<>();
  private final Map<Integer, ClusteredMean> alone = new LinkedHashMap<>();
  private boolean spilled;

  public ClusterSums() {
    this(IN_MEMORY);
  }

  /**
   * @param inMemory how many clusters are held in memory
   */
  ClusterSums(int inMemory) {
    this.inMemory = inMemory;
    SqliteLibrary.prepare();
    SQLiteConfig config = new SQLiteConfig();
    config.setTempStore(SQLiteConfig.TempStore.FILE);
    config.setJournalMode(SQLiteConfig.JournalMode.OFF);
    config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
    try {
      // No name: a private file, deleted when it is closed, that stays in memory while it is small.
      connection = DriverManager.getConnection("jdbc:sqlite:", config.toProperties());
      Database.execute(
          connection,
          "CREATE TABLE sums (grp INTEGER, cluster TEXT, n INTEGER, a REAL, b REAL, c REAL, d REAL,"
              + " e REAL, PRIMARY KEY (grp, cluster)) WITHOUT ROWID");
    } catch (SQLException e) {
      throw unusable(e);
    }
  }

  /**
   * Takes in a row.
   *
   * @param cluster null for a row that is a cluster by itself
   * @param numbers {@link #NUMBERS} of them
   */
  public void add(int group, @Nullable String cluster, double... numbers) {
    if (cluster == null) {
      alone.computeIfAbsent(group, key -> new ClusteredMean()).add(1, numbers);
      return;
    }
    Sums sums = latest.computeIfAbsent(new Key(group, cluster), key -> new Sums());
    sums.rows++;
    for (int i = 0; i < NUMBERS; i++) {
      sums.sums[i] += numbers[i];
    }
    if (latest.size() >= inMemory) {
      spill();
    }
  }

  private void spill() {
    try {
      Database.execute(connection, "BEGIN");
      try (PreparedStatement insert =
          connection.prepareStatement(
              "INSERT INTO sums VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
                  + " n = n + excluded.n, a = a + excluded.a, b = b + excluded.b,"
                  + " c = c + excluded.c, d = d + excluded.d, e = e + excluded.e")) {
        for (Map.Entry<Key, Sums> entry : latest.entrySet()) {
          insert.setInt(1, entry.getKey().group());
          insert.setString(2, entry.getKey().cluster());
          insert.setLong(3, entry.getValue().rows);
          for (int i = 0; i < NUMBERS; i++) {
            insert.setDouble(4 + i, entry.getValue().sums[i]);
          }
          insert.executeUpdate();
        }
      }
      Database.execute(connection, "COMMIT");
    } catch (SQLException e) {
      throw unusable(e);
    }
    latest.clear();
    spilled = true;
  }

  /** The means of a group's numbers, in their order. */
  public List<Mean> means(int group) {
    ClusteredMean moments = new ClusteredMean();
    if (alone.containsKey(group)) {
      moments.add(alone.get(group));
    }
    if (!spilled) {
      latest.forEach(
          (key, sums) -> {
            if (key.group() == group) {
              moments.add(sums.rows, sums.sums);
            }
          });
      return moments.means();
    }
    if (!latest.isEmpty()) {
      spill();
    }
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT n, a, b, c, d, e FROM sums WHERE grp = ? ORDER BY cluster")) {
      select.setInt(1, group);
      try (ResultSet row = select.executeQuery()) {
        double[] sums = new double[NUMBERS];
        while (row.next()) {
          for (int i = 0; i < NUMBERS; i++) {
            sums[i] = row.getDouble(2 + i);
          }
          moments.add(row.getLong(1), sums);
        }
      }
    } catch (SQLException e) {
      throw unusable(e);
    }
    return moments.means();
  }

  /** Sums over clusters, from which the variance of a ratio of sums follows. */
  private static final class ClusteredMean {
    private long rows;
    private long clusters;
    private double squaredRows;
    private final double[] sums = new double[NUMBERS];
    private final double[] withRows = new double[NUMBERS];
    private final double[] squares = new double[NUMBERS];

    void add(long n, double[] of) {
      rows += n;
      clusters++;
      squaredRows += (double) n * n;
      for (int i = 0; i < NUMBERS; i++) {
        sums[i] += of[i];
        withRows[i] += n * of[i];
        squares[i] += of[i] * of[i];
      }
    }

    void add(ClusteredMean others) {
      rows += others.rows;
      clusters += others.clusters;
      squaredRows += others.squaredRows;
      for (int i = 0; i < NUMBERS; i++) {
        sums[i] += others.sums[i];
        withRows[i] += others.withRows[i];
        squares[i] += others.squares[i];
      }
    }

    List<Mean> means() {
      return IntStream.range(0, NUMBERS).mapToObj(this::mean).toList();
    }

    private Mean mean(int i) {
      double mean = sums[i] / rows;
      // The sum over clusters of (sum - mean * n)^2, which rounding may take below 0.
      double deviations = squares[i] - 2 * mean * withRows[i] + mean * mean * squaredRows;
      double scale = (double) clusters / (clusters - 1) / ((double) rows * rows);
      return new Mean(
          rows,
          clusters,
          mean,
          clusters < 2 ? Double.NaN : Math.sqrt(Math.max(0, deviations) * scale));
    }
  }

  private static StoreException unusable(SQLException e) {
    return new StoreException("the temporary database cannot be used: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw unusable(e);
    }
  }
}
