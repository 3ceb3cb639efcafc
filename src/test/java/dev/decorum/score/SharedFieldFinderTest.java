package dev.decorum.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SharedFieldFinderTest {
  private static final int ROWS = 1_200;

  /** Rows of 121 contexts in 3 channels, each with a time of its own. */
  private static Optional<SharedField> found(double ofContext, double ofChannel) {
    Random random = new Random(1);
    double[] contexts = random.doubles(121).toArray();
    SharedFieldFinder finder = new SharedFieldFinder();
    double[] scores = new double[ROWS];
    for (int row = 0; row < ROWS; row++) {
      int context = (row * 7) % 121;
      scores[row] = random.nextDouble() + ofContext * contexts[context] + ofChannel * (row % 3);
      finder.add(
          Map.of(
              "time",
              "t" + row,
              "channel",
              "c" + row % 3,
              "context_id",
              "x" + context,
              "note",
              "long ".repeat(40)));
    }
    return finder.strongest(scores);
  }

  @Test
  void theFieldWhoseRowsResembleEachOtherIsFound() {
    SharedField field = found(1, 0).orElseThrow();
    assertEquals("context_id", field.name());
    assertEquals(121, field.values());
    assertEquals(ROWS, field.rows());
    assertTrue(field.designEffect() > 4, "half of the variance is that of contexts: about 5.5");
  }

  @Test
  void repeatsWithoutResemblanceAreNoReason() {
    assertEquals(Optional.empty(), found(0, 0));
  }

  /** A channel is compared with --by; three values make no clusters. */
  @Test
  void aFewValuesAreNoClusters() {
    assertEquals(Optional.empty(), found(0, 1));
  }

  @Test
  void rowsWithoutAValueAreAlone() {
    SharedFieldFinder finder = new SharedFieldFinder();
    double[] scores = new double[60];
    for (int row = 0; row < 60; row++) {
      scores[row] = row < 40 ? row % 10 : row % 7;
      finder.add(row < 40 ? Map.of("user", "u" + row % 10) : Map.of());
    }
    SharedField user = finder.strongest(scores).orElseThrow();
    assertEquals(10, user.values());
    assertEquals(40, user.rows());
  }

  @Test
  void rowsThatWereNotSeenAreNotJudged() {
    SharedFieldFinder finder = new SharedFieldFinder();
    finder.add(Map.of("user", "u"));
    assertEquals(Optional.empty(), finder.strongest(new double[] {1, 2}));
    assertEquals(Optional.empty(), new SharedFieldFinder().strongest(new double[0]));
  }
}
