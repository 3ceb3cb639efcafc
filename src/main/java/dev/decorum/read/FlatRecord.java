package dev.decorum.read;

import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.Location;
import dev.decorum.read.bytes.InputException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One row of a table, or one JSON object, as names and values. */
public interface FlatRecord {

  /** Where it is in the input. */
  Location location();

  /** The names of all columns of the table, or of the object's keys, in their order. */
  List<String> names();

  /**
   * The value under exactly this name; {@code null} if there is none. An empty cell and a JSON null
   * are not values. Cells are strings; of JSON strings are, everything else is a literal.
   *
   * @throws InputException if the table has two columns of this name
   */
  @Nullable FieldValue value(String name);
}
