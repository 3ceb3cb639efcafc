package dev.decorum.rank;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.rank.PairOptions.Pairing;
import dev.decorum.rank.PairSelection.Labelled;
import dev.decorum.rank.PairSelection.Pair;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which pairs are made, and why others are not. */
class PairSelectorTest {
  private static final String LONG = " and so on and on until everybody has gone to sleep";

  private static PairSelection select(Replies replies, PairOptions options) throws IOException {
    return new PairSelector(options, List.of()).select(replies.ranking());
  }

  private static PairOptions bestWorst(double minMargin, boolean guard) {
    return new PairOptions(Pairing.BEST_WORST, minMargin, 1, 0.8, guard);
  }

  @Test
  void theBestIsSetAgainstTheWorst() throws IOException {
    try (Replies replies = new Replies()) {
      replies
          .add("a", "one bird", 0.5)
          .add("a", "two cats", 0.9)
          .add("a", "three dogs", 0.2)
          .add("single", "four", 0.9);
      PairSelection selection = select(replies, bestWorst(0.1, false));
      assertEquals(List.of(new Pair(0, 1, 1, 2)), selection.pairs());
      assertEquals(1, selection.groups());
      assertEquals(0.7, selection.margin().value(), 1e-6);
      assertEquals(-2, selection.withoutGuard().difference().value());
      assertEquals(0, selection.withoutGuard().chosenLonger().value());
    }
  }

  @Test
  void everyTwoThatAreFarEnoughApart() throws IOException {
    try (Replies replies = new Replies()) {
      replies
          .add("a", "one bird", 0.5)
          .add("a", "two cats", 0.9)
          .add("a", "three dogs", 0.2)
          .add("a", "many fish", 0.45);
      PairSelection all = select(replies, new PairOptions(Pairing.ALL, 0.2, 10, 0.8, false));
      assertEquals(
          List.of(
              new Pair(0, 1, 1, 2),
              new Pair(0, 2, 1, 3),
              new Pair(0, 3, 1, 0),
              new Pair(0, 4, 0, 2),
              new Pair(0, 5, 3, 2)),
          all.pairs());
      // The replies in between are chosen once and rejected once: alone they say nothing.
      assertEquals(List.of(new Labelled(1, true), new Labelled(2, false)), all.unpaired());
      PairSelection two = select(replies, new PairOptions(Pairing.ALL, 0.2, 2, 0.8, false));
      assertEquals(List.of(new Pair(0, 1, 1, 2), new Pair(0, 2, 1, 3)), two.pairs());
      assertEquals(
          List.of(new Labelled(1, true), new Labelled(2, false), new Labelled(3, false)),
          two.unpaired());
    }
  }

  @Test
  void noPairWhoseChosenReplyScoresTooLow() throws IOException {
    try (Replies replies = new Replies()) {
      replies
          .add("good", "one bird", 0.8)
          .add("good", "two cats", 0.3)
          .add("good", "three dogs", 0.6)
          .add("poor", "one bird", 0.6)
          .add("poor", "two cats", 0.1);
      PairSelection best =
          select(replies, new PairOptions(Pairing.BEST_WORST, 0.2, 0.7, 1, 0.8, false));
      assertEquals(List.of(new Pair(0, 1, 0, 1)), best.pairs());
      assertEquals(1, best.lowScores());
      assertEquals(0, best.smallMargins());
      // Of the first context, 0.6 against 0.3 is far enough apart, but 0.6 is not good enough.
      PairSelection all = select(replies, new PairOptions(Pairing.ALL, 0.2, 0.7, 9, 0.8, false));
      assertEquals(List.of(new Pair(0, 1, 0, 1), new Pair(0, 2, 0, 2)), all.pairs());
      assertEquals(
          3 + 1, select(replies, new PairOptions(Pairing.ALL, 0.2, 9, 0.8, false)).pairs().size());
    }
  }

  @Test
  void theSameTextTwiceMakesNoPairEvenIfDuplicatesAreUsed() throws IOException {
    try (Replies replies = new Replies()) {
      replies.add("a", "yes", 0.9).add("a", "yes", 0.1).add("a", "Yes!", 0.2);
      PairSelection selection = select(replies, new PairOptions(Pairing.ALL, 0.1, 9, 2, false));
      assertEquals(1, selection.identical());
      assertEquals(1, selection.nearDuplicates());
      assertEquals(List.of(), selection.pairs());
    }
  }

