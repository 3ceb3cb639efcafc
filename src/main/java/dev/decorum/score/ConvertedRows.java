package dev.decorum.score;

import dev.decorum.conversation.FieldValue;
import dev.decorum.read.FlatRecord;
import dev.decorum.read.bytes.InputException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Converts rows from or to Parquet. The result is as {@code decorum score} would have written it,
 * except that kept fields are text in JSON Lines, as they are in Parquet.
 */
final class ConvertedRows implements MergedRows {
  private final ScoreFormat from;
  private final List<String> source;
  private final List<FileColumn> columns;
  private final RowOutput target;

  /**
   * @param from the form of the files
   * @param to the form to write
   * @param names the names of the files' columns, which the CSV writer may have changed
   */
  ConvertedRows(ScoreFormat from, ScoreFormat to, List<String> names, OutputStream out)
      throws IOException {
    this.from = from;
    this.source = names;
    List<String> own =
        names.stream()
            .map(name -> from == ScoreFormat.CSV ? CsvText.original(name) : name)
            .toList();
    this.columns = own.stream().map(name -> FileColumn.named(name, own)).toList();
    this.target = to.output(out, columns);
  }

  @Override
  public void add(ScoreFileReader reader, FlatRecord record) throws IOException {
    target.begin();
    for (int i = 0; i < columns.size(); i++) {
      FileColumn column = columns.get(i);
      FieldValue value = record.value(source.get(i));
      String text = value == null || value.isNothing() ? null : text(column, value);
      try {
        column.copy(text, target);
      } catch (NumberFormatException e) {
        throw new InputException(
            record.location() + ": " + column.name() + " is '" + text + "', expected a number", e);
      }
    }
    target.end();
  }

  private @Nullable String text(FileColumn column, FieldValue value) {
    if (column.kind() == ColumnKind.FLAGS && value.json()) {
      String joined = FlagNames.joined(value.text());
      return joined.isEmpty() ? null : joined;
    }
    return from == ScoreFormat.CSV ? CsvText.original(value.text()) : value.text();
  }

  @Override
  public long guardedTexts() {
    return target.guardedTexts();
  }

  @Override
  public void finish() throws IOException {
    target.finish();
  }
}
