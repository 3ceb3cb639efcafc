package dev.decorum.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.model.files.ModelException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelChoiceTest {

  private static Head head(String... names) {
    return LabelChoice.head("config.json", List.of(names), null);
  }

  private static Head wished(String wish, String... names) {
    return LabelChoice.head(
        "config.json", List.of(names), new LabelChoice.Wish(wish, "--appropriate-label"));
  }

  /** Whichever way round they stand. */
  @ParameterizedTest
  @CsvSource({
    "appropriate, inappropriate",
    "Appropriate, NOT_APPROPRIATE",
    "safe, unsafe",
    "SAFE, not-safe",
    "positive, NEGATIVE",
    "good, bad",
    "non-toxic, toxic",
    "not_toxic, toxic",
    "Non Toxic, TOXIC",
    "nontoxic, toxic",
    "neutral, toxic",
    "sfw, nsfw",
    "acceptable, unacceptable",
  })
  void namesThatSayItDecide(String good, String bad) {
    for (boolean first : new boolean[] {true, false}) {
      Head head = first ? head(good, bad) : head(bad, good);
      assertEquals(good, head.appropriateLabel());
      assertTrue(head.isToBeSaid());
      assertTrue(head.source().contains(good) && head.source().contains(bad), head.source());
    }
  }

  @ParameterizedTest
  @CsvSource({"LABEL_0, LABEL_1", "label_0, label_1", "0, 1", "-1, 1"})
  void withoutNamesTheSecondIsAppropriate(String zero, String one) {
    Head head = head(zero, one);
    assertEquals(1, head.appropriate());
    assertFalse(head.isToBeSaid());
  }

  @ParameterizedTest
  @CsvSource({
    "cats, dogs",
    "LABEL_1, LABEL_0",
    "1, 0",
    "safe, toxic",
    "appropriate, LABEL_1",
    "positive, neutral",
    "toxic, non-appropriate",
  })
  void anyOthersAreRefused(String zero, String one) {
    ModelException refusal = assertThrows(ModelException.class, () -> head(zero, one));
    String said = String.valueOf(refusal.getMessage());
    for (String word : List.of(zero, one, "--appropriate-label", "appropriate_label")) {
      assertTrue(said.contains(word), said);
    }
  }

  @Test
  void ofThreeLabelsOneHasToBeNamed() {
    ModelException refusal =
        assertThrows(ModelException.class, () -> head("negative", "neutral", "positive"));
    assertTrue(String.valueOf(refusal.getMessage()).contains("a model of 3 labels"));
    assertEquals(2, wished("Positive", "negative", "neutral", "positive").appropriate());
    assertEquals(0, wished("0", "negative", "neutral", "positive").appropriate());
  }

  @ParameterizedTest
  @CsvSource({"cats, 0", "DOGS, 1", "0, 0", "1, 1"})
  void theUsersWordCounts(String wish, int index) {
    assertEquals(index, wished(wish, "cats", "dogs").appropriate());
    assertTrue(wished(wish, "cats", "dogs").source().startsWith("--appropriate-label says"));
  }

  @Test
  void aWordAgainstTheNamesCountsAndIsSaid() {
    Head head = wished("toxic", "neutral", "toxic");
    assertEquals(1, head.appropriate());
    assertTrue(head.isToBeSaid());
    assertTrue(head.source().endsWith("though the names of the labels say the opposite"));
    assertFalse(wished("neutral", "neutral", "toxic").isToBeSaid());
  }

  /** Where names are numbers, a number is a name. */
  @Test
  void aNumberThatIsANameIsOne() {
    assertEquals(0, wished("1", "1", "0").appropriate());
  }

  @ParameterizedTest
  @ValueSource(strings = {"birds", "2", "-1", "", "99999999999"})
  void aLabelThatIsNotThereIsRefused(String wish) {
    ModelException refusal = assertThrows(ModelException.class, () -> wished(wish, "cats", "dogs"));
    assertTrue(String.valueOf(refusal.getMessage()).contains("no label \"" + wish + "\""));
  }

  @Test
  void aRewardHasNoLabelToChoose() {
    assertTrue(head("LABEL_0").isReward());
    assertThrows(ModelException.class, () -> wished("0", "LABEL_0"));
  }

  /** Values by hand: log(e^1 + e^3) is 3.126928. */
  @Test
  void outputsBecomePairs() {
    float[] pairs = new float[4];
    head("LABEL_0").toPair(new float[] {9, -1.5f}, 1, pairs, 1);
    assertEquals(0f, pairs[2]);
    assertEquals(-1.5f, pairs[3]);
    head("safe", "unsafe").toPair(new float[] {4, 5}, 0, pairs, 0);
    assertEquals(5f, pairs[0]);
    assertEquals(4f, pairs[1]);
    assertTrue(head("safe", "unsafe").isAppropriateFirst());
    head("unsafe", "safe").toPair(new float[] {4, 5}, 0, pairs, 0);
    assertEquals(4f, pairs[0]);
    assertEquals(5f, pairs[1]);
    assertFalse(head("unsafe", "safe").isAppropriateFirst());
    Head three = wished("b", "a", "b", "c");
    three.toPair(new float[] {1, 2, 3}, 0, pairs, 0);
    assertEquals(3.126928f, pairs[0], 1e-6f);
    assertEquals(2f, pairs[1]);
    assertFalse(three.isAppropriateFirst());
    assertTrue(three.dependsOnChoice());
    assertFalse(head("unsafe", "safe").dependsOnChoice());
    assertFalse(head("LABEL_0").dependsOnChoice());
    assertFalse(wished("a", "a", "b", "c").isAppropriateFirst());
    assertFalse(head("LABEL_0").isAppropriateFirst());
  }
}
