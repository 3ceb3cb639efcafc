package dev.decorum.model.tokenizer;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Texts without anything that a normalizer of a tokenizer may change: what is different in this
 * form is different whatever the normalizer.
 */
public final class PlainText {
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");

  private PlainText() {}

  /** Compatibility forms taken apart, without marks, in small letters. */
  public static String of(String text) {
    if (text.chars().allMatch(c -> c < 0x80)) {
      return text.toLowerCase(
          Locale.ROOT); // ASCII has no other forms, and Java's take time to load
    }
    return MARKS
        .matcher(Normalizer.normalize(text, Form.NFKD))
        .replaceAll("")
        .toLowerCase(Locale.ROOT);
  }
}
