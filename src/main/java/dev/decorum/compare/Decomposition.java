package dev.decorum.compare;

import java.util.List;
import java.util.Objects;

/**
 * Which values of a field carry the difference between two versions. The parts add up to the whole
 * difference.
 *
 * <p>Paired rows: a part is the value's share of all pairs times its mean difference. Rows that are
 * not paired: the versions may have each value in different shares (a and b) with different means
 * (A and B), so a part is the sum of <em>within</em>, {@code (a + b)/2 * (B - A)}, and
 * <em>mix</em>, {@code (b - a) * ((A + B)/2 - M)}, where M is the mean of both versions' overall
 * means (Kitagawa 1955). A value that only one version has is all mix.
 *
 * @param field the field
 * @param reference the earlier version
 * @param candidate the later version
 * @param whole the difference of mean scores, candidate less reference
 * @param parts every value, the largest part either way first; rows without a value, and values
 *     beyond the first 200, are one part each at the end
 * @param moved how many pairs have another value in the later version, and count for the earlier
 *     one's; 0 where rows are not paired
 */
public record Decomposition(
    String field, String reference, String candidate, double whole, List<Part> parts, int moved) {
  public Decomposition {
    Objects.requireNonNull(field);
    Objects.requireNonNull(reference);
    Objects.requireNonNull(candidate);
    parts = List.copyOf(parts);
  }

  /** What the rows of a part have in common. */
  public enum Kind {
    /** A value of the field. */
    VALUE,
    /** One of many values that few rows have. */
    OTHER_VALUES,
    /** No value. */
    NO_VALUE
  }

  /**
   * What some rows add to the difference.
   *
   * @param kind what these rows have in common
   * @param value the value; empty unless they have one
   * @param referenceRows how many rows of the earlier version they are
   * @param candidateRows how many rows of the later version they are
   * @param referenceShare their share of the earlier version's rows
   * @param candidateShare their share of the later version's rows
   * @param within what differing scores add
   * @param mix what differing shares add; 0 for paired rows
   */
  public record Part(
      Kind kind,
      String value,
      int referenceRows,
      int candidateRows,
      double referenceShare,
      double candidateShare,
      double within,
      double mix) {
    public Part {
      Objects.requireNonNull(kind);
      Objects.requireNonNull(value);
    }

    /** What these rows add to the difference. */
    public double carried() {
      return within + mix;
    }
  }

  /** What differing scores add, over all parts. */
  public double within() {
    return parts.stream().mapToDouble(Part::within).sum();
  }

  /** What differing shares add, over all parts. */
  public double mix() {
    return parts.stream().mapToDouble(Part::mix).sum();
  }
}
