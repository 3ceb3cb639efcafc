package dev.decorum;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The commands of a page of the documentation, read from its fences. */
final class DocumentedCommands {
  private static final Pattern FENCE = Pattern.compile("^ *(`{3,})(.*)$");
  private static final Pattern SPAN = Pattern.compile("`(decorum [^`]+)`");
  private static final Pattern EXIT_CODE = Pattern.compile("# exit code (\\d+)$");
  private static final Set<String> SHELL = Set.of("sh", "bash");
  private static final String SESSION = "console";
  private static final String PROMPT = "$ ";

  /** What a fence may hold that is not to be run. */
  private static final Set<String> OTHER_LANGUAGES =
      Set.of(
          "csv",
          "dockerfile",
          "html",
          "ini",
          "java",
          "json",
          "properties",
          "python",
          "sql",
          "text",
          "toml",
          "xml",
          "yaml",
          "scala");

  /**
   * A line of a page.
   *
   * @param number counted from 1
   */
  record Line(int number, String text) {
    /** What the command of the line has to exit with. */
    int exitCode() {
      Matcher said = EXIT_CODE.matcher(text);
      return said.find() ? Integer.parseInt(said.group(1)) : 0;
    }
  }

  /** One block of a page that is run. */
  sealed interface Block {}

  /** Lines of shell; those that {@code \} continues are joined. */
  record Script(List<Line> lines) implements Block {}

  /** A command behind {@code $} and what a terminal shows then. */
  record Session(Line command, String printed) implements Block {}

  private final List<Block> blocks = new ArrayList<>();
  private final List<Line> spans = new ArrayList<>();
  private final List<String> mistakes = new ArrayList<>();

  private DocumentedCommands() {}

  static DocumentedCommands of(Path page) throws IOException {
    DocumentedCommands commands = new DocumentedCommands();
    commands.read(Files.readAllLines(page));
    return commands;
  }

  List<Block> blocks() {
    return blocks;
  }

  /** Commands that are named in the text, as code. */
  List<Line> spans() {
    return spans;
  }

  /** Fences of which it is not clear whether they are to be run. */
  List<String> mistakes() {
    return mistakes;
  }

  private void read(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      Matcher fence = FENCE.matcher(lines.get(i));
      if (!fence.matches()) {
        addSpans(new Line(i + 1, lines.get(i)));
        continue;
      }
      int end = i + 1;
      while (end < lines.size() && !lines.get(end).strip().equals(fence.group(1))) {
        end++;
      }
      add(fence.group(2).strip(), numbered(lines, i + 1, end));
      i = end;
    }
  }

  private void addSpans(Line line) {
    Matcher span = SPAN.matcher(line.text());
    while (span.find()) {
      spans.add(new Line(line.number(), span.group(1)));
    }
  }

  private static List<Line> numbered(List<String> lines, int from, int to) {
    List<Line> numbered = new ArrayList<>();
    for (int i = from; i < to; i++) {
      numbered.add(new Line(i + 1, lines.get(i)));
    }
    return numbered;
  }

  private void add(String language, List<Line> lines) {
    if (SHELL.contains(language)) {
      blocks.add(new Script(joined(lines)));
    } else if (language.equals(SESSION)) {
      addSessions(lines);
    } else if (!OTHER_LANGUAGES.contains(language)) {
      int line = lines.isEmpty() ? 0 : lines.get(0).number() - 1;
      mistakes.add("line " + line + ": a fence of the language '" + language + "'");
    }
  }

  private static List<Line> joined(List<Line> lines) {
    List<Line> joined = new ArrayList<>();
    StringBuilder begun = new StringBuilder();
    int first = 0;
    for (Line line : lines) {
      first = begun.isEmpty() ? line.number() : first;
      if (line.text().endsWith("\\")) {
        begun.append(line.text(), 0, line.text().length() - 1);
        continue;
      }
      String whole = begun.append(line.text()).toString();
      begun.setLength(0);
      if (!whole.isBlank() && !whole.strip().startsWith("#")) {
        joined.add(new Line(first, whole));
      }
    }
    return joined;
  }

  private void addSessions(List<Line> lines) {
    for (int i = 0; i < lines.size(); i++) {
      String text = lines.get(i).text().strip();
      if (text.startsWith(PROMPT)) {
        StringBuilder printed = new StringBuilder();
        int next = i + 1;
        while (next < lines.size() && !lines.get(next).text().strip().startsWith(PROMPT)) {
          printed.append(lines.get(next++).text()).append('\n');
        }
        Line command = new Line(lines.get(i).number(), text.substring(PROMPT.length()));
        blocks.add(new Session(command, printed.toString()));
      }
    }
  }
}
