package dev.decorum.read.dialogue;

import org.jspecify.annotations.Nullable;

/**
 * The fields of one object by what they mean, and which of them were used.
 *
 * @param <F> the meanings
 */
public final class View<F extends Enum<F> & FieldMeaning> {
  private final @Nullable Found[] fields;
  private final @Nullable FieldSurvey survey;
  private final FieldPlace place;
  private long used;

  View(int size, @Nullable FieldSurvey survey, FieldPlace place) {
    this.fields = new Found[size];
    this.survey = survey;
    this.place = place;
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
    Found found = fields[field.ordinal()];
    if (survey != null && found != null) {
      tell(field, found);
    }
    return found;
  }

  /** The same, where it is used as something else than its meaning says. */
  @Nullable Found get(F field, String label) {
    used |= 1L << field.ordinal();
    Found found = fields[field.ordinal()];
    if (survey != null && found != null) {
      survey.used(pathOf(found), label, found.value());
    }
    return found;
  }

  private void tell(F field, Found first) {
    switch (field.use()) {
      case BEST -> uses(field, first);
      case ALL -> {
        for (Found found = first; found != null; found = found.next()) {
          uses(field, found);
        }
      }
      case TOLD, UNTOLD -> {}
    }
  }

  /** Says that of several fields with one meaning this one is used. */
  void uses(F field, Found found) {
    if (survey != null) {
      survey.used(pathOf(found), field.label(), found.value());
    }
  }

  /** Where a field lies; what the user has named says so itself. */
  private String pathOf(Found found) {
    return found.isMapped() ? mapped(found) : place.pathOf(found.name());
  }

  private String mapped(Found found) {
    String path = FieldPlace.withoutNumbers(found.name());
    return place.path().isEmpty() ? path : place.path() + "." + path;
  }

  /** Where the object lies. */
  FieldPlace place() {
    return place;
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
