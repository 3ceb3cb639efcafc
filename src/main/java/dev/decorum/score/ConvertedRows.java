package dev.decorum.score;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.decorum.conversation.FieldValue;
import dev.decorum.read.FlatRecord;
import dev.decorum.read.bytes.InputException;
import dev.decorum.score.parquet.ParquetTableWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.List;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one form as another, of which at least one is Parquet: as {@code decorum score} would
 * have written them, except that kept fields are text in JSON Lines, since Parquet holds them as
 * such.
 */
final class ConvertedRows implements MergedRows {
  private final ScoreFormat from;
  private final List<String> source;
  private final List<Column> columns;
  private final Target target;

  /** A column by its own name, which the CSV writer may have changed. */
  private record Column(String name, ColumnKind kind) {
    static Column of(String name, Collection<String> all) {
      return new Column(name, ColumnKind.of(name, all));
    }

    /** Names of the program's own that are text, and so never null in JSON. */
    boolean isOwnText() {
      return name.equals(ScoreColumns.ID)
          || name.equals(ScoreColumns.BOT_NAME)
          || name.equals(ScoreColumns.WINDOW_SHA256);
    }
  }

  /**
   * @param from what the files are
   * @param to what is written
   * @param names of the files' columns
   */
  ConvertedRows(ScoreFormat from, ScoreFormat to, List<String> names, OutputStream out)
      throws IOException {
    this.from = from;
    this.source = names;
    List<String> written =
        names.stream()
            .map(name -> from == ScoreFormat.CSV ? CsvScoreWriter.original(name) : name)
            .toList();
    this.columns = written.stream().map(name -> Column.of(name, written)).toList();
    this.target =
        switch (to) {
          case CSV -> new CsvTarget(out, written);
          case JSONL -> new JsonTarget(out);
          case PARQUET -> new ParquetTarget(out, written);
        };
  }

  @Override
  public void add(ScoreFileReader reader, FlatRecord record) throws IOException {
    target.begin();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      FieldValue value = record.value(source.get(i));
      String text = value == null || value.isNothing() ? null : text(column, value);
      try {
        target.value(column, text);
      } catch (NumberFormatException e) {
        throw new InputException(
            record.location() + ": " + column.name() + " is '" + text + "', expected a number", e);
      }
    }
    target.end();
  }

  private @Nullable String text(Column column, FieldValue value) {
    if (column.kind() == ColumnKind.FLAGS && value.json()) {
      String joined = CsvScoreWriter.joined(value.text());
      return joined.isEmpty() ? null : joined;
    }
    return from == ScoreFormat.CSV ? CsvScoreWriter.original(value.text()) : value.text();
  }

  @Override
  public void finish() throws IOException {
    target.finish();
  }

  private static BigDecimal decimals(String text, int decimals) {
    return new BigDecimal(text).setScale(decimals, RoundingMode.HALF_EVEN);
  }

  /** What rows become. */
  private interface Target {
    void begin() throws IOException;

    /**
     * The next value of the row.
     *
     * @param text null for none
     * @throws NumberFormatException if it is no number, and should be one
     */
    void value(Column column, @Nullable String text) throws IOException;

    void end() throws IOException;

    void finish() throws IOException;
  }

  private record CsvTarget(CSVPrinter printer) implements Target {
    CsvTarget(OutputStream out, List<String> names) throws IOException {
      this(CsvScoreWriter.printer(out, names));
    }

    @Override
    public void begin() {
      // The printer knows.
    }

    @Override
    public void value(Column column, @Nullable String text) throws IOException {
      if (text == null) {
        printer.print(column.isOwnText() ? "" : null);
        return;
      }
      switch (column.kind()) {
        case TEXT -> printer.print(CsvScoreWriter.neutralised(text));
        case FLAGS -> printer.print(text);
        case COUNT -> printer.print(Integer.parseInt(text));
        case PROBABILITY -> printer.print(decimals(text, 9).toPlainString());
        case PERCENT -> printer.print(decimals(text, 6).toPlainString());
        case LOGIT -> printer.print(Float.parseFloat(text));
      }
    }

    @Override
    public void end() throws IOException {
      printer.println();
    }

    @Override
    public void finish() throws IOException {
      printer.flush();
    }
  }

  private record JsonTarget(JsonGenerator json) implements Target {
    JsonTarget(OutputStream out) throws IOException {
      this(JsonlScoreWriter.generator(out));
    }

    @Override
    public void begin() throws IOException {
      json.writeStartObject();
    }

    @Override
    public void value(Column column, @Nullable String text) throws IOException {
      json.writeFieldName(column.name());
      if (column.kind() == ColumnKind.FLAGS) {
        json.writeStartArray();
        for (String flag : text == null ? List.<String>of() : CsvScoreWriter.separated(text)) {
          json.writeString(flag);
        }
        json.writeEndArray();
      } else if (text == null) {
        if (column.isOwnText()) {
          json.writeString("");
        } else {
          json.writeNull();
        }
      } else {
        switch (column.kind()) {
          case TEXT, FLAGS -> json.writeString(text);
          case COUNT -> json.writeNumber(Integer.parseInt(text));
          case PROBABILITY -> json.writeNumber(decimals(text, 9));
          case PERCENT -> json.writeNumber(decimals(text, 6));
          case LOGIT -> json.writeNumber(Float.parseFloat(text));
        }
      }
    }

    @Override
    public void end() throws IOException {
      json.writeEndObject();
      json.writeRaw('\n');
    }

    @Override
    public void finish() throws IOException {
      json.flush();
    }
  }

  private record ParquetTarget(ParquetTableWriter table) implements Target {
    ParquetTarget(OutputStream out, List<String> names) throws IOException {
      this(ParquetScoreWriter.table(out, names));
    }

    @Override
    public void begin() {
      // The table knows.
    }

    @Override
    public void value(Column column, @Nullable String text) {
      if (text == null) {
        table.missing();
        return;
      }
      switch (column.kind()) {
        case TEXT, FLAGS -> table.text(text);
        case COUNT -> table.integer(Integer.parseInt(text));
        case PROBABILITY -> table.real(decimals(text, 9).doubleValue());
        case PERCENT -> table.real(decimals(text, 6).doubleValue());
        case LOGIT -> table.single(Float.parseFloat(text));
      }
    }

    @Override
    public void end() throws IOException {
      table.endRow();
    }

    @Override
    public void finish() throws IOException {
      table.finish();
    }
  }
}
