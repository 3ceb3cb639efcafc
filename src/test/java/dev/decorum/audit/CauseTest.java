package dev.decorum.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.store.Night;
import dev.decorum.store.NightSlice;
import dev.decorum.store.Nights;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CauseTest {
  private static final LocalDate DAY = LocalDate.of(2026, 9, 1);

  /** A night of two bots with so many rows and these mean scores; a bot without rows is missing. */
  private static Night night(int day, long rowsOfA, double a, long rowsOfB, double b) {
    List<NightSlice> slices = new ArrayList<>();
    double mean = (rowsOfA * a + rowsOfB * b) / (rowsOfA + rowsOfB);
    slices.add(Nights.slice("", "", rowsOfA + rowsOfB, mean, 0.01));
    if (rowsOfA > 0) {
      slices.add(Nights.slice("bot", "a", rowsOfA, a, 0.01));
    }
    if (rowsOfB > 0) {
      slices.add(Nights.slice("bot", "b", rowsOfB, b, 0.01));
    }
    return Nights.of(DAY.plusDays(day), rowsOfA + rowsOfB, "night " + day, slices);
  }

  @Test
  void sharesAndScoresAddUpToTheChange() {
    // 0.75 * 0.6 + 0.25 * 0.4 = 0.55 before, 0.25 * 0.5 + 0.75 * 0.4 = 0.425 since.
    Cause cause =
        Cause.of(
                "bot", List.of(night(0, 300, 0.6, 100, 0.4)), List.of(night(1, 100, 0.5, 300, 0.4)))
            .orElseThrow();
    assertEquals(0.55, cause.before(), 1e-12);
    assertEquals(0.425, cause.since(), 1e-12);
    // a: half of 0.75 + 0.25, times 0.5 - 0.6; b scores as before.
    assertEquals(-0.05, cause.byScores(), 1e-12);
    assertEquals(-0.075, cause.byShares(), 1e-12);
    assertEquals(0.75, cause.parts().get(0).shareBefore(), 1e-12);
    assertEquals(0.25, cause.parts().get(0).shareSince(), 1e-12);
  }

  @Test
  void aBotThatIsNewChangesTheSharesOnly() {
    Cause cause =
        Cause.of("bot", List.of(night(0, 400, 0.6, 0, 0)), List.of(night(1, 200, 0.6, 200, 0.2)))
            .orElseThrow();
    assertEquals(-0.2, cause.change(), 1e-12);
    assertEquals(0, cause.byScores(), 1e-12);
    assertEquals(-0.2, cause.byShares(), 1e-12);
  }

  @Test
  void nightsArePooledByTheirRows() {
    // Before: 400 rows of a at (100 * 0.2 + 300 * 0.6) / 400 = 0.5, 100 of b at 0.4.
    Cause cause =
        Cause.of(
                "bot",
                List.of(night(0, 100, 0.2, 50, 0.4), night(1, 300, 0.6, 50, 0.4)),
                List.of(night(2, 400, 0.5, 100, 0.4)))
            .orElseThrow();
    assertEquals(0.48, cause.before(), 1e-12);
    assertEquals(0, cause.change(), 1e-12);
    assertEquals(0.5, cause.parts().get(0).meanBefore(), 1e-12);
  }

  @Test
  void aFieldThatWasNotKeptTellsNothing() {
    List<Night> with = List.of(night(0, 300, 0.6, 100, 0.4));
    List<Night> without =
        List.of(Nights.of(DAY, 400, "x", List.of(Nights.slice("", "", 400, 0.5, 0.01))));
    assertTrue(Cause.of("bot", without, with).isEmpty());
    assertTrue(Cause.of("bot", with, without).isEmpty());
    assertTrue(Cause.of("channel", with, with).isEmpty());
    List<Night> single = List.of(night(0, 300, 0.6, 0, 0));
    assertTrue(Cause.of("bot", single, single).isEmpty(), "one bot is all there is");
  }
}
