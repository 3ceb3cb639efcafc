package dev.decorum.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.Flag;
import dev.decorum.score.ConversationScore;
import dev.decorum.score.Scale;
import dev.decorum.score.Scores;
import dev.decorum.store.NightSlice;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NightTallyTest {

  private static ConversationScore score(
      String bot, String user, double probability, Flag... flags) {
    return Scores.of(
        "c", 0, bot, Map.of("user", new FieldValue(user, false)), probability, Set.of(flags));
  }

  @Test
  void theWholeComesFirstThenEveryValue() {
    try (NightTally tally =
        new NightTally(0.672, "user", List.of("user", "bot_name"), Scale.PROBABILITY)) {
      tally.add(score("Tom", "u1", 0.9));
      tally.add(score("Tom", "u1", 0.7, Flag.TRUNCATED));
      tally.add(score("Ann", "u2", 0.2, Flag.EMPTY));
      tally.add(score("Ann", "u3", 0.6));
      List<NightSlice> slices = tally.slices();
      assertEquals(
          List.of("/", "bot_name/Ann", "bot_name/Tom", "user/u1", "user/u2", "user/u3"),
          slices.stream().map(slice -> slice.field() + "/" + slice.value()).toList());
      NightSlice whole = slices.get(0);
      assertEquals(4, whole.rows());
      assertEquals(3, whole.clusters());
      assertEquals(0.6, whole.mean(), 1e-15);
      // Clusters are off by (0.3 + 0.1), -0.4 and 0: sqrt(3 / 2 * 0.32) / 4.
      assertEquals(Math.sqrt(1.5 * 0.32) / 4, whole.meanError(), 1e-12);
      assertEquals(0.5, whole.shareBelowBaseline());
      assertEquals(0.25, whole.truncatedShare());
      assertEquals(0.25, whole.emptyShare());
      assertEquals(45, whole.tokens());
      assertEquals(0, whole.tokensError());
      assertEquals(0.6, whole.quantiles().q50(), 1e-5);
      assertEquals(0.9, whole.quantiles().q95(), 1e-5);
      assertEquals(0.4, slices.get(1).mean(), 1e-15);
      assertEquals(2, slices.get(1).clusters());
    }
  }

  @Test
  void withoutClustersEveryRowStandsForItself() {
    try (NightTally tally = new NightTally(0.672, null, List.of(), Scale.PROBABILITY)) {
      for (double probability : new double[] {.1, .4, .35, .8, .7, .9, .2}) {
        tally.add(score("Tom", "u", probability));
      }
      NightSlice whole = tally.slices().get(0);
      assertEquals(7, whole.clusters());
      // np.std(y, ddof=1) / np.sqrt(7)
      assertEquals(0.11671524741691565, whole.meanError(), 1e-12);
    }
  }

  @Test
  void furtherValuesAreTakenTogether() {
    try (NightTally tally = new NightTally(0.672, null, List.of("user"), Scale.PROBABILITY)) {
      for (int i = 0; i < NightTally.MOST_VALUES + 5; i++) {
        tally.add(score("Tom", "u" + i, 0.5));
        tally.add(score("Tom", "u0", 0.5));
      }
      assertEquals(List.of("user"), tally.overflowing());
      List<NightSlice> slices = tally.slices();
      assertEquals(1 + NightTally.MOST_VALUES + 1, slices.size());
      NightSlice others =
          slices.stream()
              .filter(s -> s.value().equals(NightTally.OTHERS))
              .findFirst()
              .orElseThrow();
      assertEquals(5, others.rows());
    }
  }

  @Test
  void aNightWithoutRowsHasNoSlices() {
    try (NightTally tally = new NightTally(0.672, null, List.of(), Scale.PROBABILITY)) {
      assertEquals(List.of(), tally.slices());
    }
  }
}
