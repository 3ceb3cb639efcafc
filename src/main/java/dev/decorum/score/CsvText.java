package dev.decorum.score;

import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;

/**
 * How CSV is written: RFC 4180, lines end with LF. Text that a spreadsheet would treat as a formula
 * is neutralised with a leading apostrophe (OWASP, "CSV injection"); numbers are not changed.
 */
public final class CsvText {
  /** The form of all CSV. */
  public static final CSVFormat FORMAT = CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");

  private CsvText() {}

  /** A text as it is written. */
  public static String neutralised(String cell) {
    int first = 0;
    while (first < cell.length() && cell.charAt(first) == '\'') {
      first++; // text that looks neutralised gets another apostrophe, to be distinguishable
    }
    if (first == cell.length() || "=+-@\t\r".indexOf(cell.charAt(first)) < 0) {
      return cell;
    }
    return NUMBER.matcher(cell).matches() ? cell : "'" + cell;
  }

  /** Reverses {@link #neutralised}. */
  static String original(String cell) {
    return cell.length() > 1
            && cell.charAt(0) == '\''
            && neutralised(cell.substring(1)).equals(cell)
        ? cell.substring(1)
        : cell;
  }
}
