package dev.decorum.model;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which of the two logits speaks for <em>appropriate</em>.
 *
 * @param appropriate the index of that logit, 0 or 1
 * @param source where this was learned, in words
 */
public record LabelOrder(int appropriate, String source) {

  private static final List<String> GOOD = List.of("appropriate", "acceptable", "safe");
  private static final List<String> NEGATIONS = List.of("in", "un", "not", "non");

  public LabelOrder {
    Objects.requireNonNull(source);
    if (appropriate != 0 && appropriate != 1) {
      throw new IllegalArgumentException("label " + appropriate);
    }
  }

  /** The other logit's index. */
  public int inappropriate() {
    return 1 - appropriate;
  }

  /** {@code decorum.json} wins, then names that leave no doubt, then the CHAI model's order. */
  static LabelOrder of(@Nullable Integer pinned, List<String> names) {
    if (pinned != null) {
      return new LabelOrder(pinned, "decorum.json says appropriate_label " + pinned);
    }
    String zero = letters(names.get(0));
    String one = letters(names.get(1));
    String shown = "\"" + names.get(0) + "\", \"" + names.get(1) + "\"";
    if (isNegation(zero, one)) {
      return new LabelOrder(1, "config.json names the labels " + shown);
    }
    if (isNegation(one, zero)) {
      return new LabelOrder(0, "config.json names the labels " + shown);
    }
    return new LabelOrder(
        1,
        names.equals(List.of("LABEL_0", "LABEL_1"))
            ? "config.json does not name the labels; label 1 is taken as appropriate"
            : "the label names "
                + shown
                + " do not say it; label 1 is taken as appropriate (decorum.json can pin"
                + " appropriate_label)");
  }

  private static boolean isNegation(String negative, String positive) {
    return GOOD.contains(positive)
        && NEGATIONS.stream().anyMatch(prefix -> negative.equals(prefix + positive));
  }

  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}]", "");
  }
}
