package dev.decorum.model.tokenizer;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reduces texts to a form such that texts with different forms stay different under any normalizer.
 */
public final class PlainText {
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");

  private PlainText() {}

  /** The compatibility decomposition of {@code text}, without marks and in lower case. */
  public static String of(String text) {
    if (text.chars().allMatch(c -> c < 0x80)) {
      return text.toLowerCase(
          Locale.ROOT); // ASCII needs no decomposition, for which Java would load tables
    }
    return MARKS
        .matcher(Normalizer.normalize(text, Form.NFKD))
        .replaceAll("")
        .toLowerCase(Locale.ROOT);
  }
}
