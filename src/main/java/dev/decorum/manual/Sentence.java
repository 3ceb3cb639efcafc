package dev.decorum.manual;

import java.util.List;
import java.util.Locale;

/** The beginnings of texts. */
final class Sentence {
  private static final int LONGEST = 100;

  private Sentence() {}

  /**
   * The first sentence of the first paragraph, without its full stop, cut where it is very long.
   */
  static String first(List<String> paragraphs) {
    String text = paragraphs.isEmpty() ? "" : paragraphs.get(0);
    int end = text.indexOf(". ");
    String sentence = end < 0 ? text : text.substring(0, end);
    sentence = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    if (sentence.length() > LONGEST) {
      sentence = sentence.substring(0, sentence.lastIndexOf(' ', LONGEST)) + " …";
    }
    return sentence;
  }

  /** A text that begins with a capital letter. */
  static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
