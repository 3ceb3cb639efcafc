package dev.decorum.model;

import dev.decorum.model.PrintedNumber.Quantity;
import dev.decorum.model.PrintedNumbers.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a table of a model card in which each row has a text and its numbers. */
final class CardTable {
  private static final Pattern RULE = Pattern.compile("[ \\t]*\\|?[ \\t]*:?-[-:| \\t]*");
  private static final Pattern BAR = Pattern.compile("(?<!\\\\)\\|");
  private static final Pattern BREAK = Pattern.compile("(?i)<br */?>");
  private static final Pattern TEXT =
      Pattern.compile(
          "(?i).*\\b(?:text|conversation|chat|payload|input|prompt|example|message|dialogue"
              + "|variable|name)s?\\b.*");

  private final PrintedNumbers numbers;
  private final CardCode code;

  /** A text with the numbers beside it. */
  record Row(CardText text, List<Result> results) {}

  CardTable(PrintedNumbers numbers, CardCode code) {
    this.numbers = numbers;
    this.code = code;
  }

  /** The end of the table that begins at {@code at}; {@code at} itself if none begins there. */
  static int end(String text, int at) {
    int header = lineEnd(text, at);
    int rule = lineEnd(text, Math.min(header + 1, text.length()));
    boolean table =
        text.substring(at, header).contains("|")
            && header < text.length()
            && RULE.matcher(text.substring(header + 1, rule)).matches()
            && text.substring(header + 1, rule).contains("|");
    if (!table) {
      return at;
    }
    int next = Math.min(rule + 1, text.length());
    while (next < text.length() && text.substring(next, lineEnd(text, next)).contains("|")) {
      next = Math.min(lineEnd(text, next) + 1, text.length());
    }
    return next;
  }

  private static int lineEnd(String text, int at) {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }

  /** The rows with both; empty for a table about something else. */
  List<Row> read(String table, int begin) {
    List<String> lines = table.lines().toList();
    List<String> header = cells(lines.get(0));
    List<Integer> texts = new ArrayList<>();
    Map<Integer, Quantity> columns = new LinkedHashMap<>();
    for (int i = 0; i < header.size(); i++) {
      Quantity quantity = numbers.column(header.get(i));
      if (TEXT.matcher(header.get(i)).matches() && !header.get(i).matches("(?i).*prob.*")) {
        texts.add(i);
      } else if (quantity != null) {
        columns.put(i, quantity);
      }
    }
    if (texts.isEmpty() && columns.size() == 1 && header.size() == 2) {
      texts.add(columns.containsKey(0) ? 1 : 0);
    }
    List<Row> rows = new ArrayList<>();
    for (int i = 2; i < lines.size(); i++) {
      List<String> cells = cells(lines.get(i));
      CardText text = text(cells, texts, begin + i);
      List<Result> results = new ArrayList<>();
      for (Map.Entry<Integer, Quantity> column : columns.entrySet()) {
        String cell = column.getKey() < cells.size() ? cells.get(column.getKey()) : "";
        Result result = PrintedNumbers.cell(cell, begin + i, column.getValue());
        if (result != null) {
          results.add(result);
        }
      }
      if (text != null && !results.isEmpty()) {
        rows.add(new Row(text, results));
      }
    }
    return rows;
  }

  private static List<String> cells(String line) {
    String row = line.strip();
    row = row.startsWith("|") ? row.substring(1) : row;
    row = row.endsWith("|") && !row.endsWith("\\|") ? row.substring(0, row.length() - 1) : row;
    List<String> cells = new ArrayList<>();
    for (String cell : BAR.split(row, -1)) {
      cells.add(cell.strip().replace("\\|", "|"));
    }
    return cells;
  }

  /** The longest cell that may be a text; a single word without quotes is a name. */
  private @Nullable CardText text(List<String> cells, List<Integer> columns, int line) {
    CardText longest = null;
    for (int column : columns) {
      CardText text = column < cells.size() ? text(cells.get(column), line) : null;
      if (text != null && (longest == null || text.text().length() > longest.text().length())) {
        longest = text;
      }
    }
    return longest;
  }

  /** The contents of a cell without the backticks around it. */
  private static String inCodeSpan(String cell) {
    int ticks = 0;
    while (2 * ticks < cell.length()
        && cell.charAt(ticks) == '`'
        && cell.charAt(cell.length() - 1 - ticks) == '`') {
      ticks++;
    }
    return 2 * ticks < cell.length() ? cell.substring(ticks, cell.length() - ticks) : cell;
  }

  private @Nullable CardText text(String cell, int line) {
    String inner = inCodeSpan(cell);
    boolean quoted = !inner.equals(cell);
    CardText named = code.named(inner);
    if (named != null) {
      return named;
    }
    PythonString string = PythonString.at(inner, 0);
    if (string != null && string.end() == inner.length()) {
      return code.text(string, line);
    }
    String text = PythonString.unescape(BREAK.matcher(inner).replaceAll("\n"));
    CardText known = CardText.known(line, text);
    return quoted || known.hasBlank() ? known : null;
  }
}
