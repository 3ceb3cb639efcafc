package dev.decorum.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Folds lines that are wider than the terminal: between words if possible, and below where the text
 * begins. Escape sequences, as of colours and links, take no column.
 */
public final class LineFolding {
  private static final char ESCAPE = '\033';
  private static final int TAB = 8;
  private static final int FEWEST = 16;

  private LineFolding() {}

  /** The number of columns of {@code text}, whose escape sequences take none. */
  public static int width(String text) {
    int columns = 0;
    for (int i = 0; i < text.length(); i = next(text, i)) {
      columns += columns(text, i, columns);
    }
    return columns;
  }

  /**
   * The parts of {@code line}, none of them wider than {@code width}. Parts after the first are
   * indented as the text is: by two columns more than the line, or, in a line of a name and a value
   * with two blanks or more between them, to where the value begins.
   */
  public static List<String> fold(String line, int width) {
    return width(line) <= width ? List.of(line) : fold(line, width, " ".repeat(hang(line, width)));
  }

  /**
   * The same with an indent of one's own.
   *
   * @param indent stands before all parts but the first
   */
  static List<String> fold(String line, int width, String indent) {
    List<String> parts = new ArrayList<>();
    String before = "";
    int from = 0;
    while (true) {
      int room = Math.max(1, width - before.length());
      int end = from;
      int columns = 0;
      int lastBlank = -1;
      boolean begun = false;
      while (end < line.length()) {
        int wide = columns(line, end, before.length() + columns);
        if (columns + wide > room && columns > 0) {
          break;
        }
        if (line.charAt(end) != ' ') {
          begun = true;
        } else if (begun) {
          lastBlank = end;
        }
        columns += wide;
        end = next(line, end);
      }
      if (end >= line.length()) {
        parts.add(before + line.substring(from));
        return parts;
      }
      int cut = line.charAt(end) == ' ' ? end : lastBlank > from ? lastBlank : end;
      if (cut < end && before.length() + width(line.substring(from, cut + 1)) <= indent.length()) {
        // The word would have no more room on the next line.
        cut = end;
      }
      parts.add((before + line.substring(from, cut)).stripTrailing());
      from = cut;
      while (from < line.length() && line.charAt(from) == ' ') {
        from++;
      }
      before = indent;
    }
  }

  private static int hang(String line, int width) {
    int text = 0;
    while (text < line.length() && line.charAt(text) == ' ') {
      text++;
    }
    int gap = line.indexOf("  ", text);
    if (gap > 0 && gap < width / 2) {
      int value = gap;
      while (value < line.length() && line.charAt(value) == ' ') {
        value++;
      }
      int columns = width(line.substring(0, value));
      if (columns <= width / 2) {
        return columns;
      }
    }
    return Math.min(text + 2, Math.max(0, width - FEWEST));
  }

  private static int columns(String text, int at, int column) {
    char first = text.charAt(at);
    if (first == ESCAPE) {
      return 0;
    }
    return first == '\t' ? TAB - column % TAB : TerminalText.columns(text.codePointAt(at));
  }

  /** The place behind the character or the whole escape sequence at {@code at}. */
  private static int next(String text, int at) {
    if (text.charAt(at) != ESCAPE) {
      return at + Character.charCount(text.codePointAt(at));
    }
    int end = at + 1;
    if (end < text.length() && text.charAt(end) == ']') {
      // A link: up to the string terminator.
      int close = text.indexOf("\033\\", end);
      return close < 0 ? text.length() : close + 2;
    }
    if (end < text.length() && text.charAt(end) == '[') {
      end++;
      while (end < text.length() && text.charAt(end) < '@') {
        end++;
      }
    }
    return Math.min(text.length(), end + 1);
  }
}
