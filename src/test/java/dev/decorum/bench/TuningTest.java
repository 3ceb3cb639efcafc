package dev.decorum.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TuningTest {

  private static Trial threads(int threads, double rate) {
    return new Trial(threads, OptionalInt.empty(), rate);
  }

  private static Trial batch(int tokens, double rate) {
    return new Trial(2, OptionalInt.of(tokens), rate);
  }

  @Test
  void threadsThatBringLittleAreNotAskedFor() {
    List<Trial> batches = List.of(threads(2, 100));
    Tuning tuning = new Tuning(List.of(threads(1, 100), threads(2, 195), threads(4, 200)), batches);
    assertEquals(2, tuning.bestThreads().threads());
    assertEquals(1.95, tuning.threadsGain(), 1e-12);
    assertEquals(
        4,
        new Tuning(List.of(threads(1, 100), threads(2, 190), threads(4, 200)), batches)
            .bestThreads()
            .threads());
  }

  @Test
  void aBudgetHasToBeatTheOneInUse() {
    List<Trial> one = List.of(threads(1, 100));
    Tuning little = new Tuning(one, List.of(threads(2, 100), batch(256, 104), batch(1024, 90)));
    assertEquals(Optional.empty(), little.bestBatchTokens());
    Tuning much =
        new Tuning(one, List.of(threads(2, 100), batch(256, 110), batch(1024, 120), batch(4, 9)));
    Trial best = much.bestBatchTokens().orElseThrow();
    assertEquals(OptionalInt.of(1024), best.batchTokens());
    assertEquals(1.2, much.batchTokensGain(best), 1e-12);
  }

  @Test
  void nothingTriedIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Tuning(List.of(), List.of()));
  }
}
