package dev.decorum.store;

import dev.decorum.infer.Logits;
import dev.decorum.score.ConversationScore;
import dev.decorum.score.KnownScores;
import dev.decorum.score.ModelKey;
import dev.decorum.tokenize.TokenWindow;
import java.io.Closeable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The scores of one model in a store. What was once stored for a window stays as it is, so that a
 * run that finds it and one that came before agree to the last bit.
 *
 * <p>One thread may {@link #find} while another {@link #add}s.
 */
public final class StoredScores implements KnownScores, Closeable {
  private static final int NEW_ROWS = 512;
  private static final int ALL_ROWS = 4096;
  private static final String SELECT =
      "SELECT logit_inappropriate, logit_appropriate, checksum FROM score"
          + " WHERE model = ? AND window_sha256 = ?";
  private static final String INSERT = "INTO score VALUES (?, ?, ?, ?, ?)";

  /**
   * A score as the store has it.
   *
   * @param damaged whether there is one that is not what was stored
   */
  private record Row(String window, float inappropriate, float appropriate, boolean damaged) {}

  /**
   * What was found for a window.
   *
   * @param logits {@code null} where there is nothing that could be used
   * @param damaged whether there was something else
   */
  private record Found(@Nullable Logits logits, boolean damaged) {
    static final Found NOTHING = new Found(null, false);
    static final Found DAMAGED = new Found(null, true);
  }

  private final Database reader;
  private final Database writer;
  private final PreparedStatement readersSelect;
  private final PreparedStatement writersSelect;
  private final String key;
  private final long model;
  private final List<Row> fresh = new ArrayList<>();
  private int passed;
  private long repaired;

  private StoredScores(Path file, ModelKey key) {
    this.key = key.sha256();
    this.writer = Database.open(file, true);
    this.reader = Database.open(file, true);
    this.model = writer.write(c -> modelId(c, key));
    this.readersSelect = reader.read(c -> c.prepareStatement(SELECT));
    this.writersSelect = writer.read(c -> c.prepareStatement(SELECT));
  }

  /**
   * Opens a store, and makes it if it is missing.
   *
   * @throws StoreException if the file is not a store or cannot be written
   */
  public static StoredScores open(Path file, ModelKey key) {
    return new StoredScores(file, key);
  }

  private static long modelId(Connection c, ModelKey key) throws SQLException {
    try (PreparedStatement insert =
            c.prepareStatement(
                "INSERT INTO model (sha256, name, precision) VALUES (?, ?, ?)"
                    + " ON CONFLICT (sha256) DO NOTHING");
        PreparedStatement select = c.prepareStatement("SELECT id FROM model WHERE sha256 = ?")) {
      insert.setString(1, key.sha256());
      insert.setString(2, key.name());
      insert.setString(3, key.precision());
      insert.executeUpdate();
      select.setString(1, key.sha256());
      try (ResultSet result = select.executeQuery()) {
        result.next();
        return result.getLong(1);
      }
    }
  }

  @Override
  public @Nullable Logits find(TokenWindow window) {
    return reader.read(c -> select(readersSelect, window.sha256())).logits();
  }

  private Found select(PreparedStatement select, String window) throws SQLException {
    byte[] hash = bytes(window);
    select.setLong(1, model);
    select.setBytes(2, hash);
    try (ResultSet result = select.executeQuery()) {
      if (!result.next()) {
        return Found.NOTHING;
      }
      // SQLite gives 0 for a text that is asked for as a number.
      if (!(result.getObject(1) instanceof Double inappropriate)
          || !(result.getObject(2) instanceof Double appropriate)) {
        return Found.DAMAGED;
      }
      float against = inappropriate.floatValue();
      float inFavour = appropriate.floatValue();
      return result.getLong(3) == ScoreChecksum.of(key, hash, against, inFavour)
          ? new Found(Logits.of(against, inFavour), false)
          : Found.DAMAGED;
    }
  }

  /** How many stored scores were damaged, and have been replaced by what was computed anew. */
  public long repaired() {
    return repaired;
  }

  /** Takes a score in; it is stored a little later, together with others. */
  public void add(ConversationScore score) {
    String window = score.windowSha256();
    passed++;
    Found known = writer.read(c -> select(writersSelect, window));
    if (known.logits() == null) {
      fresh.add(
          new Row(window, score.logitInappropriate(), score.logitAppropriate(), known.damaged()));
    }
    if (fresh.size() >= NEW_ROWS || passed >= ALL_ROWS) {
      flush();
    }
  }

  /** Stores what was taken in. */
  public void flush() {
    passed = 0;
    if (fresh.isEmpty()) {
      return;
    }
    writer.write(
        c -> {
          try (PreparedStatement insert =
                  c.prepareStatement(
                      "INSERT " + INSERT + " ON CONFLICT (model, window_sha256) DO NOTHING");
              PreparedStatement replace = c.prepareStatement("REPLACE " + INSERT)) {
            for (Row row : fresh) {
              set(row.damaged() ? replace : insert, row);
            }
            return insert.executeBatch().length + replace.executeBatch().length;
          }
        });
    repaired += fresh.stream().filter(Row::damaged).count();
    fresh.clear();
  }

  private void set(PreparedStatement statement, Row row) throws SQLException {
    byte[] window = bytes(row.window());
    statement.setLong(1, model);
    statement.setBytes(2, window);
    statement.setDouble(3, row.inappropriate());
    statement.setDouble(4, row.appropriate());
    statement.setLong(5, ScoreChecksum.of(key, window, row.inappropriate(), row.appropriate()));
    statement.addBatch();
  }

  private static byte[] bytes(String sha256) {
    return HexFormat.of().parseHex(sha256);
  }

  /** Leaves out what was not flushed. */
  @Override
  public void close() {
    try (writer) {
      reader.close();
    }
  }
}
