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
    int decimals = new BigDecimal(example.probability()).scale();
    String ours = new BigDecimal(probability).setScale(decimals, RoundingMode.HALF_EVEN).toString();
    String verdict = isReproduced() ? "reproduced" : "DIFFERS";
    return String.format(
        Locale.ROOT,
        "README.md:%d: card %s, here %s: %s",
        example.line(),
        example.probability(),
        isReproduced() ? ours : BigDecimal.valueOf(probability).setScale(6, RoundingMode.HALF_EVEN),
        verdict);
  }
}
