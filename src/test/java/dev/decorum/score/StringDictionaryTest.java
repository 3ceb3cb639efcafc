package dev.decorum.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class StringDictionaryTest {

  @Test
  void textsAreNumberedInTheOrderInWhichTheyFirstCome() {
    StringDictionary dictionary = new StringDictionary();
    assertEquals(0, dictionary.encode("b"));
    assertEquals(1, dictionary.encode("a"));
    assertEquals(0, dictionary.encode("b"));
    assertEquals(2, dictionary.encode("c"));
    assertEquals(3, dictionary.size());
    assertEquals("b", dictionary.text(0));
    assertEquals("a", dictionary.text(1));
    assertEquals("c", dictionary.text(2));
  }

  @Test
  void everyTextComesBackAsItWas() {
    List<String> texts = List.of("a", "", "小明 🌻", "a\nb", "ab", "a".repeat(5_000), "b", "\u0000");
    StringDictionary dictionary = new StringDictionary();
    for (int i = 0; i < texts.size(); i++) {
      assertEquals(i, dictionary.encode(texts.get(i)));
    }
    for (int i = 0; i < texts.size(); i++) {
      assertEquals(texts.get(i), dictionary.text(i));
      assertEquals(i, dictionary.encode(texts.get(i)));
    }
    assertEquals(texts.size(), dictionary.size());
  }

  @Test
  void idsThatDifferInADigitStayApartHoweverManyThereAre() {
    StringDictionary dictionary = new StringDictionary();
    for (int i = 0; i < 100_000; i++) {
      assertEquals(i, dictionary.encode("conversation-" + i));
    }
    for (int i = 0; i < 100_000; i += 7) {
      assertEquals(i, dictionary.encode("conversation-" + i));
      assertEquals("conversation-" + i, dictionary.text(i));
    }
    assertEquals(100_000, dictionary.size());
  }

  @Test
  void textsWithTheSameJavaHashStayApart() {
    StringDictionary dictionary = new StringDictionary();
    assertEquals("Aa".hashCode(), "BB".hashCode());
    assertNotEquals(dictionary.encode("Aa"), dictionary.encode("BB"));
  }

  @Test
  void whereOneTextEndsAndTheNextBeginsPlaysNoPart() {
    StringDictionary dictionary = new StringDictionary();
    dictionary.encode("ab");
    dictionary.encode("c");
    assertEquals(2, dictionary.encode("a"));
    assertEquals(3, dictionary.encode("bc"));
    assertEquals(4, dictionary.encode("abc"));
  }
}
