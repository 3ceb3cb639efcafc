package dev.decorum.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.decorum.compare.ComparisonOptions.Pairing;
import dev.decorum.compare.Matching.Design;
import dev.decorum.compare.Matching.Ids;
import dev.decorum.compare.Matching.Reason;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatchingTest {
  private final Versions versions = new Versions();

  private static Matching match(Version reference, Version candidate, Pairing pairing) {
    return new Matching.Finder(reference, candidate).matching(pairing);
  }

  private static Version withInput(Version version, String... names) {
    return new Version(version.name(), version.table(), Set.of(names));
  }

  @Test
  void rowsArePairedByIdWhateverTheirOrder() {
    Version a = versions.withIds("a", "x", "y", "z", "only a");
    Version b = versions.withIds("b", "z", "only b", "x", "y", "b too", "b three", "b four");
    Matching.Finder finder = new Matching.Finder(a, b);
    assertEquals(
        new Matching(
            Design.PAIRED,
            Reason.IDS_MATCH,
            3,
            new Ids(1, List.of("only a")),
            new Ids(4, List.of("only b", "b too", "b three")),
            new Ids(0, List.of()),
            0),
        finder.matching(Pairing.AUTO));
    assertArrayEquals(new int[] {0, 1, 2}, finder.rows().reference());
    assertArrayEquals(new int[] {2, 3, 0}, finder.rows().candidate());
  }

  @Test
  void anIdThatComesTwicePairsNothing() {
    Version a = versions.withIds("a", "x", "y", "z", "y");
    Version b = versions.withIds("b", "x", "y", "z", "w", "w", "w");
    Matching.Finder finder = new Matching.Finder(a, b);
    Matching found = finder.matching(Pairing.AUTO);
    assertEquals(2, found.pairs());
    assertEquals(Design.PAIRED, found.design());
    assertEquals(new Ids(2, List.of("y", "w")), found.duplicates());
    assertEquals(0, found.onlyInCandidate().count());
    assertArrayEquals(new int[] {0, 2}, finder.rows().reference());
    assertArrayEquals(new int[] {0, 2}, finder.rows().candidate());
  }

  @Test
  void halfOfTheSmallerVersionsIdsAreEnough() {
    Version a = versions.withIds("a", "x", "y", "p", "q");
    assertEquals(
        Reason.IDS_MATCH,
        match(a, versions.withIds("b", "x", "y", "1", "2", "3", "4"), Pairing.AUTO).reason());
    Version larger = versions.withIds("a", "x", "y", "p", "q", "r");
    Matching few = match(larger, versions.withIds("b", "x", "y", "1", "2", "3", "4"), Pairing.AUTO);
    assertEquals(Reason.FEW_IDS_MATCH, few.reason());
    assertEquals(Design.UNPAIRED, few.design());
    assertEquals(2, few.pairs());
  }

  @Test
  void onePairIsNotEnough() {
    Matching found =
        match(versions.withIds("a", "x", "y"), versions.withIds("b", "x", "z"), Pairing.AUTO);
    assertEquals(Reason.FEW_IDS_MATCH, found.reason());
    assertEquals(Design.UNPAIRED, found.design());
  }

  @Test
  void idsThatNeverMatchAreNotPaired() {
    Matching found =
        match(versions.withIds("a", "x", "y"), versions.withIds("b", "p", "q"), Pairing.AUTO);
    assertEquals(Reason.NO_ID_MATCHES, found.reason());
    assertEquals(Design.UNPAIRED, found.design());
    assertEquals(2, found.onlyInReference().count());
    assertEquals(2, found.onlyInCandidate().count());
  }

  @Test
  void whatIsAskedForIsDone() {
    Version a = versions.withIds("a", "x", "y", "p", "q", "r");
    Version b = versions.withIds("b", "x", "y", "1", "2", "3");
    Matching byId = match(a, b, Pairing.ID);
    assertEquals(Design.PAIRED, byId.design());
    assertEquals(Reason.ASKED, byId.reason());
    Matching never = match(a, versions.withIds("b", "x", "y", "p", "q", "r"), Pairing.NONE);
    assertEquals(Design.UNPAIRED, never.design());
    assertEquals(Reason.ASKED, never.reason());
    assertEquals(5, never.pairs());
  }

  @Test
  void whereNothingCanBePairedItIsSaid() {
    Version a = versions.withIds("a", "x", "chats.jsonl:1");
    assertEquals(
        "a and b cannot be paired: no id occurs exactly once in both",
        refusal(a, versions.withIds("b", "y", "z")));
    assertEquals(
        "a and b cannot be paired: only one id occurs exactly once in both",
        refusal(a, versions.withIds("b", "x", "z")));
    assertEquals(
        "a and b cannot be paired: no id occurs exactly once in both (ids that are positions in files do"
            + " not count)",
        refusal(a, withInput(versions.withIds("b", "chats.jsonl:1", "z"), "chats.jsonl")));
  }

  private static String refusal(Version a, Version b) {
    return String.valueOf(
        assertThrows(IncomparableException.class, () -> match(a, b, Pairing.ID)).getMessage());
  }

  @Test
  void positionsInFilesPairNothing() {
    String[] ids = {"chats.jsonl:1", "chats.jsonl:2", "chats.jsonl:3 turn 2", "real"};
    Version a = withInput(versions.withIds("a", ids), "chats.jsonl");
    Version b = withInput(versions.withIds("b", ids), "other.jsonl");
    for (Matching found :
        List.of(match(a, b, Pairing.AUTO), match(b, a, Pairing.AUTO), match(a, a, Pairing.AUTO))) {
      assertEquals(Reason.IDS_ARE_POSITIONS, found.reason());
      assertEquals(Design.UNPAIRED, found.design());
      assertEquals(3, found.positions());
      assertEquals(1, found.pairs());
    }
    Matching named = match(b, b, Pairing.AUTO);
    assertEquals(Reason.IDS_MATCH, named.reason(), "chats.jsonl is no input of b");
    assertEquals(4, named.pairs());
  }

  @Test
  void positionsAreLeftOutOfPairs() {
    String[] ids = {"chats.jsonl:1", "x", "y", "z"};
    Version a = withInput(versions.withIds("a", ids), "chats.jsonl");
    Version b = versions.withIds("b", ids);
    Matching.Finder finder = new Matching.Finder(a, b);
    assertEquals(Design.PAIRED, finder.matching(Pairing.AUTO).design());
    assertArrayEquals(new int[] {1, 2, 3}, finder.rows().reference());
  }

  @ParameterizedTest
  @CsvSource({
    "chats.jsonl:12, true",
    "chats.jsonl:12:3, true",
    "chats.jsonl:12 turn 4, true",
    "chats.jsonl:12:3 turn 4, true",
    "my:1.csv:7, true",
    "chats.jsonl, false",
    "chats.jsonl:, false",
    "chats.jsonl:12x, false",
    "chats.jsonl:x:3, false",
    "chats.jsonl:1:2:3, false",
    "other.jsonl:12, false",
    "folder/chats.jsonl:12, false",
    "12, false",
    ":12, false",
    "user:12, false"
  })
  void aPositionIsAnInputsNameAndANumberOrTwo(String id, boolean due) {
    assertEquals(due, withInput(versions.withIds("a"), "chats.jsonl", "my:1.csv").isPosition(id));
  }

  @Test
  void fewIdsAndFewerPositionsAreFewIds() {
    String[] names = {"chats.jsonl"};
    Version a = withInput(versions.withIds("a", "chats.jsonl:1", "x", "y", "1", "2", "3"), names);
    Version b = withInput(versions.withIds("b", "chats.jsonl:1", "x", "y", "4", "5", "6"), names);
    assertEquals(Reason.FEW_IDS_MATCH, match(a, b, Pairing.AUTO).reason());
  }
}