  @Test
  void aSampleGoesFromTheSmallestMarginToTheLargest() throws IOException {
    try (Replies replies = new Replies()) {
      double[] best = {0.9, 0.5, 0.7, 0.8, 0.6};
      for (int group = 0; group < best.length; group++) {
        replies.add("g" + group, "one bird", best[group]).add("g" + group, "two cats", 0.1);
      }
      PairSelection selection = select(replies, bestWorst(0.1, false));
      assertEquals(
          List.of(1, 2, 0),
          selection.sample(replies.candidates(), 3).stream().map(Pair::group).toList());
      assertEquals(5, selection.sample(replies.candidates(), 9).size());
      assertEquals(1, selection.sample(replies.candidates(), 1).size());
    }
  }

  @Test
  void whatIsLeftOutIsCounted() throws IOException {
    try (Replies replies = new Replies()) {
      replies
          .add("tie", "one bird", 0.5)
          .add("tie", "two cats", 0.5)
          .add("close", "one bird", 0.5)
          .add("close", "two cats", 0.55)
          .add("twice", "the very same words", 0.2)
          .add("twice", "The very same words!", 0.9)
          .add("blank", " \n", 0.9)
          .add("blank", "words", 0.2)
          .add("other", "about this", "one bird", 0.3, Map.of(), null, null)
          .add("other", "about that", "two cats", 0.9, Map.of(), null, null)
          .add("other", "about this", "three dogs", 0.8, Map.of(), null, null);
      PairSelection selection = select(replies, bestWorst(0.1, true));
      assertEquals(List.of(new Pair(4, 1, 10, 8)), selection.pairs());
      assertEquals(5, selection.groups());
      assertEquals(1, selection.groupsWithPairs());
      assertEquals(1, selection.ties());
      assertEquals(1, selection.smallMargins());
      assertEquals(1, selection.nearDuplicates());
      assertEquals(1, selection.emptyReplies());
      assertEquals(1, selection.otherContexts());
      assertEquals(2, selection.oneReplyLeft());
    }
  }

  /** Long replies score higher here, but a short one that is nearly as good is always there. */
  @Test
  void theLengthGuardBalancesLengths() throws IOException {
    Random random = new Random(5);
    try (Replies replies = new Replies()) {
      for (int group = 0; group < 200; group++) {
        for (int reply = 0; reply < 6; reply++) {
          int words = 1 + random.nextInt(12);
          StringBuilder text = new StringBuilder();
          for (int word = 0; word < words; word++) {
            text.append(Integer.toString(random.nextInt(1_000_000), 36)).append(' ');
          }
          double score = 0.1 + 0.02 * words + 0.5 * random.nextDouble();
          replies.add("g" + group, text.toString(), score);
        }
      }
      PairSelection without = select(replies, bestWorst(0.1, false));
      PairSelection with = select(replies, bestWorst(0.1, true));
      assertTrue(without.withGuard().difference().low() > 5, "lengths differ by themselves");
      assertEquals(without.withoutGuard(), with.withoutGuard());
      assertFalse(with.withGuard().difference().excludes(0));
      assertEquals(0, with.withGuard().difference().value(), 0.5);
      assertTrue(with.pricePerCharacter() > 0);
      assertEquals(0, without.pricePerCharacter());
      for (Pair pair : with.pairs()) {
        double margin =
            replies.candidates().table().probability(pair.chosen())
                - replies.candidates().table().probability(pair.rejected());
        assertTrue(margin >= 0.1, "never better only because it is short");
      }
    }
  }

  @Test
  void whereNoChoiceIsBalancedThePairsStayAndTheLengthsAreTold() throws IOException {
    try (Replies replies = new Replies()) {
      for (int group = 0; group < 20; group++) {
        replies
            .add("g" + group, "short" + (char) ('a' + group), 0.3)
            .add("g" + group, "long" + LONG, 0.7);
      }
      PairSelection selection = select(replies, bestWorst(0.1, true));
      assertEquals(20, selection.pairs().size());
      assertTrue(selection.withGuard().difference().excludes(0));
    }
  }
}
