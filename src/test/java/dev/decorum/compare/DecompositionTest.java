package dev.decorum.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.decorum.compare.ComparisonOptions.Pairing;
import dev.decorum.compare.Decomposition.Kind;
import dev.decorum.compare.Decomposition.Part;
import dev.decorum.score.ScoredRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All expected values are calculated by hand. */
class DecompositionTest {
  private final Versions versions = new Versions("channel");
  private final List<ScoredRow> earlier = new ArrayList<>();
  private final List<ScoredRow> later = new ArrayList<>();

  private static ScoredRow row(String id, double probability, String channel) {
    double logit = Math.log(probability / (1 - probability));
    return channel.isEmpty()
        ? Versions.row(id, logit)
        : Versions.row(id, logit, "channel", channel);
  }

  private void earlier(double probability, String channel) {
    earlier.add(row("a" + earlier.size(), probability, channel));
  }

  private void later(double probability, String channel) {
    later.add(row("b" + later.size(), probability, channel));
  }

  private Decomposition decomposed(Pairing pairing) {
    ComparisonOptions options = Versions.options(pairing, List.of(), List.of("channel"));
    return new Comparer(options)
        .compare(List.of(versions.of("a", earlier), versions.of("b", later)))
        .decompositions()
        .get(0);
  }

  private static void check(Part part, String value, double within, double mix) {
    assertEquals(value, part.value());
    assertEquals(within, part.within(), 1e-12, "within " + value);
    assertEquals(mix, part.mix(), 1e-12, "mix " + value);
  }

  /** Web: 3 of 4 pairs, +0.1 on average; app: 1 of 4, -0.2. Whole: (0.3 - 0.2)/4. */
  @Test
  void aPairAddsItsShareOfTheMeanDifference() {
    double[] before = {0.2, 0.4, 0.6, 0.7};
    double[] after = {0.4, 0.4, 0.7, 0.5};
    for (int i = 0; i < 4; i++) {
      String channel = i < 3 ? "web" : "app";
      earlier.add(row("x" + i, before[i], channel));
      later.add(row("x" + i, after[i], channel));
    }
    Decomposition found = decomposed(Pairing.ID);
    assertEquals(0.025, found.whole(), 1e-12);
    check(found.parts().get(0), "web", 0.75 * 0.1, 0);
    check(found.parts().get(1), "app", 0.25 * -0.2, 0);
    assertEquals(0.75, found.parts().get(0).referenceShare());
  }

  /**
   * Earlier: web 0.2, 0.4, app 0.6, 0.8, mean 0.5. Later: web 0.3, app 0.7, 0.8, 0.9, mean 0.675.
   * The mean of both means is 0.5875. Web: within 0.375 * 0, mix -0.25 * (0.3 - 0.5875). App:
   * within 0.625 * 0.1, mix 0.25 * (0.75 - 0.5875).
   */
  @Test
  void whereSharesDifferTheMixIsAPartOfItsOwn() {
    earlier(0.2, "web");
    earlier(0.4, "web");
    earlier(0.6, "app");
    earlier(0.8, "app");
    later(0.3, "web");
    later(0.7, "app");
    later(0.8, "app");
    later(0.9, "app");
    Decomposition found = decomposed(Pairing.NONE);
    assertEquals(0.175, found.whole(), 1e-12);
    check(found.parts().get(0), "app", 0.0625, 0.040625);
    check(found.parts().get(1), "web", 0, 0.071875);
    assertEquals(0.0625, found.within(), 1e-12);
    assertEquals(0.1125, found.mix(), 1e-12);
  }

  /** The same scores in each channel: only the shares differ, so all is mix. */
  @Test
  void onlyOtherSharesAreOnlyMix() {
    for (double[] each : new double[][] {{0.2, 3}, {0.8, 1}}) {
      for (int i = 0; i < each[1]; i++) {
        earlier(each[0], each[0] < 0.5 ? "web" : "app");
        later(1 - each[0], each[0] < 0.5 ? "app" : "web");
      }
    }
    Decomposition found = decomposed(Pairing.NONE);
    assertEquals(0.3, found.whole(), 1e-12);
    assertEquals(0, found.within(), 1e-12);
    assertEquals(0.3, found.mix(), 1e-12);
    check(found.parts().get(0), "app", 0, 0.15);
    check(found.parts().get(1), "web", 0, 0.15);
  }

  /** Mail is new: half of the later rows, 0.9, against a mean of both means of 0.5. */
  @Test
  void aValueOfOneVersionIsAllMix() {
    earlier(0.4, "web");
    earlier(0.4, "web");
    later(0.3, "web");
    later(0.9, "mail");
    Decomposition found = decomposed(Pairing.NONE);
    assertEquals(0.2, found.whole(), 1e-12);
    check(found.parts().get(0), "mail", 0, 0.5 * (0.9 - 0.5));
    check(found.parts().get(1), "web", 0.75 * -0.1, -0.5 * (0.35 - 0.5));
  }

  @Test
  void rowsWithoutAValueAreTheLastPart() {
    earlier(0.4, "web");
    earlier(0.4, "");
    later(0.4, "web");
    later(0.9, "");
    Decomposition found = decomposed(Pairing.NONE);
    assertEquals(
        List.of(Kind.VALUE, Kind.NO_VALUE), found.parts().stream().map(Part::kind).toList());
    check(found.parts().get(1), "", 0.25, 0);
  }

  @ParameterizedTest
  @EnumSource(Pairing.class)
  void partsAddUpToTheWhole(Pairing pairing) {
    Random random = new Random(4);
    for (int i = 0; i < 700; i++) {
      String of = "c" + (random.nextInt(20) == 0 ? "" : random.nextInt(230) + 0);
      String to = "c" + random.nextInt(250);
      earlier.add(row("x" + i, 0.1 + 0.8 * random.nextDouble(), i % 9 == 0 ? "" : of));
      later.add(row("x" + i, 0.1 + 0.8 * random.nextDouble(), i % 7 == 0 ? "" : to));
    }
    Decomposition found = decomposed(pairing);
    assertEquals(202, found.parts().size(), "200 values, all others, and none");
    assertEquals(found.whole(), found.parts().stream().mapToDouble(Part::carried).sum(), 1e-13);
    assertEquals(700, found.parts().stream().mapToInt(Part::referenceRows).sum(), "every row once");
    assertEquals(700, found.parts().stream().mapToInt(Part::candidateRows).sum());
  }
}
