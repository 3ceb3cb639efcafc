package dev.decorum.read.options;

import dev.decorum.conversation.Label;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The words by which an export says what a person thought of a conversation. Case and white space
 * around them do not matter.
 *
 * @param positive words for appropriate
 * @param negative words for inappropriate; empty where every word that is not positive is one
 */
public record LabelWords(Set<String> positive, Set<String> negative) {
  // Data frames write 1 as 1.0 and true as True.
  private static final LabelWords STANDARD =
      new LabelWords(Set.of("1", "1.0", "true"), Set.of("0", "0.0", "false"));

  /**
   * @throws IllegalArgumentException if there is no positive word, an empty word, or a word on both
   *     sides
   */
  public LabelWords {
    positive = plain(positive);
    negative = plain(negative);
    if (positive.isEmpty()) {
      throw new IllegalArgumentException("no label means appropriate");
    }
    for (String word : negative) {
      if (positive.contains(word)) {
        throw new IllegalArgumentException(
            "the label \"" + word + "\" cannot mean both appropriate and inappropriate");
      }
    }
  }

  /** 1, 1.0 and true are appropriate; 0, 0.0 and false are inappropriate. */
  public static LabelWords standard() {
    return STANDARD;
  }

  private static Set<String> plain(Set<String> words) {
    Set<String> plain = new LinkedHashSet<>();
    for (String word : words) {
      String plainWord = plain(word);
      if (plainWord.isEmpty()) {
        throw new IllegalArgumentException("a label cannot be empty");
      }
      plain.add(plainWord);
    }
    return Collections.unmodifiableSet(plain);
  }

  private static String plain(String word) {
    return word.strip().toLowerCase(Locale.ROOT);
  }

  /** What the text means; {@code null} where it is not a label. */
  public @Nullable Label of(String text) {
    String word = plain(text);
    if (positive.contains(word)) {
      return Label.APPROPRIATE;
    }
    boolean inappropriate = negative.isEmpty() ? !word.isEmpty() : negative.contains(word);
    return inappropriate ? Label.INAPPROPRIATE : null;
  }

  /**
   * Whether a text that is not a label is a number of a scale, such as 4 of 5 stars. Then 0 and 1
   * are numbers of that scale, too, and no labels.
   */
  public boolean isOfScale(String text) {
    if (!equals(STANDARD) || of(text) != null) {
      return false;
    }
    try {
      return Double.isFinite(Double.parseDouble(plain(text)));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** What to say of a number of a scale, as the end of a sentence. */
  public static String ofScale() {
    return "so labels are numbers of a scale, and not 0 and 1; say which of them mean appropriate,"
        + " as in --positive 4,5 (all others are inappropriate then)";
  }

  /** What a text that is not a label should have been, as the end of a sentence. */
  public String expected() {
    if (equals(STANDARD)) {
      return "expected 0, 1, true or false";
    }
    Set<String> words = new LinkedHashSet<>(positive);
    words.addAll(negative);
    String known = String.join(", ", words);
    return negative.isEmpty()
        ? "expected " + known + " or another word"
        : "expected one of " + known;
  }
}
