package dev.decorum.read.dialogue;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one object by what they mean, and which of them were used.
 *
 * @param <F> the meanings
 */
public final class View<F extends Enum<F> & FieldMeaning> {
  private final Map<F, Found> fields;
  private final Set<F> used;
  private final @Nullable FieldSurvey survey;
  private final FieldPlace place;

  /**
   * @param survey hears what is used; {@code null} if that is not wanted
   * @param place where the object is
   */
  View(Class<F> type, @Nullable FieldSurvey survey, FieldPlace place) {
    this.fields = new EnumMap<>(type);
    this.used = EnumSet.noneOf(type);
    this.survey = survey;
    this.place = place;
  }

  void add(F field, Found found) {
    fields.put(field, found.among(fields.get(field)));
  }

  /** Puts the user's word in the place of what was found. */
  void replace(F field, @Nullable Found found) {
    if (found == null) {
      fields.remove(field);
    } else {
      fields.put(field, found);
    }
  }

  /** Forgets the field of this name. */
  void remove(String name) {
    for (Map.Entry<F, Found> field : Map.copyOf(fields).entrySet()) {
      Found first = null;
      boolean named = false;
      for (Found found = field.getValue(); found != null; ) {
        Found next = found.next();
        if (found.name().equals(name)) {
          named = true;
        } else {
          first = found.among(first);
        }
        found = next;
      }
      if (named || first != field.getValue()) {
        replace(field.getKey(), first);
      }
    }
  }

  /** The field under its best name; {@code null} if it is missing or null. */
  public @Nullable Found get(F field) {
    used.add(field);
    Found found = fields.get(field);
    if (survey != null && found != null) {
      tell(field, found);
    }
    return found;
  }

  /** The same, where it is used as something else than its meaning says. */
  @Nullable Found get(F field, String label) {
    used.add(field);
    Found found = fields.get(field);
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

  /** Where a field is; a field that the user has named is where the user says. */
  private String pathOf(Found found) {
    return found.isMapped()
        ? place.in(FieldPlace.withoutNumbers(found.name())).path()
        : place.pathOf(found.name());
  }

  /** Where the object is. */
  FieldPlace place() {
    return place;
  }

  /** Whether the field is there; does not count as a use. */
  public boolean has(F field) {
    return fields.containsKey(field);
  }

  /** The field without counting as a use. */
  public @Nullable Found peek(F field) {
    return fields.get(field);
  }

  /** Whether somebody has asked for the field. */
  public boolean isUsed(F field) {
    return used.contains(field);
  }

  /** These fields, and those of another object that are not among them. */
  View<F> orElse(View<F> other) {
    other.fields.forEach(fields::putIfAbsent);
    return this;
  }
}
