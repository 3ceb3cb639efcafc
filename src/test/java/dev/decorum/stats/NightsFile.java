package dev.decorum.stats;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** What {@code src/reference/chart_reference.py} printed. */
final class NightsFile {
  private final List<String> names;
  private final List<List<String>> rows;

  private NightsFile(List<List<String>> lines) {
    names = lines.get(0);
    rows = lines.subList(1, lines.size());
  }

  static NightsFile read() throws IOException {
    try (InputStream in =
        requireNonNull(NightsFile.class.getResourceAsStream("/statistics/chart.csv"))) {
      return new NightsFile(
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .map(line -> Arrays.asList(line.split(",", -1)))
              .toList());
    }
  }

  List<Observation> observations() {
    return rows.stream()
        .map(
            row ->
                new Observation(
                    Double.parseDouble(cell(row, "value")), Double.parseDouble(cell(row, "error"))))
        .toList();
  }

  int size() {
    return rows.size();
  }

  String text(int row, String name) {
    return cell(rows.get(row), name);
  }

  /** NaN where there is none. */
  double number(int row, String name) {
    String text = text(row, name);
    return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
  }

  private String cell(List<String> row, String name) {
    return row.get(names.indexOf(name));
  }
}
