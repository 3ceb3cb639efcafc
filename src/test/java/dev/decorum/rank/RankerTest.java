package dev.decorum.rank;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.decorum.conversation.Label;
import dev.decorum.rank.RankSummary.PreferenceAgreement;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a ranking amounts to; expected values by hand. */
class RankerTest {

  private static RankSummary summary(Replies replies, String... by) {
    return new Ranker(new RankOptions(0.672, List.of(), List.of(by))).summary(replies.ranking());
  }

  @Test
  void theBestOfSeveral() throws IOException {
    try (Replies replies = new Replies()) {
      replies
          .add("a", "1", 0.1)
          .add("a", "2", 0.4)
          .add("a", "3", 0.9)
          .add("b", "4", 0.2)
          .add("b", "5", 0.3)
          .add("b", "6", 0.7)
          .add("single", "7", 0.5);
      RankSummary summary = summary(replies);
      assertEquals(7, summary.candidates());
      assertEquals(2, summary.groups());
      assertEquals(1, summary.singles());
      assertEquals(0, summary.mixedContexts());
      // Best of two of three: each pair is equally likely, so (0.4 + 0.9 + 0.9) / 3 for a and
      // (0.3 + 0.7 + 0.7) / 3 for b.
      double[] expected = {
        (1.4 / 3 + 1.2 / 3) / 2, (2.2 / 3 + 1.7 / 3) / 2, (0.9 + 0.7) / 2,
      };
      assertEquals(3, summary.bestOf().size());
      for (int i = 0; i < expected.length; i++) {
        assertEquals(i + 1, summary.bestOf().get(i).replies());
        assertEquals(expected[i], summary.bestOf().get(i).score().value(), 1e-7);
      }
      assertEquals(0.8, summary.best().value(), 1e-7);
      assertEquals(1.3 / 3, summary.average().value(), 1e-7);
      assertEquals(0.8 - 1.3 / 3, summary.gain().value(), 1e-7);
      assertNull(summary.agreement());
    }
  }

  @Test
  void whoGivesTheBest() throws IOException {
    try (Replies replies = new Replies("bot")) {
      Map<String, String> tom = Map.of("bot", "tom");
      Map<String, String> mara = Map.of("bot", "mara");
      replies
          .add("a", "1", 0.1, tom)
          .add("a", "2", 0.4, tom)
          .add("a", "3", 0.9, mara)
          .add("b", "4", 0.5, tom)
          .add("b", "5", 0.5, mara)
          .add("only tom", "6", 0.2, tom)
          .add("only tom", "7", 0.3, tom);
      List<RankSummary.Part> parts = summary(replies, "bot").parts();
      assertEquals("tom", parts.get(0).value());
      assertEquals(5, parts.get(0).candidates());
      assertEquals(0.3, parts.get(0).mean().value(), 1e-7);
      assertEquals(2, parts.get(0).groups());
      // Nothing of a, and half of b, where the best is a tie.
      assertEquals(0.25, parts.get(0).first().value());
      assertEquals((2.0 / 3 + 0.5) / 2, parts.get(0).byChance(), 1e-12);
      assertEquals(0.75, parts.get(1).first().value());
    }
  }

  @Test
  void agreementWithPreferences() throws IOException {
    try (Replies replies = new Replies(null, new String[] {"channel"})) {
      Map<String, String> web = Map.of("channel", "web");
      Map<String, String> app = Map.of("channel", "app");
      replies
          .addPreference("1", 0.9, 0.1, web)
          .addPreference("2", 0.6, 0.5, web)
          .addPreference("3", 0.5, 0.5, web)
          .addPreference("4", 0.2, 0.6, app);
      PreferenceAgreement agreement = summary(replies, "channel").agreement();
      assertNotNull(agreement);
      assertEquals(PreferenceAgreement.Source.PREFERENCES, agreement.source());
      assertEquals(4, agreement.pairs());
      assertEquals(1, agreement.ties());
      assertEquals(2.5 / 4, agreement.accuracy().value());
      assertEquals(0.5 / 4, agreement.margin().value(), 1e-7);
      assertEquals("web", agreement.slices().get(0).value());
      assertEquals(2.5 / 3, agreement.slices().get(0).accuracy().value());
      assertEquals(0, agreement.slices().get(1).accuracy().value());
    }
  }

  @Test
  void agreementWithLabelsOfOneGroup() throws IOException {
    try (Replies replies = new Replies()) {
      replies
          .add("a", "?", "1", 0.9, Map.of(), Label.APPROPRIATE, null)
          .add("a", "?", "2", 0.4, Map.of(), Label.INAPPROPRIATE, null)
          .add("a", "?", "3", 0.3, Map.of(), Label.APPROPRIATE, null)
          .add("a", "?", "4", 0.8, Map.of(), null, null)
          .add("b", "?", "5", 0.2, Map.of(), Label.APPROPRIATE, null);
      PreferenceAgreement agreement = summary(replies).agreement();
      assertNotNull(agreement);
      assertEquals(PreferenceAgreement.Source.LABELS, agreement.source());
      assertEquals(2, agreement.pairs());
      assertEquals(1, agreement.groups());
      assertEquals(0.5, agreement.accuracy().value());
    }
  }

  @Test
  void groupsOfDifferentContextsAreCounted() throws IOException {
    try (Replies replies = new Replies()) {
      replies
          .add("a", "this", "1", 0.9, Map.of(), null, null)
          .add("a", "that", "2", 0.4, Map.of(), null, null)
          .add("b", "3", 0.9)
          .add("b", "4", 0.4);
      assertEquals(1, summary(replies).mixedContexts());
    }
  }
}
