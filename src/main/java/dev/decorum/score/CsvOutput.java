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
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows as CSV (RFC 4180, UTF-8, lines end with LF). Text that a spreadsheet would treat as a
 * formula is neutralised with a leading apostrophe (OWASP, "CSV injection"); numbers are not
 * changed.
 */
final class CsvOutput implements RowOutput {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");

  private final CSVPrinter printer;
  private long guardedTexts;

  /** Writes the header at once. */
  CsvOutput(OutputStream out, List<FileColumn> columns) throws IOException {
    this.printer =
        new CSVPrinter(
            new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16),
            FORMAT);
    List<String> header = new ArrayList<>();
    columns.forEach(column -> header.add(neutralised(column.name())));
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
    String cell = neutralised(text);
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

  /** Reverses {@link #neutralised}. */
  static String original(String cell) {
    return cell.length() > 1
            && cell.charAt(0) == '\''
            && neutralised(cell.substring(1)).equals(cell)
        ? cell.substring(1)
        : cell;
  }

  static String neutralised(String cell) {
    int first = 0;
    while (first < cell.length() && cell.charAt(first) == '\'') {
      first++; // text that looks neutralised gets another apostrophe, to be distinguishable
    }
    if (first == cell.length() || "=+-@\t\r".indexOf(cell.charAt(first)) < 0) {
      return cell;
    }
    return NUMBER.matcher(cell).matches() ? cell : "'" + cell;
  }
}
