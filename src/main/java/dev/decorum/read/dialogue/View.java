package dev.decorum.read.dialogue;

import org.jspecify.annotations.Nullable;

/**
 * The fields of one object by what they mean, and which of them were used.
 *
 * @param <F> the meanings
 */
public final class View<F extends Enum<F>> {
  private final @Nullable Found[] fields;
  private long used;

  View(int size) {
    fields = new Found[size];
  }

  void add(F field, Found found) {
    fields[field.ordinal()] = found.among(fields[field.ordinal()]);
  }

  /** Puts the user's word in the place of what was found. */
  void replace(F field, @Nullable Found found) {
    fields[field.ordinal()] = found;
  }

  /** Forgets the field of this name. */
  void remove(String name) {
    for (int i = 0; i < fields.length; i++) {
      Found first = null;
      for (Found found = fields[i]; found != null; ) {
        Found next = found.next();
        if (!found.name().equals(name)) {
          first = found.among(first);
        }
        found = next;
      }
      fields[i] = first;
    }
  }

  /** The field under its best name; {@code null} if it is missing or null. */
  public @Nullable Found get(F field) {
    used |= 1L << field.ordinal();
    return fields[field.ordinal()];
  }

  /** Whether the field is there; does not count as a use. */
  public boolean has(F field) {
    return fields[field.ordinal()] != null;
  }

  /** The field without counting as a use. */
  public @Nullable Found peek(F field) {
    return fields[field.ordinal()];
  }

  /** Whether somebody has asked for the field. */
  public boolean isUsed(F field) {
    return (used & 1L << field.ordinal()) != 0;
  }

  /** These fields, and those of another object that are not among them. */
  View<F> orElse(View<F> other) {
    for (int i = 0; i < fields.length; i++) {
      if (fields[i] == null) {
        fields[i] = other.fields[i];
      }
    }
    return this;
  }
}
