package dev.decorum.score;

import dev.decorum.conversation.FieldValue;
import dev.decorum.read.FlatRecord;
import dev.decorum.read.bytes.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;

/** Copies rows of CSV or JSON Lines byte for byte. */
final class UnchangedRows implements MergedRows {
  private final ScoreFormat format;
  private final OutputStream out;
  private final List<String> texts;
  private long guardedTexts;

  /**
   * Writes the header of CSV immediately.
   *
   * @param names the names of the columns
   */
  UnchangedRows(ScoreFormat format, List<String> names, String headerLine, OutputStream out)
      throws IOException {
    this.texts =
        format == ScoreFormat.CSV
            ? names.stream()
                .filter(name -> Collections.frequency(names, name) == 1)
                .filter(name -> FileColumn.named(name, names).kind() == ColumnKind.TEXT)
                .toList()
            : List.of();
    this.format = format;
    this.out = out;
    if (format == ScoreFormat.CSV) {
      out.write((headerLine + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public void add(ScoreFileReader reader, FlatRecord record) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    reader.writeRow(line);
    if (format == ScoreFormat.JSONL && line.toString(StandardCharsets.UTF_8).indexOf('\n') >= 0) {
      throw new InputException(
          record.location() + ": the row spans several lines, expected one object per line");
    }
    line.writeTo(out);
    out.write('\n');
    for (String name : texts) {
      FieldValue value = record.value(name);
      if (value != null && !CsvText.original(value.text()).equals(value.text())) {
        guardedTexts++;
      }
    }
  }

  @Override
  public long guardedTexts() {
    return guardedTexts;
  }

  @Override
  public void finish() {
    // Nothing follows the last row.
  }
}
