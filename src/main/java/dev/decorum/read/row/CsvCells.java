package dev.decorum.read.row;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Splits a record, which {@link CsvRows} has found to be properly quoted, into its cells. */
public final class CsvCells {
  private CsvCells() {}

  static List<String> split(byte[] bytes, int from, int to, char delimiter) {
    int end = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
    List<String> cells = new ArrayList<>();
    int i = from;
    while (true) {
      if (i < end && bytes[i] == '"') {
        int first = ++i;
        boolean doubled = false;
        while (i < end && (bytes[i] != '"' || (i + 1 < end && bytes[i + 1] == '"'))) {
          if (bytes[i] == '"') {
            doubled = true;
            i++;
          }
          i++;
        }
        String cell = text(bytes, first, Math.min(i, end));
        cells.add(doubled ? cell.replace("\"\"", "\"") : cell);
        i++;
      } else {
        int first = i;
        while (i < end && bytes[i] != delimiter) {
          i++;
        }
        cells.add(text(bytes, first, i));
      }
      if (i >= end) {
        return cells;
      }
      i++;
    }
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
