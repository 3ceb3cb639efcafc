package dev.decorum.model;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * A number that is printed on a model card for a text.
 *
 * @param line its line in the card, from 1
 * @param shown the number as printed, such as {@code 81,8 %}
 * @param value the value with as many decimals as are printed, such as 0.818
 * @param quantity the quantity that it is a value of
 */
public record PrintedNumber(int line, String shown, BigDecimal value, Quantity quantity) {

  /** A quantity that a model computes for a text. */
  public enum Quantity {
    APPROPRIATE("appropriate"),
    INAPPROPRIATE("inappropriate"),
    APPROPRIATE_LOGIT("logit of appropriate"),
    INAPPROPRIATE_LOGIT("logit of inappropriate"),
    /** The only output of a model without labels. */
    REWARD("reward");

    private final String label;

    Quantity(String label) {
      this.label = label;
    }

    /** The quantity in words. */
    public String label() {
      return label;
    }

    /** Whether this is a raw output of the model, not a probability. */
    public boolean isLogit() {
      return this == APPROPRIATE_LOGIT || this == INAPPROPRIATE_LOGIT || this == REWARD;
    }
  }

  public PrintedNumber {
    Objects.requireNonNull(shown);
    Objects.requireNonNull(value);
    Objects.requireNonNull(quantity);
    if (line < 1) {
      throw new IllegalArgumentException("line " + line);
    }
  }
}
