package dev.decorum.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResamplingTest {
  private static int[] draws(long seed, String purpose) {
    return new Resampling(seed, 99).generator(purpose).draws(1_000);
  }

  @Test
  void drawsFollowFromSeedAndPurpose() {
    assertArrayEquals(draws(1, "mean"), draws(1, "mean"));
    assertFalse(Arrays.equals(draws(1, "mean"), draws(2, "mean")));
    assertFalse(Arrays.equals(draws(1, "mean"), draws(1, "median")));
    Set<List<Integer>> different = new HashSet<>();
    for (int seed = 0; seed < 20; seed++) {
      for (String purpose : new String[] {"", "a", "b", "ab", "ba", "a test"}) {
        different.add(Arrays.stream(draws(seed, purpose)).boxed().toList());
      }
    }
    assertEquals(120, different.size());
  }

  @Test
  void asManyThingsAreDrawnAsThereAre() {
    int[] drawn = draws(1, "mean");
    assertEquals(1_000, Arrays.stream(drawn).sum());
    // The share never drawn is about 1/e.
    assertEquals(368, (int) Arrays.stream(drawn).filter(count -> count == 0).count(), 60);
  }

  @Test
  void aCoinIsFairAndOneFaceSaysNothingOfTheNext() {
    Resampling.Generator generator = new Resampling(3, 99).generator("coin");
    int heads = 0;
    int same = 0;
    boolean last = false;
    for (int i = 0; i < 10_000; i++) {
      boolean head = generator.coin();
      heads += head ? 1 : 0;
      same += head == last ? 1 : 0;
      last = head;
    }
    assertEquals(5_000, heads, 200);
    assertEquals(5_000, same, 200);
  }

  @Test
  void anEventHappensAsOftenAsItShould() {
    Resampling.Generator generator = new Resampling(3, 99).generator("event");
    int happened = 0;
    for (int i = 0; i < 10_000; i++) {
      happened += generator.happens(0.2) ? 1 : 0;
      assertFalse(generator.happens(0));
      assertTrue(generator.happens(1));
    }
    assertEquals(2_000, happened, 160);
  }

  @Test
  void everyChoiceIsAsLikely() {
    Resampling.Generator generator = new Resampling(3, 99).generator("choice");
    int[] elements = {0, 1, 2, 3};
    Map<Set<Integer>, Integer> chosen = new HashMap<>();
    for (int i = 0; i < 6_000; i++) {
      generator.chooseFront(elements, 2);
      chosen.merge(Set.of(elements[0], elements[1]), 1, Integer::sum);
      int[] sorted = elements.clone();
      Arrays.sort(sorted);
      assertArrayEquals(new int[] {0, 1, 2, 3}, sorted);
    }
    assertEquals(6, chosen.size());
    chosen.values().forEach(count -> assertEquals(1_000, count, 120));
  }

  @Test
  void tooFewReplicatesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Resampling(1, 98));
    assertEquals(99, new Resampling(1, 99).replicates());
  }

  @Test
  void aBootstrapIsWorthwhileInBetween() {
    assertFalse(Resampling.isWorthwhile(9));
    assertTrue(Resampling.isWorthwhile(10));
    assertTrue(Resampling.isWorthwhile(5_000));
    assertFalse(Resampling.isWorthwhile(5_001));
    assertNotEquals(0, Resampling.DEFAULT_REPLICATES);
  }

  @Test
  void aQuantileOfReplicatesCountsOneMore() {
    double[] replicates = new double[99];
    for (int i = 0; i < 99; i++) {
      replicates[i] = i + 1;
    }
    assertEquals(5, ClusterBootstrap.quantile(replicates, 0.05));
    assertEquals(95, ClusterBootstrap.quantile(replicates, 0.95));
    assertEquals(1, ClusterBootstrap.quantile(replicates, 0));
    assertEquals(99, ClusterBootstrap.quantile(replicates, 1));
    Arrays.fill(replicates, 49, 99, Double.NaN);
    assertEquals(25, ClusterBootstrap.quantile(replicates, 0.5), "of 49 numbers");
    Arrays.fill(replicates, 48, 99, Double.NaN);
    assertEquals(Double.NaN, ClusterBootstrap.quantile(replicates, 0.5), "less than half");
  }
}
