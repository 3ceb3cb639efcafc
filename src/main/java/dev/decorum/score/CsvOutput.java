package dev.decorum.score;

import dev.decorum.conversation.FieldValue;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/** Writes rows as CSV in UTF-8, see {@link CsvText}. */
final class CsvOutput implements RowOutput {
  private final CSVPrinter printer;
  private long guardedTexts;

  /** Writes the header at once. */
  CsvOutput(OutputStream out, List<FileColumn> columns) throws IOException {
    this.printer =
        new CSVPrinter(
            new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16),
            CsvText.FORMAT);
    List<String> header = new ArrayList<>();
    columns.forEach(column -> header.add(CsvText.neutralised(column.name())));
    printer.printRecord(header);
  }

  @Override
  public void begin() {
    // The printer counts the cells.
  }

  @Override
  public void text(String value) throws IOException {
    printer.print(guarded(value));
  }

  @Override
  public void kept(@Nullable FieldValue value) throws IOException {
    printer.print(value == null || value.isNothing() ? null : guarded(value.text()));
  }

  private String guarded(String text) {
    String cell = CsvText.neutralised(text);
    if (cell.length() > text.length()) {
      guardedTexts++;
    }
    return cell;
  }

  @Override
  public long guardedTexts() {
    return guardedTexts;
  }

  @Override
  public void count(int value) throws IOException {
    printer.print(value);
  }

  @Override
  public void decimal(BigDecimal value) throws IOException {
    printer.print(value.toPlainString());
  }

  @Override
  public void single(float value) throws IOException {
    printer.print(value);
  }

  @Override
  public void flags(List<String> names) throws IOException {
    printer.print(names.isEmpty() ? null : FlagNames.joined(names));
  }

  @Override
  public void none() throws IOException {
    printer.print(null);
  }

  @Override
  public void end() throws IOException {
    printer.println();
  }

  @Override
  public void flush() throws IOException {
    printer.flush();
  }

  @Override
  public void finish() throws IOException {
    flush();
  }

  @Override
  public void close() throws IOException {
    printer.close();
  }
}
