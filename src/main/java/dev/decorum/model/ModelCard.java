package dev.decorum.model;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * The usage examples of a model card: texts with the numbers printed for them.
 *
 * <p>A text is a string in the card's Python code, with or without a fence: quoted in any way, or
 * composed with {@code +}, {@code join}, brackets or an f-string from other strings of the card; or
 * it is a cell of a table. A number is in a comment, in a triple-quoted string or a block after the
 * code, after a prompt's input, in a table or in prose, and is a probability, a percentage, or a
 * vector over both labels. Texts and numbers that cannot be paired are in {@link #gaps}.
 *
 * @param examples in the order of the card
 * @param gaps the parts that cannot be verified, by line
 */
public record ModelCard(List<Example> examples, List<Gap> gaps) {
  /** The file of the card in a model's folder. */
  public static final String FILE = "README.md";

  /**
   * A text with a number for it.
   *
   * @param line where the text begins, from 1
   * @param text the text as Python holds it
   * @param number the printed number
   */
  public record Example(int line, String text, PrintedNumber number) {
    public Example {
      Objects.requireNonNull(text);
      Objects.requireNonNull(number);
      if (line < 1) {
        throw new IllegalArgumentException("line " + line);
      }
    }
  }

  /**
   * A part of a card that cannot be verified.
   *
   * @param line where it is, from 1
   * @param reason why, as a sentence
   * @param isNumber whether it is a printed number; otherwise it is a text without one
   */
  public record Gap(int line, String reason, boolean isNumber) {
    public Gap {
      Objects.requireNonNull(reason);
    }
  }

  public ModelCard {
    examples = List.copyOf(examples);
    gaps = gaps.stream().distinct().sorted(Comparator.comparingInt(Gap::line)).toList();
  }
}
