package dev.decorum.read.dialogue;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one object by what they mean, and which of them were used.
 *
 * @param <F> the meanings
 */
public final class View<F extends Enum<F>> {
  private final EnumMap<F, Found> fields;
  private final EnumSet<F> used;

  View(Class<F> type) {
    fields = new EnumMap<>(type);
    used = EnumSet.noneOf(type);
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
    for (Iterator<Map.Entry<F, Found>> each = fields.entrySet().iterator(); each.hasNext(); ) {
      Map.Entry<F, Found> field = each.next();
      Found first = null;
      for (Found found = field.getValue(); found != null; ) {
        Found next = found.next();
        if (!found.name().equals(name)) {
          first = found.among(first);
        }
        found = next;
      }
      if (first == null) {
        each.remove();
      } else {
        field.setValue(first);
      }
    }
  }

  /** The field under its best name; {@code null} if it is missing or null. */
  public @Nullable Found get(F field) {
    used.add(field);
    return fields.get(field);
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
