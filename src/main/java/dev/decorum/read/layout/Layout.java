package dev.decorum.read.layout;

import dev.decorum.read.dialogue.ExportRow;
import dev.decorum.read.row.ExportRecords;
import dev.decorum.read.row.RowException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One way in which programs write conversations down. A layout is one class, and one line in the
 * list of layouts.
 */
public interface Layout {

  /** The name for {@code --input-format}. */
  String name();

  /**
   * Whether a row is of this layout.
   *
   * @return what shows it, as the end of a sentence that begins with "because"; empty if it is not
   * @throws RowException if it is, and something in it is ambiguous
   */
  Optional<String> recognise(ExportRow row) throws RowException;

  /**
   * Layouts whose rows may stand in one file, since each of them says by itself how it is to be
   * read.
   */
  default String family() {
    return name();
  }

  /** Whether only one program writes this, so that a document of it holds no rows of others. */
  default boolean ofOneProgram() {
    return false;
  }

  /** Reads single rows; {@code null} where a row by itself is not a conversation. */
  default @Nullable RowReader rowReader() {
    return null;
  }

  /** The conversations of records that are of this layout. */
  ConversationCursor read(ExportRecords records, FileContext context);

  /** Says that a layout was recognised by a field. */
  static Optional<String> because(String field) {
    return Optional.of("of the field \"" + field + "\"");
  }

  /** Says that a layout was recognised by two fields. */
  static Optional<String> because(String first, String second) {
    return first.equals(second)
        ? because(first)
        : Optional.of("of the fields \"" + first + "\" and \"" + second + "\"");
  }
}
