package dev.decorum.report;

import dev.decorum.model.ModelCard;
import dev.decorum.model.PrintedNumber;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Objects;

/**
 * An example on a model card and the model's own value for it.
 *
 * @param example the card's text and printed number
 * @param value the model's value for the text
 */
public record CardVerification(ModelCard.Example example, double value) {

  /** How far two correct implementations may differ in float32. */
  private static final double ARITHMETIC = 1e-6;

  /** The same for logits, which are larger. */
  private static final double LOGIT_ARITHMETIC = 2e-5;

  public CardVerification {
    Objects.requireNonNull(example);
  }

  /** Whether the value agrees with the printed number at the printed precision. */
  public boolean isReproduced() {
    PrintedNumber number = example.number();
    BigDecimal printed = number.value();
    double halfUnit = Math.pow(10, -printed.scale()) / 2;
    double arithmetic = number.quantity().isLogit() ? LOGIT_ARITHMETIC : ARITHMETIC;
    return Math.abs(value - printed.doubleValue()) <= halfUnit + arithmetic;
  }

  /** The result as a line for a terminal. */
  public String line() {
    PrintedNumber number = example.number();
    BigDecimal printed = number.value();
    BigDecimal exact = new BigDecimal(value);
    BigDecimal rounded = exact.setScale(printed.scale(), RoundingMode.HALF_EVEN);
    // As many decimals as on the card if the values agree; otherwise enough to show the difference.
    BigDecimal ours =
        rounded.compareTo(printed) == 0 ? rounded : exact.setScale(6, RoundingMode.HALF_EVEN);
    return String.format(
        Locale.ROOT,
        "README.md:%d: card %s (%s, text in line %d), here %s: %s",
        number.line(),
        number.shown(),
        number.quantity().label(),
        example.line(),
        ours.toPlainString(),
        isReproduced() ? "reproduced" : "DIFFERS");
  }
}
