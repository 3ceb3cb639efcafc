package dev.decorum.read;

import java.util.Optional;

/** Tells from a table's header whether a row is a conversation or a message. */
final class TableDetection {
  private TableDetection() {}

  /** The format; empty if the columns are those of none. */
  static Optional<FormatDetection.Detected> of(
      TableHeader header, TableColumns columns, InputOptions options) {
    boolean messages = columns.sender() >= 0 && columns.message() >= 0;
    boolean mappedText = options.columns().containsKey("text");
    if (messages && columns.conversationId() >= 0 && !mappedText) {
      return detected(
          InputFormat.CSV_MESSAGES,
          "of the columns "
              + quoted(header, columns.conversationId())
              + ", "
              + quoted(header, columns.sender())
              + " and "
              + quoted(header, columns.message()));
    }
    if (columns.list() >= 0 && !mappedText) {
      return detected(InputFormat.CSV, "of the column " + quoted(header, columns.list()));
    }
    if (columns.text() >= 0 && (!messages || mappedText)) {
      return detected(InputFormat.CSV, "of the column " + quoted(header, columns.text()));
    }
    return Optional.empty();
  }

  private static Optional<FormatDetection.Detected> detected(InputFormat format, String because) {
    return Optional.of(new FormatDetection.Detected(format, because));
  }

  private static String quoted(TableHeader header, int column) {
    return "\"" + header.name(column) + "\"";
  }
}
