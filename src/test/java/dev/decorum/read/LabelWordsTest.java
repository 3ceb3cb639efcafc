package dev.decorum.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.conversation.Label;
import dev.decorum.read.options.InputOptions;
import dev.decorum.read.options.LabelWords;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LabelWordsTest {
  private static final LabelWords POSITIVE = new LabelWords(words("safe", " Good"), Set.of());
  private static final LabelWords BOTH = new LabelWords(words("safe", "good"), words("Unsafe"));

  private static Set<String> words(String... words) {
    return new LinkedHashSet<>(Arrays.asList(words));
  }

  private static void assertMeans(Label label, LabelWords words, String... texts) {
    for (String text : texts) {
      assertEquals(label, words.of(text), text);
    }
  }

  private static void assertNone(LabelWords words, String... texts) {
    for (String text : texts) {
      assertEquals(null, words.of(text), text);
    }
  }

  @Test
  void theStandardWordsAreNumbersAndTruthValues() {
    assertMeans(Label.APPROPRIATE, LabelWords.standard(), "1", "1.0", "true", "True", "TRUE");
    assertMeans(Label.INAPPROPRIATE, LabelWords.standard(), "0", "0.0", "false", "False");
    assertNone(LabelWords.standard(), "", "2", "-1", "0.5", "yes", "safe");
    assertEquals("expected 0, 1, true or false", LabelWords.standard().expected());
  }

  /** Then 1 is the worst of five stars, and no label. */
  @Test
  void otherNumbersAreThoseOfAScale() {
    for (String text : List.of("2", "-1", "0.5", " 4 ", "5.0")) {
      assertTrue(LabelWords.standard().isOfScale(text), text);
      assertFalse(POSITIVE.isOfScale(text), text);
    }
    for (String text : List.of("", "0", "1", "1.0", "true", "yes", "NaN", "Infinity")) {
      assertFalse(LabelWords.standard().isOfScale(text), text);
    }
  }

  @Test
  void whatIsNotPositiveIsNegativeUnlessThatIsSaidToo() {
    assertMeans(Label.APPROPRIATE, POSITIVE, "safe", "SAFE", " safe ", "good");
    assertMeans(Label.INAPPROPRIATE, POSITIVE, "unsafe", "1", "true", "bad");
    assertNone(POSITIVE, "", " ");
    assertEquals("expected safe, good or another word", POSITIVE.expected());
  }

  @Test
  void withNegativeWordsEverythingElseIsRefused() {
    assertMeans(Label.APPROPRIATE, BOTH, "Safe", "good");
    assertMeans(Label.INAPPROPRIATE, BOTH, "unsafe ");
    assertNone(BOTH, "", "bad", "0", "false");
    assertEquals("expected one of safe, good, unsafe", BOTH.expected());
  }

  @Test
  void wordsThatCannotBeMeantAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new LabelWords(Set.of(), Set.of("a")));
    assertThrows(IllegalArgumentException.class, () -> new LabelWords(Set.of(" "), Set.of()));
    IllegalArgumentException both =
        assertThrows(
            IllegalArgumentException.class, () -> new LabelWords(Set.of("a"), Set.of("A ")));
    assertEquals(
        "the label \"a\" cannot mean both appropriate and inappropriate", both.getMessage());
  }

  @Test
  void everyFormatKnowsTheWords() {
    InputOptions options = InputOptions.defaults().withLabelWords(BOTH).withLabelsNeeded(true);
    assertEquals(
        List.of(
            "-:1 @1 bot=Bot label=APPROPRIATE |x|",
            "! 2:0 label is \"fine\", expected one of safe, good, unsafe",
            "! 3:0 label is 1, expected one of safe, good, unsafe"),
        Reading.of(
                """
                {"text":"x","label":"safe"}
                {"text":"x","label":"fine"}
                {"text":"x","label":1}
                """,
                options)
            .lines());
    assertEquals(
        List.of(
            "-:2 @2 bot=Bot label=INAPPROPRIATE |x|",
            "! 3:0 label is \"1\", expected one of safe, good, unsafe"),
        Reading.of("text,label\nx,UNSAFE\nx,1\n", options).lines());
    assertEquals(
        List.of(
            "a @2 bot=Bot label=APPROPRIATE ||| user(You): x;",
            "! 3:0 label is \"1\", expected one of safe, good, unsafe; conversation \"b\" is left"
                + " out"),
        Reading.of("conversation_id,sender,text,label\na,user,x,Good\nb,user,x,1\n", options)
            .lines());
  }
}
