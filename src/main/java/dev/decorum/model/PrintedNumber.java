package dev.decorum.model;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * A number that a model card prints for a text.
 *
 * @param line its line in the card, from 1
 * @param shown as it is printed, such as {@code 81,8 %}
 * @param value with as many decimals as are printed, such as 0.818
 * @param quantity what it is
 */
public record PrintedNumber(int line, String shown, BigDecimal value, Quantity quantity) {

  /** What a model says of a text. */
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

    /** In words. */
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
