package dev.decorum.compare;

import static dev.decorum.compare.Versions.options;
import static dev.decorum.compare.Versions.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.compare.Changes.Change;
import dev.decorum.compare.ComparisonOptions.Pairing;
import dev.decorum.score.ScoredRow;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangeFinderTest {
  private final Versions versions = new Versions("context");

  private static List<String> names(List<Change> changes) {
    return changes.stream().map(Change::name).toList();
  }

  @Test
  void pairsAreListedWithTheLargestChangeFirst() {
    Version a =
        versions.of(
            "a", row("u", 0), row("v", 0), row("w", 0), row("x", 0), row("y", 0), row("z", 9));
    Version b = versions.of("b", row("y", 3), row("x", -1), row("w", 0), row("v", -2), row("u", 1));
    Changes changes = new Comparer(options()).compare(List.of(a, b)).changes().get(0);
    assertEquals("", changes.unit());
    assertEquals(List.of("v", "x"), names(changes.losses()));
    assertEquals(List.of("y", "u"), names(changes.gains()));
    Change v = changes.losses().get(0);
    assertEquals(0.5, v.referenceScore());
    assertEquals(1 / (1 + Math.exp(2)), v.candidateScore(), 1e-15);
    assertEquals(1 / (1 + Math.exp(2)) - 0.5, v.difference(), 1e-15);
    assertEquals("v", v.candidateId());
  }

  @Test
  void noMoreAreListedThanAskedForAndAllAreCounted() {
    List<ScoredRow> a = new ArrayList<>();
    List<ScoredRow> b = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      a.add(row(String.format("x%02d", i), 0));
      b.add(row(String.format("x%02d", i), i < 15 ? -1 - i / 2 : 1));
    }
    Changes changes =
        new Comparer(options())
            .compare(List.of(versions.of("a", a), versions.of("b", b)))
            .changes()
            .get(0);
    assertEquals(
        List.of("x14", "x12", "x13", "x10", "x11", "x08", "x09", "x06", "x07", "x04"),
        names(changes.losses()),
        "equal ones by name");
    assertEquals(15, changes.lossesInAll());
    assertEquals(10, changes.gains().size());
    assertEquals(10, changes.gainsInAll());
  }

  @Test
  void everyLaterVersionIsHeldAgainstTheFirst() {
    Comparison comparison =
        new Comparer(options())
            .compare(
                List.of(
                    versions.of("a", row("x", 0), row("y", 0)),
                    versions.of("b", row("x", 1), row("y", 0)),
                    versions.of("c", row("x", 2), row("y", 0))));
    assertEquals(
        List.of("a b", "a c"),
        comparison.changes().stream()
            .map(changes -> changes.reference() + " " + changes.candidate())
            .toList());
  }

  /** Of p(0), p(2), p(3), the mean 0.7779 is nearest to p(2) = 0.8808. */
  @Test
  void rowsThatAreNotPairedAreTakenByTheirCluster() {
    Version a =
        versions.of(
            "a",
            row("a1", 0, "context", "one"),
            row("a2", 2, "context", "one"),
            row("a3", 3, "context", "one"),
            row("a4", 1, "context", "two"),
            row("a5", 1, "context", "only a"));
    Version b =
        versions.of(
            "b",
            row("b1", 0, "context", "one"),
            row("b2", 0, "context", "one"),
            row("b3", 2, "context", "two"),
            row("b4", 1));
    Changes changes =
        new Comparer(options(Pairing.AUTO, List.of("context"), List.of()))
            .compare(List.of(a, b))
            .changes()
            .get(0);
    assertEquals("context", changes.unit());
    assertEquals(List.of("one"), names(changes.losses()));
    assertEquals(List.of("two"), names(changes.gains()));
    Change one = changes.losses().get(0);
    assertEquals(3, one.referenceRows());
    assertEquals(2, one.candidateRows());
    assertEquals(
        (0.5 + 1 / (1 + Math.exp(-2)) + 1 / (1 + Math.exp(-3))) / 3, one.referenceScore(), 1e-15);
    assertEquals("a2", one.referenceId());
    assertEquals("b1", one.candidateId());
  }

  @Test
  void withoutPairsAndClustersNothingIsListed() {
    Changes changes =
        new Comparer(options(Pairing.NONE, List.of(), List.of()))
            .compare(
                List.of(
                    versions.of("a", row("x", 0), row("y", 0)),
                    versions.of("b", row("x", 1), row("y", 0))))
            .changes()
            .get(0);
    assertTrue(changes.losses().isEmpty() && changes.gains().isEmpty());
    assertEquals(0, changes.gainsInAll());
  }
}
