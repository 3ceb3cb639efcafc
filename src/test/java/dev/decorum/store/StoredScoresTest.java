package dev.decorum.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.conversation.Location;
import dev.decorum.conversation.RowContext;
import dev.decorum.infer.Logits;
import dev.decorum.score.ConversationScore;
import dev.decorum.score.ModelKey;
import dev.decorum.score.Scale;
import dev.decorum.tokenize.TokenWindow;
import dev.decorum.tokenize.TokenWindows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredScoresTest {
  private static final ModelKey MODEL = new ModelKey("m", "fp32", "m1");
  private static final TokenWindow WINDOW = TokenWindows.of(0, 1, 2, 3);

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("store.db");
  }

  private static ConversationScore score(TokenWindow window, float inappropriate, float other) {
    return new ConversationScore(
        window.id(),
        new RowContext(new Location("f", 1, 0), "Bot", null, Map.of()),
        0.5,
        0,
        inappropriate,
        other,
        3,
        0,
        1,
        1,
        Set.of(),
        window.sha256(),
        Scale.PROBABILITY);
  }

  private void store(ModelKey model, TokenWindow window, float inappropriate, float appropriate) {
    try (StoredScores scores = StoredScores.open(file(), model)) {
      scores.add(score(window, inappropriate, appropriate));
      scores.flush();
    }
  }

  @Test
  void aScoreIsFoundByItsTokensAndItsModel() {
    store(MODEL, WINDOW, -0.25f, 1.5e-7f);
    try (StoredScores scores = StoredScores.open(file(), MODEL)) {
      Logits logits = Objects.requireNonNull(scores.find(TokenWindows.of(7, 1, 2, 3)));
      assertEquals(-0.25f, logits.get(0, 0));
      assertEquals(1.5e-7f, logits.get(0, 1));
      assertNull(scores.find(TokenWindows.of(0, 1, 2)));
    }
    try (StoredScores other = StoredScores.open(file(), new ModelKey("m", "int8", "m2"))) {
      assertNull(other.find(WINDOW));
    }
  }

  /** A bit of a number, a text in its place, another row's checksum, or none. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE score SET logit_appropriate = 2.0000002384185791",
        "UPDATE score SET logit_inappropriate = -1",
        "UPDATE score SET logit_appropriate = 'two'",
        "UPDATE score SET logit_appropriate = x'00'",
        "UPDATE score SET checksum = checksum + 1",
        "UPDATE score SET checksum = NULL",
        "UPDATE model SET sha256 = 'm1 ' WHERE sha256 = 'm1'; UPDATE model SET sha256 = 'm1' WHERE"
            + " sha256 = 'm2'"
      })
  void whatIsNotAsItWasStoredIsComputedAnew(String damage) throws SQLException {
    store(MODEL, WINDOW, 1, 2);
    store(new ModelKey("m", "int8", "m2"), WINDOW, 5, 6);
    execute(damage);
    try (StoredScores scores = StoredScores.open(file(), MODEL)) {
      assertNull(scores.find(WINDOW));
      scores.add(score(WINDOW, 3, 4));
      scores.flush();
      assertEquals(1, scores.repaired());
    }
    try (StoredScores scores = StoredScores.open(file(), MODEL)) {
      assertEquals(4, Objects.requireNonNull(scores.find(WINDOW)).get(0, 1));
      scores.add(score(WINDOW, 7, 8));
      scores.flush();
      assertEquals(0, scores.repaired());
    }
  }

  @Test
  void scoresOfAnEarlierSchemaGetTheirChecksums() throws SQLException {
    store(MODEL, WINDOW, 1, 2);
    execute(
        "ALTER TABLE score DROP COLUMN checksum; ALTER TABLE night DROP COLUMN checksum;"
            + " ALTER TABLE night DROP COLUMN slices_checksum; ALTER TABLE night DROP COLUMN content;"
            + " ALTER TABLE night DROP COLUMN window_nights; ALTER TABLE night DROP COLUMN calendar;"
            + " PRAGMA user_version = 3");
    try (StoredScores scores = StoredScores.open(file(), MODEL)) {
      assertEquals(2, Objects.requireNonNull(scores.find(WINDOW)).get(0, 1));
    }
  }

  @Test
  void whatWasStoredFirstStays() {
    store(MODEL, WINDOW, 1, 2);
    store(MODEL, WINDOW, 3, 4);
    try (StoredScores scores = StoredScores.open(file(), MODEL)) {
      assertEquals(1, Objects.requireNonNull(scores.find(WINDOW)).get(0, 0));
    }
  }

  @Test
  void whatWasNotFlushedIsLeftOut() {
    try (StoredScores scores = StoredScores.open(file(), MODEL)) {
      scores.add(score(WINDOW, 1, 2));
    }
    try (StoredScores scores = StoredScores.open(file(), MODEL)) {
      assertNull(scores.find(WINDOW));
    }
  }

  @Test
  void manyMayWriteAtOnce() throws Exception {
    int writers = 6;
    int rows = 700;
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    List<Future<Integer>> done = new ArrayList<>();
    for (int writer = 0; writer < writers; writer++) {
      int own = writer;
      Callable<Integer> work =
          () -> {
            try (StoredScores scores = StoredScores.open(file(), MODEL)) {
              for (int row = 0; row < rows; row++) {
                scores.add(score(TokenWindows.of(row, own % 3, row), own % 3, row));
                if (row % 100 == 0) {
                  scores.flush();
                }
              }
              scores.flush();
            }
            return own;
          };
      done.add(threads.submit(work));
    }
    for (Future<Integer> future : done) {
      future.get();
    }
    threads.shutdown();
    try (StoredScores scores = StoredScores.open(file(), MODEL)) {
      for (int kind = 0; kind < 3; kind++) {
        for (int row = 0; row < rows; row++) {
          Logits logits = Objects.requireNonNull(scores.find(TokenWindows.of(row, kind, row)));
          assertEquals(kind, logits.get(0, 0));
          assertEquals(row, logits.get(0, 1));
        }
      }
    }
  }

  @Test
  void whatIsNoStoreIsRefused() throws Exception {
    Files.writeString(file(), "id,appropriate_probability\n".repeat(100));
    assertTrue(refusal().endsWith("store.db: is not a store of decorum"), refusal());
    Files.delete(file());
    execute("CREATE TABLE something (a)");
    assertTrue(refusal().endsWith("is a database, but not a store of decorum"), refusal());
    Files.delete(file());
    store(MODEL, WINDOW, 1, 2);
    execute("PRAGMA user_version = 99");
    assertTrue(refusal().contains("a later version of decorum (schema 99"), refusal());
  }

  @Test
  void aMissingFolderIsSaid() {
    StoreException e =
        assertThrows(
            StoreException.class, () -> StoredScores.open(folder.resolve("none/store.db"), MODEL));
    assertTrue(
        String.valueOf(e.getMessage()).endsWith("the folder does not exist"), e.getMessage());
  }

  @Test
  void aStoreOfTheFirstVersionKeepsItsScoresAndGetsAHistory() throws Exception {
    execute(Database.schema("schema-1.sql"));
    execute("PRAGMA application_id = " + 0x4465636f);
    execute("PRAGMA user_version = 1");
    execute("INSERT INTO model VALUES (7, 'm1', 'm', 'fp32')");
    execute("INSERT INTO score VALUES (7, x'" + WINDOW.sha256() + "', -1.5, 2.5)");
    try (StoredScores scores = StoredScores.open(file(), MODEL)) {
      assertEquals(2.5f, Objects.requireNonNull(scores.find(WINDOW)).get(0, 1));
    }
    try (History history = History.open(file(), false)) {
      history.add(Nights.of(LocalDate.of(2026, 11, 24), "m", 0.6));
      assertEquals(List.of("nightly"), history.series());
    }
  }

  private String refusal() {
    return String.valueOf(
        assertThrows(StoreException.class, () -> StoredScores.open(file(), MODEL)).getMessage());
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }
}
