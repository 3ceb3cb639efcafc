package dev.decorum.score;

import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.Flag;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Scores as CSV (RFC 4180, UTF-8, lines end with LF). Text that a spreadsheet would take for a
 * formula is neutralised with a leading apostrophe (OWASP, "CSV injection"); numbers are left
 * alone.
 */
public final class CsvScoreWriter implements ScoreWriter {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");

  /** What stands between flags in a cell. */
  static final String FLAG_SEPARATOR = ";";

  private final ScoreColumns columns;
  private final CSVPrinter printer;

  /** Writes the header at once. */
  public CsvScoreWriter(OutputStream out, ScoreColumns columns) throws IOException {
    this.columns = columns;
    this.printer = printer(out, columns.names());
  }

  /** Writes the header at once. */
  static CSVPrinter printer(OutputStream out, List<String> names) throws IOException {
    CSVPrinter printer =
        new CSVPrinter(
            new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16),
            FORMAT);
    List<String> header = new ArrayList<>();
    names.forEach(name -> header.add(neutralised(name)));
    printer.printRecord(header);
    return printer;
  }

  @Override
  public void write(ConversationScore score) throws IOException {
    printer.print(neutralised(score.id().conversationId()));
    if (columns.withTurn()) {
      printer.print(score.id().turn());
    }
    printer.print(neutralised(score.context().botName()));
    for (String name : columns.kept()) {
      FieldValue value = score.context().fields().get(name);
      printer.print(value == null || value.isNothing() ? null : neutralised(value.text()));
    }
    printer.print(ScoreColumns.probability(score.appropriateProbability()).toPlainString());
    if (columns.calibration() != null) {
      printer.print(ScoreColumns.probability(columns.calibrated(score)).toPlainString());
    }
    printer.print(
        Double.isNaN(score.baselineDeltaPercent())
            ? null
            : ScoreColumns.percent(score.baselineDeltaPercent()).toPlainString());
    if (columns.scale() == Scale.PROBABILITY) {
      printer.print(score.logitInappropriate());
    }
    printer.print(score.logitAppropriate());
    printer.print(score.tokens());
    printer.print(score.tokensDropped());
    printer.print(score.messages());
    printer.print(score.messagesUsed());
    printer.print(joined(score.flags()));
    printer.print(score.windowSha256());
    printer.println();
  }

  @Override
  public void flush() throws IOException {
    printer.flush();
  }

  @Override
  public void close() throws IOException {
    printer.close();
  }

  /** Flags as one cell. */
  static String joined(Set<Flag> flags) {
    return flags.stream().map(Flag::outputName).collect(Collectors.joining(FLAG_SEPARATOR));
  }

  /** A JSON list of flags as one cell. */
  static String joined(String jsonList) {
    return jsonList.replaceAll("[\\[\\]\"\\s]", "").replace(",", FLAG_SEPARATOR);
  }

  /** The names of flags in a cell. */
  static List<String> separated(String cell) {
    return List.of(cell.split(FLAG_SEPARATOR, -1));
  }

  /** Takes back what {@link #neutralised} does. */
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
      first++; // what looks neutralised gets one more, so that it is told from what is
    }
    if (first == cell.length() || "=+-@\t\r".indexOf(cell.charAt(first)) < 0) {
      return cell;
    }
    return NUMBER.matcher(cell).matches() ? cell : "'" + cell;
  }
}
