package dev.decorum.score;

import dev.decorum.read.FlatRecord;
import dev.decorum.read.bytes.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Copies rows of CSV or JSON Lines byte for byte. */
final class UnchangedRows implements MergedRows {
  private final ScoreFormat format;
  private final OutputStream out;

  /** Writes the header of CSV immediately. */
  UnchangedRows(ScoreFormat format, String headerLine, OutputStream out) throws IOException {
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
  }

  @Override
  public void finish() {
    // Nothing follows the last row.
  }
}
