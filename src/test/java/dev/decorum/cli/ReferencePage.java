package dev.decorum.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of the reference, of which the tables are held against the program. */
record ReferencePage(String name, List<String> lines) {
  private static final Path FOLDER = Path.of("src/site/markdown/reference");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern CELLS = Pattern.compile("(?<!\\\\)\\|");

  static ReferencePage of(String name) throws IOException {
    return new ReferencePage(name, Files.readAllLines(FOLDER.resolve(name)));
  }

  /** The rows of the tables below a heading, up to the next, each with its cells. */
  List<List<String>> rows(String heading) {
    List<List<String>> rows = new ArrayList<>();
    int begin = lines.indexOf(heading);
    if (begin < 0) {
      throw new AssertionError(name + " has no heading '" + heading + "'");
    }
    boolean inTable = false;
    for (String line : lines.subList(begin + 1, lines.size())) {
      if (line.startsWith("#")) {
        break;
      }
      if (line.startsWith("|--")) {
        inTable = true;
      } else if (!line.startsWith("|")) {
        inTable = false;
      } else if (inTable) {
        rows.add(cells(line));
      }
    }
    return rows;
  }

  private static List<String> cells(String line) {
    String[] cells = CELLS.split(line.substring(1), -1);
    List<String> texts = new ArrayList<>();
    for (String cell : cells) {
      texts.add(cell.strip());
    }
    return texts.subList(0, texts.size() - 1);
  }

  /** What is set as code in the first cells of these rows. */
  Set<String> names(String heading) {
    Set<String> names = new TreeSet<>();
    for (List<String> row : rows(heading)) {
      names.addAll(code(row.get(0)));
    }
    return names;
  }

  /** What is set as code in a text. */
  static List<String> code(String text) {
    List<String> names = new ArrayList<>();
    Matcher code = CODE.matcher(text);
    while (code.find()) {
      names.add(code.group(1));
    }
    return names;
  }

  /** All that is set as code anywhere on the page. */
  Set<String> code() {
    return new TreeSet<>(code(String.join("\n", lines)));
  }
}
