package dev.decorum.model.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.model.files.ModelException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which ids added tokens get. The vocabulary has ten entries, of which the last has the id 12. */
class AddedVocabularyTest {
  private final AddedVocabulary vocabulary =
      new AddedVocabulary("t.json", Map.of("last", 12, "a", 3), 10);

  private static AddedToken plain(String content) {
    return AddedToken.plain(content, false);
  }

  @Test
  void aTextOfTheVocabularyKeepsItsIdAndOthersGetTheNext() {
    vocabulary.add(List.of(plain("x"), plain("a"), plain(""), plain("y")));
    assertEquals(List.of("a", "x", "y"), vocabulary.contents());
    assertEquals(3, vocabulary.idOf("a"));
    assertEquals(10, vocabulary.idOf("x"));
    assertEquals(11, vocabulary.idOf("y"));
    assertEquals(-1, vocabulary.idOf(""));
    assertEquals(11, vocabulary.largestId());
  }

  /** The next id is found once for all that come together. */
  @Test
  void aGapIsFilledUntilALaterCallGoesBeyondIt() {
    vocabulary.add(List.of(plain("last"), plain("x")));
    vocabulary.add(List.of(plain("y")));
    assertEquals(10, vocabulary.idOf("x"));
    assertEquals(13, vocabulary.idOf("y"));
    assertTrue(vocabulary.json().startsWith("[{\"id\":10,\"content\":\"x\""), vocabulary.json());
  }

  @Test
  void ofTwoTextsWithOneIdTheLaterIsSought() {
    vocabulary.add(List.of(plain("x"), plain("y"), plain("z"), plain("last")));
    assertEquals(12, vocabulary.idOf("z"));
    assertEquals(List.of("x", "y", "last"), vocabulary.contents());
  }

  @Test
  void aCopyKnowsWhatIsSoughtAndNoMore() {
    vocabulary.add(List.of(plain("x"), plain("y"), AddedToken.text("z"), plain("z")));
    vocabulary.add(List.of(plain("last"), AddedToken.text("y")));
    vocabulary.copy();
    assertEquals(List.of("x", "y", "last"), vocabulary.contents());
    assertEquals(-1, vocabulary.idOf("z"));
    ModelException refusal = assertThrows(ModelException.class, vocabulary::removeSpecial);
    assertTrue(String.valueOf(refusal.getMessage()).endsWith("\"x\" is not"));
  }

  @Test
  void theLastWordCountsOnHowATokenIsSought() {
    vocabulary.add(List.of(plain("x")));
    vocabulary.add(List.of(AddedToken.text("x")));
    assertTrue(
        vocabulary.json().endsWith("\"normalized\":false,\"special\":true}]"), vocabulary.json());
  }

  @Test
  void controlTokensAreForgottenUnlessThereAreOthers() {
    vocabulary.add(List.of(AddedToken.text("x")));
    vocabulary.removeSpecial();
    assertEquals("[]", vocabulary.json());
    vocabulary.add(List.of(plain("y")));
    ModelException refusal = assertThrows(ModelException.class, vocabulary::removeSpecial);
    assertEquals(
        "t.json: split_special_tokens is true, which Decorum can do only where all added tokens are"
            + " special; \"y\" is not",
        refusal.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\n", "\u3000", "\u00b4\u0301"})
  void whiteSpaceThatTakesInMoreIsRefused(String content) {
    vocabulary.add(List.of(new AddedToken(content, false, true, false, false, false, false)));
    vocabulary.check(false);
    vocabulary.add(List.of(new AddedToken("x", false, false, true, false, false, false)));
    assertThrows(ModelException.class, () -> vocabulary.check(false));
  }

  @Test
  void aTokenOfMarksAloneIsRefusedWhereItIsNormalized() {
    vocabulary.add(List.of(AddedToken.text("\u0301")));
    vocabulary.check(false);
    vocabulary.add(List.of(plain("\u0301")));
    assertThrows(ModelException.class, () -> vocabulary.check(false));
  }

  @Test
  void tokensThatMayBeTheSameAreRefusedWhereThereIsANormalizer() {
    vocabulary.add(List.of(plain("\u00e9"), plain("e\u0301"), AddedToken.text("E")));
    vocabulary.check(false);
    ModelException refusal = assertThrows(ModelException.class, () -> vocabulary.check(true));
    assertEquals(
        "t.json: the added tokens \"\u00e9\" and \"e\u0301\" may be the same when they are"
            + " normalized",
        refusal.getMessage());
  }
}
