package dev.decorum.read.dialogue;

import dev.decorum.read.bytes.InputException;
import dev.decorum.read.options.InputOptions;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What fields were in the rows of some files.
 *
 * @param rows the number of rows
 * @param found the fields that the user has named and that were in a row
 * @param names the names of fields, the first of them if there are many
 */
public record SeenFields(long rows, Set<String> found, Set<String> names) implements Serializable {
  /** Nothing was read. */
  public static final SeenFields NONE = new SeenFields(0, Set.of(), Set.of());

  private static final int LONGEST = 300;

  public SeenFields {
    found = Set.copyOf(found);
    // A copy that can be serialized, in the order of the rows.
    names = new LinkedHashSet<>(names);
  }

  /** The fields of these files and others. */
  public SeenFields plus(SeenFields other) {
    Set<String> allFound = new LinkedHashSet<>(found);
    allFound.addAll(other.found);
    Set<String> allNames = new LinkedHashSet<>(names);
    for (String name : other.names) {
      if (allNames.size() < FieldUse.MOST_NAMES) {
        allNames.add(name);
      }
    }
    return new SeenFields(rows + other.rows, allFound, allNames);
  }

  /**
   * Looks for what the user has named and no row had.
   *
   * @param warnings takes what is likely a typing error
   * @throws InputException if a map has had no effect
   */
  public void check(InputOptions options, Consumer<String> warnings) {
    if (rows == 0) {
      return;
    }
    for (String name : options.keep()) {
      if (!found.contains(name)) {
        warnings.accept(
            "no row of any input has the field \"" + name + "\"; the fields are " + shortened());
      }
    }
    List<String> withoutEffect = new ArrayList<>();
    options
        .columns()
        .forEach(
            (field, column) -> {
              if (!found.contains(column)) {
                withoutEffect.add(field + "=" + column);
              }
            });
    if (!withoutEffect.isEmpty()) {
      throw new InputException(
          "--map "
              + String.join(",", withoutEffect)
              + " had no effect: no row of any input has this field; the fields are "
              + shortened());
    }
  }

  private String shortened() {
    String all = String.join(", ", names);
    return all.length() <= LONGEST ? all : all.substring(0, LONGEST) + "…";
  }
}
