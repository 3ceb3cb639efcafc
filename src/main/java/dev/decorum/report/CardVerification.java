package dev.decorum.report;

import dev.decorum.model.ModelCard;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Objects;

/**
 * One example of a model card beside what the model really says.
 *
 * @param example the card's payload and printed probability
 * @param probability the model's probability
 */
public record CardVerification(ModelCard.Example example, double probability) {

  /** What two correct implementations may differ by in float32. */
  private static final double ARITHMETIC = 1e-6;

  public CardVerification {
    Objects.requireNonNull(example);
  }

  /** Whether the probability is the printed one, at the precision in which it is printed. */
  public boolean isReproduced() {
    BigDecimal printed = new BigDecimal(example.probability());
    double halfUnit = Math.pow(10, -printed.scale()) / 2;
    return Math.abs(probability - printed.doubleValue()) <= halfUnit + ARITHMETIC;
  }

  /** The result as a line for a terminal. */
  public String line() {
    BigDecimal printed = new BigDecimal(example.probability());
    BigDecimal exact = new BigDecimal(probability);
    BigDecimal rounded = exact.setScale(printed.scale(), RoundingMode.HALF_EVEN);
    // As many decimals as the card has where they agree; enough to see the difference elsewhere.
    BigDecimal ours =
        rounded.compareTo(printed) == 0 ? rounded : exact.setScale(6, RoundingMode.HALF_EVEN);
    return String.format(
        Locale.ROOT,
        "README.md:%d: card %s, here %s: %s",
        example.line(),
        example.probability(),
        ours.toPlainString(),
        isReproduced() ? "reproduced" : "DIFFERS");
  }
}
